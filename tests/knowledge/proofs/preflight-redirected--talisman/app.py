from flask import Flask, jsonify
from flask_cors import CORS
from flask_talisman import Talisman

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])
# fix: from here
Talisman(app)
# fix: to here


@app.route("/api/orders", methods=["PUT"])
def orders():
    return jsonify([])
