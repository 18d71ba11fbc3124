from flask import Flask, jsonify, request
from flask_cors import cross_origin

app = Flask(__name__)
# fix: from here
# fix: to here


@app.route("/api/books", methods=["POST"])
@cross_origin(origins=["http://localhost:3000"])
def add_book():
    book = request.get_json()
    return jsonify(title=book["title"]), 201
