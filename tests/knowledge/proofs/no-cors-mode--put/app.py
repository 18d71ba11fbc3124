from flask import Flask, jsonify, request
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.route("/api/users/1", methods=["PUT"])
def rename():
    return jsonify(name=request.args.get("name", "nobody"))
