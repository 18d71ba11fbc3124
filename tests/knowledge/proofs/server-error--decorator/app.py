from flask import Flask, jsonify, request
from flask_cors import cross_origin

app = Flask(__name__)
# fix: from here
# fix: to here


@app.route("/api/average", methods=["POST"])
@cross_origin(origins=["http://localhost:3000"])
def average():
    numbers = request.get_json()["numbers"]
    return jsonify(average=sum(numbers) / len(numbers))
