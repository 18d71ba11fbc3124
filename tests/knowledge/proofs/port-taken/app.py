from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.route("/api/me")
def me():
    return jsonify(name="Ada")


if __name__ == "__main__":
    app.run()
