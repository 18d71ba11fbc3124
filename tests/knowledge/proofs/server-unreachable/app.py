from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.route("/api/health")
def health():
    return jsonify(ok=True)


if __name__ == "__main__":
    app.run(port=5000)
