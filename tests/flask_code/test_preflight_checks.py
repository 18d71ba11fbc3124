"""What hooks do to a preflight: followed for OPTIONS without a login, route by route."""

from __future__ import annotations

import textwrap

import pytest

from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.read_code import read_code

HEAD = """\
from flask import Flask, abort, current_app, g, jsonify, make_response, redirect, request, session, url_for

app = Flask(__name__)
"""
ROUTES = """

@app.route("/api/orders/<int:number>", methods=["PUT"])
def change(number):
    return jsonify(number=number)


@app.route("/login", methods=["POST"])
def login():
    return jsonify()
"""


def checks(hook: str, head: str = HEAD, routes: str = ROUTES) -> tuple[str, ...]:
    """The fact `preflight_checks`; empty where there is none."""
    code = read_code([TextFile("app.py", f"{head}\n\n{textwrap.dedent(hook).strip()}\n{routes}")])
    found = [fact.value for fact in code.found.facts if fact.name == "preflight_checks"]
    assert all(isinstance(value, tuple) for value in found)
    return tuple(item for value in found if isinstance(value, tuple) for item in value)


ALL_REFUSED = ("refuses /api/orders/<int:number>", "refuses /login", "refuses *")
ALL_REJECTED = ("rejects /api/orders/<int:number>", "rejects /login", "rejects *")
THE_API_REJECTED = ("rejects /api/orders/<int:number>", "none /login", "none *")
BUT_LOGIN = ("refuses /api/orders/<int:number>", "none /login", "refuses *")


def hook(body: str) -> str:
    """A hook with this body."""
    return "@app.before_request\ndef check():\n" + textwrap.indent(textwrap.dedent(body).strip(), "    ")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param('if "Authorization" not in request.headers:\n    abort(401)', ALL_REFUSED, id="abort"),
        pytest.param(
            'token = request.headers.get("X-Token")\nif token != TOKEN:\n    return jsonify(error="no"), 403',
            ALL_REFUSED,
            id="tuple",
        ),
        pytest.param(
            "if not session.get('user'):\n    return make_response('login first', 401)",
            ALL_REFUSED,
            id="make-response",
        ),
        pytest.param("token = request.headers['X-Token']", ALL_REFUSED, id="header-that-is-not-there"),
        pytest.param(
            'if not request.headers.get("X-Tenant"):\n    return jsonify(error="tenant"), 400',
            ALL_REJECTED,
            id="a-header-of-the-pages",
        ),
        pytest.param(
            'tenant = request.headers.get("X-Tenant", "").strip()\nif not tenant:\n    abort(400)',
            ALL_REJECTED,
            id="by-name",
        ),
        pytest.param(
            'if not (tenant := request.headers.get("X-Tenant")):\n    abort(400)', ALL_REJECTED, id="walrus"
        ),
        pytest.param(
            'if request.path.startswith("/api") and not request.is_json:\n    abort(415)',
            THE_API_REJECTED,
            id="a-body-it-never-has",
        ),
        pytest.param(
            'if request.mimetype != "application/json":\n    return {}, HTTPStatus.UNSUPPORTED_MEDIA_TYPE',
            ALL_REJECTED,
            id="status-by-name",
        ),
        pytest.param(
            'if "X-Version" not in request.headers:\n    raise BadRequest("version")',
            ALL_REJECTED,
            id="raises",
        ),
        pytest.param(
            'if request.headers.get("X-Forwarded-Proto") != "https":\n    abort(400)', (), id="of-a-proxy"
        ),
        pytest.param("if MAINTENANCE:\n    abort(503)", (), id="depends-on-what-is-not-known"),
        pytest.param(
            "if request.remote_addr in OURS:\n    return\nif not request.is_json:\n    abort(415)",
            (),
            id="some-pass-before-it",
        ),
        pytest.param(
            'version = request.headers.get("X-Version", "1")\nif not version:\n    abort(400)',
            (),
            id="default",
        ),
        pytest.param(
            'tenant = request.headers.get("X-Tenant")\ntenant = tenant or "public"\n'
            "if not tenant:\n    abort(400)",
            (),
            id="given-a-value-since",
        ),
        pytest.param(
            'if "Authorization" in request.headers:\n    if not valid():\n        abort(401)',
            (),
            id="only-who-sends-a-login",
        ),
        pytest.param("verify_token()", ALL_REFUSED, id="helper-of-a-package"),
        pytest.param(
            'if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:\n'
            "    return app.make_default_options_response()\nabort(401)",
            (),
            id="passes-what-only-a-preflight-has",
        ),
        pytest.param("verify_jwt_in_request()", (), id="flask-jwt-extended-lets-options-pass"),
        pytest.param("raise Unauthorized()", ALL_REFUSED, id="raise"),
        pytest.param(
            "try:\n    verify(request)\nexcept Exception as error:\n    return str(error), 401",
            ALL_REFUSED,
            id="handler",
        ),
        pytest.param(
            'if request.endpoint != "login":\n    if not authorized():\n        abort(401)',
            BUT_LOGIN,
            id="endpoint",
        ),
        pytest.param(
            'if request.endpoint in ("login", "static"):\n    return\nif not authorized():\n    abort(401)',
            BUT_LOGIN,
            id="endpoints",
        ),
        pytest.param(
            'if request.path.startswith("/login"):\n    return None\nif not g.user:\n    abort(401)',
            BUT_LOGIN,
            id="path",
        ),
        pytest.param(
            'PUBLIC = ["/login"]\nif request.path not in PUBLIC and not g.user:\n    abort(401)',
            BUT_LOGIN,
            id="paths-by-name",
        ),
        pytest.param(
            "if not session.get('user') and request.endpoint != 'login':\n"
            "    return redirect(url_for('login'))",
            ("redirects /api/orders/<int:number>", "none /login", "redirects *"),
            id="redirect",
        ),
        pytest.param(
            'if request.method == "POST" and not g.user:\n    abort(401)', (), id="another-method-only"
        ),
        pytest.param('if request.method == "OPTIONS":\n    return\nabort(401)', (), id="options-pass"),
        pytest.param(
            'if request.method != "OPTIONS" and not g.user:\n    abort(401)', (), id="all-but-options"
        ),
        pytest.param(
            'if request.method.lower() == "options":\n    return "", 204\nabort(401)', (), id="lower-case"
        ),
        pytest.param(
            "if request.remote_addr in BANNED:\n    abort(403)", (), id="a-403-that-is-about-no-login"
        ),
        pytest.param("g.started = now()", (), id="a-hook-that-only-measures"),
        pytest.param(
            "if request.is_secure:\n    return\nreturn redirect(SECURE)", (), id="redirect-to-https"
        ),
    ],
)
def test_what_a_hook_does(body: str, expected: tuple[str, ...]) -> None:
    """Conditions about method, endpoint and path are worked out; others are taken to be about the login."""
    assert checks(hook(body)) == expected


