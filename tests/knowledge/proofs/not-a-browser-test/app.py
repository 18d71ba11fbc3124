from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000", "https://shop.example.com"], always_send=False)


@app.route("/api/products")
def products():
    return jsonify([{"sku": "A1", "price": 999}])
