from flask import Flask, jsonify
from flask_cors import CORS
from flask_login import LoginManager, UserMixin, current_user

app = Flask(__name__)
app.secret_key = "only for this proof"
# fix: from here
# fix: to here
login_manager = LoginManager(app)
CORS(app, origins=["http://localhost:3000"], supports_credentials=True)


class User(UserMixin):
    id = "ada"


@login_manager.request_loader
def user_of(request):
    return User() if request.headers.get("Authorization") == "Bearer ada" else None


# check: from here
@app.before_request
def require_login():
    if not current_user.is_authenticated:
        return login_manager.unauthorized()
# check: to here


@app.route("/api/orders")
def orders():
    return jsonify([])
