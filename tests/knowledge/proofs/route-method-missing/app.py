from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


# fix: from here
@app.route("/api/notes")
def notes():
# fix: to here
    return jsonify(id=7)
