from flask import Flask, jsonify

app = Flask(__name__)
# fix: from here
# fix: to here


# route: from here
@app.route("/api/vote")
def vote():
# route: to here
    return jsonify(votes=3)
