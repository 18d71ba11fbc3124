from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.route("/api/logo")
def logo():
    return jsonify(file="logo.svg")
