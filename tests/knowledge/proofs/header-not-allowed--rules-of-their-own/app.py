from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
CORS(
    app,
    resources={
        "/public/*": {"origins": "*"},
        "/api/*": {"origins": ["http://localhost:3000"], "allow_headers": ["Content-Type"]},
    },
)
# fix: to here


@app.route("/api/orders", methods=["PUT"])
def orders():
    return jsonify([])
