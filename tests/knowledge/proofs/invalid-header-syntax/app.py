from flask import Flask, jsonify, request

app = Flask(__name__)
ALLOWED = ["Content-Type", "X-Tenant"]
# fix: from here


@app.after_request
def add_headers(response):
    response.headers["Access-Control-Allow-Origin"] = "http://localhost:3000"
    response.headers["Access-Control-Allow-Headers"] = str(ALLOWED)
    return response


# fix: to here


@app.route("/api/rooms", methods=["GET", "POST"])
def rooms():
    return jsonify(tenant=request.headers.get("X-Tenant"))
