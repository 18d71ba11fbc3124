from flask import Blueprint, Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
# fix: from here
# fix: to here
shop = Blueprint("shop", __name__, url_prefix="/shop")
# blueprint: from here
# blueprint: to here


@shop.route("/basket", methods=["GET", "PATCH"])
def basket():
    return jsonify(items=[])


app.register_blueprint(shop)
