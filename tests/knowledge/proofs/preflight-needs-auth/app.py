from flask import Flask, jsonify, request
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
# fix: to here
CORS(app, origins=["http://localhost:3000"])


@app.before_request
def require_token():
    if request.headers.get("Authorization") != "Bearer token-of-ada":
        return jsonify(error="Unauthorized"), 401


@app.route("/api/invoices")
def invoices():
    return jsonify([])
