from flask import Flask, jsonify, request
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
# fix: to here
CORS(app, origins=["http://localhost:3000"])


def upload():
    return jsonify(received=len(request.get_data()))


app.add_url_rule("/api/upload", view_func=upload, methods=["POST"], provide_automatic_options=False)
