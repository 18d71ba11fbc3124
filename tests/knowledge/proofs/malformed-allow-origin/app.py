from flask import Flask, jsonify

app = Flask(__name__)
# fix: from here


@app.after_request
def add_headers(response):
    response.headers["Access-Control-Allow-Origin"] = "http://localhost:3000, https://app.example.com"
    return response


# fix: to here


@app.route("/api/menu")
def menu():
    return jsonify(["soup", "bread"])
