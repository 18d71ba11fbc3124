import json
from urllib.request import urlopen

from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.route("/api/settings")
def settings():
    return jsonify(theme="dark")


@app.route("/api/profile")
def profile():
    with urlopen("http://127.0.0.1:5000/api/settings") as response:
        return jsonify(name="Ada", settings=json.load(response))
