from flask import Flask, jsonify, request
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.route("/prod/orders", methods=["POST"])
def add_order():
    return jsonify(added=request.get_json())
