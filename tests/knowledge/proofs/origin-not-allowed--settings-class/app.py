from flask import Flask, jsonify
from flask_cors import CORS


class Config:
    TESTING = False
    # settings: from here
    CORS_ORIGINS = ["http://localhost:8081"]
    CORS_MAX_AGE = 600
    # settings: to here


cors = CORS()


def create_app():
    app = Flask(__name__)
    app.config.from_object(Config)
    cors.init_app(app)

    @app.route("/api/orders")
    def orders():
        return jsonify([])

    return app
