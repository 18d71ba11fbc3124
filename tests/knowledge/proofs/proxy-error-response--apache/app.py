from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.route("/api/stock")
def stock():
    return jsonify(pieces=7)


if __name__ == "__main__":
    app.run(port=5000)
