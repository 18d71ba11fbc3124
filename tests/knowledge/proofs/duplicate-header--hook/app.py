from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)


# fix: from here
@app.after_request
def allow_everybody(response):
    response.headers.add("Access-Control-Allow-Origin", "*")
    response.headers.add("Access-Control-Allow-Headers", "Content-Type,Authorization")
    response.headers.add("Access-Control-Allow-Methods", "GET,PUT,POST,DELETE")
    return response


CORS(app, origins=["http://localhost:3000"])
# fix: to here


@app.route("/api/comments", methods=["GET", "PUT"])
def comments():
    return jsonify(["First!"])
