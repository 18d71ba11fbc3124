from flask import Flask, jsonify, request

app = Flask(__name__)


# fix: from here
@app.after_request
def after_request(response):
    response.headers.add("Access-Control-Allow-Origin", "*")
    response.headers.add("Access-Control-Allow-Headers", "Content-Type")
    response.headers.add("Access-Control-Allow-Methods", "GET,PUT,POST,DELETE")
    return response
# fix: to here


@app.route("/api/vote", methods=["PUT"])
def vote():
    return jsonify(token=request.headers.get("X-CSRF-Token"))
