from flask import Flask, jsonify

app = Flask(__name__)
# fix: from here


@app.after_request
def add_headers(response):
    response.headers["Access-Control-Allow-Origin"] = "localhost:3000"
    response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    return response


# fix: to here


@app.route("/api/menu", methods=["GET", "POST"])
def menu():
    return jsonify(["soup", "bread"])
