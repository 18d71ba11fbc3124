from flask import Blueprint, Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
api = Blueprint("api", __name__, url_prefix="/api")
orders = Blueprint("orders", __name__, url_prefix="/orders")
# fix: from here
CORS(api, origins=["http://localhost:3000"])
# fix: to here


@orders.route("/open")
def open_orders():
    return jsonify([])


api.register_blueprint(orders)
app.register_blueprint(api)
