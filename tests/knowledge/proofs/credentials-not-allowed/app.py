from flask import Flask, jsonify, session
from flask_cors import CORS

app = Flask(__name__)
app.secret_key = "change me"
# fix: from here
CORS(app)
# fix: to here


@app.route("/api/session")
def current_session():
    return jsonify(user=session.get("user"))
