from flask import Flask, jsonify

app = Flask(__name__)
# fix: from here
from flask_cors import CORS

CORS(app, origins=["http://localhost:3000", "https://shop.example.com"])
# fix: to here


@app.route("/api/products")
def products():
    return jsonify([{"sku": "A1", "price": 999}])
