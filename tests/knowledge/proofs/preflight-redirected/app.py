from flask import Flask, jsonify, request
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
# fix: to here
CORS(app, origins=["http://localhost:3000"])


@app.route("/api/users/", methods=["GET", "POST"])
def users():
    return jsonify(created=request.get_json(silent=True))
