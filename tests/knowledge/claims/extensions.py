"""Extensions that answer or refuse by themselves, beside flask-cors: rows X1 to X5 of the evidence."""

from __future__ import annotations

from tests.knowledge.claims.claim import ALLOWED, OURS, TOP, Claim, preflight

APP, API = "CORS(app)\napi = Api(app)\n", "api = Api(app, decorators=[cross_origin()])\n"
RESOURCE = "class A(Resource):\n    def get(self):\n        {}\napi.add_resource(A, '/a')\n"
LOGIN = (
    "from flask_login import LoginManager, login_required\napp.secret_key = 'x'\n"
    "manager = LoginManager(app)\nmanager.user_loader(lambda _id: None)\n"
)
PROTECTED = "@app.route('/a')\n{}@login_required\ndef a():\n    return 'a'\n"


def resource(makes_api: str, does: str) -> str:
    """An app with one resource of Flask-RESTful."""
    return f"{TOP}from flask_restful import Api, Resource\n{makes_api}" + RESOURCE.format(does)


EXTENSIONS = (
    Claim("restful-under-the-app", "X1", resource(APP, "return []"), ALLOWED, **preflight("GET")),
    Claim("restful-abort-under-the-app", "X1", resource(APP, "abort(401)"), (401, (OURS,))),
    Claim("restful-crash-under-the-app", "X1", resource(APP, "raise ValueError"), (500, (OURS,))),
    Claim("restful-404-under-the-app", "X1", resource(APP, "return []"), (404, (OURS,)), path="/b"),
    Claim("restful-decorated", "X2", resource(API, "return []"), ALLOWED, **preflight("GET")),
    Claim("restful-abort-decorated", "X2", resource(API, "abort(401)"), (401, ())),
    Claim("restful-404-decorated", "X2", resource(API, "return []"), (404, ()), path="/b"),
    Claim(
        "login-required-passes-options",
        "X4",
        f"{TOP}{LOGIN}CORS(app)\n" + PROTECTED.format(""),
        ALLOWED,
        **preflight("GET"),
    ),
    Claim(
        "login-required-refuses-readably",
        "X4",
        f"{TOP}{LOGIN}CORS(app)\n" + PROTECTED.format(""),
        (401, (OURS,)),
    ),
    Claim(
        "login-required-under-the-decorator",
        "X5",
        f"{TOP}{LOGIN}" + PROTECTED.format("@cross_origin()\n"),
        (401, ()),
    ),
)
