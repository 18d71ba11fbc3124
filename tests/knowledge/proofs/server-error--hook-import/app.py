from flask import Flask, jsonify
from flask_cors import CORS
# fix: from here
# fix: to here

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.before_request
def answer_preflight():
    if request.method == "OPTIONS":
        return app.make_default_options_response()


@app.route("/api/invoices/<int:number>", methods=["PUT"])
def pay(number):
    return jsonify(number=number, paid=True)
