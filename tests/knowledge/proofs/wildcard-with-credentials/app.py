from flask import Flask, jsonify, session

app = Flask(__name__)
app.secret_key = "change me"


# fix: from here
@app.after_request
def add_cors_headers(response):
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Headers"] = "Content-Type,Authorization"
    response.headers["Access-Control-Allow-Methods"] = "GET,PUT,POST,DELETE,OPTIONS"
    return response
# fix: to here


@app.route("/api/me")
def me():
    return jsonify(user=session.get("user", "nobody"))
