from flask import Flask, abort, jsonify, request
from flask_cors import CORS
from flask_jwt_extended import JWTManager

app = Flask(__name__)
app.config["JWT_SECRET_KEY"] = "only for this proof, and long enough for it"
# fix: from here
# fix: to here
JWTManager(app)
CORS(app, origins=["http://localhost:3000"])


# check: from here
@app.before_request
def require_token():
    if "Authorization" not in request.headers:
        abort(401)
# check: to here


@app.route("/api/orders")
def orders():
    return jsonify([])
