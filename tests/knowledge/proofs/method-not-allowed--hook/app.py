from flask import Flask, jsonify

app = Flask(__name__)


# fix: from here
@app.after_request
def add_cors_headers(response):
    response.headers["Access-Control-Allow-Origin"] = "http://localhost:3000"
    response.headers["Access-Control-Allow-Methods"] = "GET, POST"
    response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    return response
# fix: to here


@app.route("/api/profile", methods=["GET", "PATCH"])
def profile():
    return jsonify(saved=True)
