from flask import Flask, jsonify, request
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
CORS(app, send_wildcard=True)
# fix: to here


@app.route("/login", methods=["POST"])
def login():
    return jsonify(welcome=request.get_json()["name"])
