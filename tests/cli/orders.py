"""A shop's API and its page, broken the way people break it; what a user's folder holds."""

from __future__ import annotations

FILES = {
    ".env": """\
FRONTEND_URL=http://localhost:5173/
""",
    "requirements.txt": """\
flask
flask-cors==6.0.0
python-dotenv
""",
    "shop/__init__.py": """\
import os
from flask import Flask
from flask_cors import CORS


def create_app():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY", "dev")
    CORS(app, resources={r"/api/*": {"origins": os.environ.get("FRONTEND_URL", "http://localhost:3000/")}})
    from .api.orders import bp
    app.register_blueprint(bp, url_prefix="/api")
    return app
""",
    "shop/api/__init__.py": "",
    "shop/api/orders.py": """\
from flask import Blueprint, request, jsonify
bp = Blueprint("orders", __name__)

@bp.before_request
def need_token():
    if not request.headers.get("Authorization"):
        return jsonify(error="unauthorized"), 401

@bp.get("/orders")
def list_orders():
    return jsonify([1,2,3])

@bp.put("/orders/<int:i>")
def put_order(i):
    return jsonify(ok=True)
""",
    "web/src/api.ts": """\
import axios from 'axios';
const api = axios.create({ baseURL: 'http://localhost:5055/api', withCredentials: true });
export const saveOrder = (id: number, body: object, token: string) =>
  api.put(`/orders/${id}`, body, { headers: { Authorization: `Bearer ${token}`, 'X-Tenant': 'acme' } });
""",
}
