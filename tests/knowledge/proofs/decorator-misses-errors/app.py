from flask import Flask, abort, jsonify
from flask_cors import cross_origin

app = Flask(__name__)
# fix: from here
# fix: to here

BOOKS = {1: "Flatland"}


@app.route("/api/books/<int:number>")
@cross_origin(origins=["http://localhost:3000"])
def book(number):
    if number not in BOOKS:
        abort(404)
    return jsonify(title=BOOKS[number])
