from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["https://app.example.com:3000"])


@app.route("/api/users")
def users():
    return jsonify(["Ada", "Grace"])
