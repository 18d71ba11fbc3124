from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
CORS(app, origins=["http://app.example.com:3000"], allow_private_network=True)
# fix: to here


@app.route("/api/users")
def users():
    return jsonify(["Ada", "Grace"])
