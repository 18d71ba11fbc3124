from flask import Flask, jsonify

app = Flask(__name__)
# fix: from here
# fix: to here


@app.route("/api/users")
def users():
    return jsonify(["Ada", "Grace"])
