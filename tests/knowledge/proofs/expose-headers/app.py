from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
# fix: to here
CORS(app, origins=["http://localhost:3000"])


@app.route("/api/books")
def books():
    response = jsonify(["Emma", "Ulysses"])
    response.headers["X-Total-Count"] = "212"
    return response
