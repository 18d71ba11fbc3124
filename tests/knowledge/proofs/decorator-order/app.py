from flask import Flask, jsonify
from flask_cors import cross_origin

app = Flask(__name__)


# fix: from here
@cross_origin(origins=["http://localhost:3000"])
@app.route("/api/score", methods=["GET", "POST"])
def score():
# fix: to here
    return jsonify(points=12)
