from flask import Flask, jsonify, request
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.route("/api/me")
def me():
    return jsonify(known=request.headers.get("Authorization", ""))
