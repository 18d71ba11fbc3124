from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
app.config["CORS_ORIGINS"] = ["http://localhost:3000", "https://shop.example"]
app.config["CORS_ALLOW_HEADERS"] = ["Content-Type"]
app.config["CORS_EXPOSE_HEADERS"] = ["X-Total-Count"]
# fix: to here
CORS(app)


@app.route("/api/orders", methods=["GET", "PUT"])
def orders():
    return jsonify([])
