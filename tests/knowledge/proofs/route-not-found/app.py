from flask import Blueprint, Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
CORS(app, resources={r"/api/*": {"origins": "http://localhost:3000"}})
# fix: to here
api = Blueprint("api", __name__)


@api.route("/articles")
def articles():
    return jsonify([])


app.register_blueprint(api, url_prefix="/api/v1")
