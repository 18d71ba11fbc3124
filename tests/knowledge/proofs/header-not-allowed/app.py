from flask import Flask, jsonify, request
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
CORS(app, origins=["http://localhost:3000"], allow_headers=["Content-Type"])
# fix: to here


@app.route("/api/orders", methods=["POST"])
def create_order():
    if request.headers.get("Authorization") != "Bearer token-of-ada":
        return jsonify(error="log in first"), 401
    return jsonify(order=request.get_json()), 201
