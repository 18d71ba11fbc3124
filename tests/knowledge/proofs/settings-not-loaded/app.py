import os

from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=os.environ.get("SHOP_ORIGINS", "https://shop.example").split(","))


@app.route("/api/orders")
def orders():
    return jsonify([])
