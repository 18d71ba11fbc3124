from flask import Flask, jsonify, session
from flask_cors import CORS

app = Flask(__name__)
app.secret_key = "only for the proof"
app.config["SESSION_COOKIE_NAME"] = "basket"
app.config["SESSION_COOKIE_DOMAIN"] = "shop.example.com"
# fix: from here
# fix: to here
CORS(app, origins=["http://localhost:3000"], supports_credentials=True)


@app.route("/api/login", methods=["POST"])
def login():
    session["user"] = "Ada"
    return jsonify(ok=True)


@app.route("/api/me")
def me():
    if "user" not in session:
        return jsonify(error="log in first"), 401
    return jsonify(name=session["user"])
