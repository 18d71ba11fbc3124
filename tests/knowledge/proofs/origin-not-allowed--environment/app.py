import os

from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
CORS(app, origins=os.environ.get("SHOP_ORIGINS", "").split(","), expose_headers=["ETag"])
# fix: to here


@app.route("/api/orders")
def orders():
    return jsonify([])
