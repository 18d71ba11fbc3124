from flask import Flask, jsonify, request
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
CORS(app, origins=["http://localhost:3000"])
# fix: to here


@app.route("/api/users/", methods=["GET", "POST"])
def users():
    return jsonify(created=request.get_json(silent=True))
