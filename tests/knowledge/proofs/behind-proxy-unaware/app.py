from flask import Flask, jsonify, redirect, request
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
# fix: to here
CORS(app, origins=["https://app.example.com:3000"])


@app.before_request
def always_https():
    if not request.is_secure:
        return redirect(request.url.replace("http://", "https://", 1), 301)


@app.route("/api/users")
def users():
    return jsonify(["Ada", "Grace"])