def test_registered_by_a_call() -> None:
    """`app.before_request(check)`."""
    code = "def check():\n    if not g.user:\n        abort(401)\n\n\napp.before_request(check)"
    assert checks(code) == ALL_REFUSED


def test_a_helper_of_the_project() -> None:
    """What refuses is in a function that the hook calls."""
    code = "def guard():\n    if not g.user:\n        abort(401)\n\n\n" + hook("guard()")
    assert checks(code) == ALL_REFUSED


def test_of_the_app_by_a_blueprint() -> None:
    """`before_app_request`."""
    head = HEAD + "from flask import Blueprint\nauth = Blueprint('auth', __name__)\n"
    assert checks("@auth.before_app_request\nasync def check():\n    abort(401)", head) == ALL_REFUSED


def test_of_a_blueprint() -> None:
    """A blueprint's hook stops its own routes alone."""
    head = HEAD + "from flask import Blueprint\nadmin = Blueprint('admin', __name__, url_prefix='/admin')\n"
    routes = (
        ROUTES
        + '\n\n@admin.route("/users")\ndef users():\n    return ""\n\n\napp.register_blueprint(admin)\n'
    )
    code = "@admin.before_request\ndef check():\n    if not g.user:\n        abort(401)"
    assert checks(code, head, routes) == (
        "none /api/orders/<int:number>",
        "none /login",
        "refuses /admin/users",
        "none *",
    )


class TestNamesThatAreMissing:
    """A hook that uses a name of Flask's without importing it raises for every request."""

    BODY = 'if request.method == "OPTIONS":\n    return jsonify(ok=True), 200'

    def test_fails(self) -> None:
        head = "from flask import Flask\n\napp = Flask(__name__)\n"
        assert checks(hook(self.BODY), head, "") == ("fails *",)

    @pytest.mark.parametrize(
        "head",
        [
            "from flask import *\n\napp = Flask(__name__)\n",
            "import flask\n\napp = flask.Flask(__name__)\n",
            "from flask import Flask\nfrom web import request, jsonify\n\napp = Flask(__name__)\n",
            "from flask import Flask\nimport flask\n"
            "request, jsonify = flask.request, flask.jsonify\napp = Flask(__name__)\n",
        ],
        ids=["star", "module", "from-elsewhere", "set-here"],
    )
    def test_does_not_fail(self, head: str) -> None:
        assert checks(hook(self.BODY), head, "") == ()


GUARD = """
class Guard:
    def init_app(self, {name}):
        {name}.before_request(self.check)

    def check(self):
        if "Authorization" not in request.headers:
            abort(401)


Guard().init_app(app)
"""
MADE = """
class Guard:
    def check(self):
        if "Authorization" not in request.headers:
            abort(401)


guard = Guard()
app.before_request(guard.check)
"""


@pytest.mark.parametrize("hook", [GUARD.format(name="app"), GUARD.format(name="flask_app"), MADE])
def test_a_hook_that_is_a_method(hook: str) -> None:
    """The class is given the app, or an object of it is there."""
    assert checks(hook) == ALL_REFUSED
