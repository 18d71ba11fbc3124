from functools import wraps

from flask import Flask, jsonify, request
from flask_cors import cross_origin

app = Flask(__name__)
# fix: from here
# fix: to here


def needs_key(view):
    @wraps(view)
    def checked(*args, **kwargs):
        if request.args.get("key") != "sesame":
            return jsonify(error="no key"), 401
        return view(*args, **kwargs)

    return checked


@app.route("/api/secret")
@needs_key
@cross_origin(origins=["http://localhost:3000"])
def secret():
    return jsonify(number=42)
