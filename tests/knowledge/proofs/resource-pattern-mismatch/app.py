from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
CORS(app, resources={"/api": {"origins": "http://localhost:3000"}})
# fix: to here


@app.route("/api/orders")
def orders():
    return jsonify([{"id": 7}])
