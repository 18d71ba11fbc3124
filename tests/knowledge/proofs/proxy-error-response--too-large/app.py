from flask import Flask, jsonify, request
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.route("/api/notes", methods=["POST"])
def add_note():
    return jsonify(length=len(request.get_data()))
