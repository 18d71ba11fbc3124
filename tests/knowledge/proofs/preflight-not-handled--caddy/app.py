from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.route("/api/orders", methods=["POST"])
def orders():
    return jsonify(added=True)
