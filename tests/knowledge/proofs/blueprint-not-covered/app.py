from flask import Blueprint, Flask, jsonify, request
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
# fix: to here
shop = Blueprint("shop", __name__, url_prefix="/shop")
account = Blueprint("account", __name__, url_prefix="/account")
CORS(shop, origins=["http://localhost:3000"])


@shop.route("/basket")
def basket():
    return jsonify(items=[])


@account.route("/address", methods=["GET", "PUT"])
def address():
    return jsonify(street=request.get_json()["street"])


app.register_blueprint(shop)
app.register_blueprint(account)
