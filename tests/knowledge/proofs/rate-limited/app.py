from flask import Flask, abort, jsonify, request
from flask_cors import cross_origin

app = Flask(__name__)
# fix: from here
# fix: to here
seen = []


@app.before_request
def limit():
    if request.method == "OPTIONS":
        return
    seen.append(request.remote_addr)
    if len(seen) > 0:
        abort(429)


@app.route("/api/orders")
@cross_origin()
def orders():
    return jsonify(orders=[])
