from flask import Flask, jsonify, request

app = Flask(__name__)


# fix: from here
@app.after_request
def allow_our_frontend(response):
    if request.headers.get("Origin") == "http://localhost:3000":
        response.headers["Access-Control-Allow-Origin"] = "http://localhost:3000"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type, X-Requested-With"
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, PUT, DELETE, OPTIONS"
    return response
# fix: to here


@app.route("/api/logout", methods=["POST"])
def logout():
    return jsonify(bye=True)
