from flask import Flask, jsonify, redirect, session
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
# fix: to here
app.secret_key = "for this test only"
CORS(app, origins=["http://localhost:3000"])


@app.before_request
def login_first():
    if "user" not in session:
        return redirect("http://api.example.com:8080/login")


@app.route("/api/me")
def me():
    return jsonify(name=session["user"])
