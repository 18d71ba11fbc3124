from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
CORS(app, origins=["http://localhost:3000"], methods=["GET", "POST"])
# fix: to here


@app.route("/api/tasks/<int:task>", methods=["GET", "PUT", "DELETE"])
def one_task(task):
    return jsonify(id=task)
