from flask import Flask, jsonify

app = Flask(__name__)
# fix: from here
# fix: to here


@app.after_request
def cors(response):
    response.headers["Access-Control-Allow-Origin"] = "http://localhost:3000"
    return response


@app.route("/api/books")
def books():
    response = jsonify(["Emma", "Ulysses"])
    response.headers["X-Total-Count"] = "212"
    return response
