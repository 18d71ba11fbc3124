from flask import Flask, jsonify
# fix: from here
from flask.ext.cors import CORS
# fix: to here

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.route("/api/books")
def books():
    return jsonify(["Dune", "Emma"])
