from flask import Flask, jsonify
from flask_cors import cross_origin

app = Flask(__name__)


# fix: from here
@app.route("/api/orders")
@cross_origin(origins=["http://localhost:3000"])
async def orders():
# fix: to here
    return jsonify([])
