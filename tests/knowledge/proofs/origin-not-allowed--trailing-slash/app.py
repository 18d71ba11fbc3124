import os

from flask import Flask, jsonify, request
from flask_cors import CORS

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY", "dev")
# fix: from here
CORS(app, resources={r"/api/*": {"origins": "http://localhost:3000/"}}, supports_credentials=True)
# fix: to here


@app.route("/api/cart", methods=["POST"])
def add_to_cart():
    return jsonify(added=request.get_json()), 201
