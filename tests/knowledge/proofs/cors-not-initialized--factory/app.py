from flask import Blueprint, Flask, jsonify
from flask_cors import CORS

cors = CORS()
api = Blueprint("api", __name__, url_prefix="/api")


@api.route("/profile", methods=["GET", "PUT"])
def profile():
    return jsonify(name="Ada")


def create_app():
    app = Flask(__name__)
    # fix: from here
    # fix: to here
    app.register_blueprint(api)
    return app
