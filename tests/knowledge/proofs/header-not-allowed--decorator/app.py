from flask import Flask, jsonify
from flask_cors import cross_origin

app = Flask(__name__)


# fix: from here
@app.route("/api/orders", methods=["PUT"])
@cross_origin(origins=["http://localhost:3000"], allow_headers=["Content-Type"])
def orders():
# fix: to here
    return jsonify([])
