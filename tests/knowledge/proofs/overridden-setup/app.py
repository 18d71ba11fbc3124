from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
CORS(app, origins=["http://localhost:3000"], supports_credentials=True)
CORS(app, origins=["http://localhost:3000"])
# fix: to here


@app.route("/api/cart")
def cart():
    return jsonify(items=3)
