"""The routes of the code: paths with the prefixes of their blueprints."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.read_code import read_code
from cors_wizard.project import scan_project
from tests.project.folders import scan, values


@pytest.mark.parametrize(
    ("code", "routes"),
    [
        pytest.param("@app.route('/a')\ndef a(): ...\n", ("/a",), id="route"),
        pytest.param("@app.get('/a/<int:id>')\ndef a(): ...\n", ("/a/<int:id>",), id="converter"),
        pytest.param("app.add_url_rule('/a', view_func=a)\n", ("/a",), id="add_url_rule"),
        pytest.param(
            "for rule, view in [('/a', a), ('/b', a)]:\n    app.add_url_rule(rule, view_func=view)\n",
            ("/a", "/b"),
            id="add_url_rule-in-a-loop",
        ),
        pytest.param(
            "app.route('/a', methods=['PUT'])(unknown.a)\n", ("/a",), id="a decorator that is called"
        ),
        pytest.param(
            "view = a\nview = checked(view)\napp.add_url_rule('/a', view_func=view)\n",
            ("/a",),
            id="a view that is wrapped under its own name",
        ),
        pytest.param(
            "bp = Blueprint('bp', __name__, url_prefix='/v1')\n@bp.post('/a')\ndef a(): ...\n",
            ("/v1/a",),
            id="prefix of the blueprint",
        ),
        pytest.param(
            "bp = Blueprint('bp', __name__, url_prefix='/v1')\n@bp.route('/a')\ndef a(): ...\n"
            "app.register_blueprint(bp, url_prefix='/api/v2/')\n",
            ("/api/v2/a",),
            id="prefix of the registration wins",
        ),
        pytest.param(
            "outer = Blueprint('outer', __name__, url_prefix='/api')\n"
            "inner = Blueprint('inner', __name__, url_prefix='/v1')\n@inner.route('/a')\ndef a(): ...\n"
            "outer.register_blueprint(inner)\napp.register_blueprint(outer)\n",
            ("/api/v1/a",),
            id="nested blueprints",
        ),
        pytest.param(
            "one = Blueprint('one', __name__, url_prefix='/1')\n"
            "two = Blueprint('two', __name__, url_prefix='/2')\n"
            "@one.route('/a')\ndef a(): ...\none.register_blueprint(two)\ntwo.register_blueprint(one)\n",
            ("/2/1/a",),
            id="blueprints in a circle",
        ),
        pytest.param("requests.get('/a')\n", (), id="a client's call"),
        pytest.param("@app.route(PATH)\ndef a(): ...\n", (), id="a computed path"),
    ],
)
def test_routes(tmp_path: Path, code: str, routes: tuple[str, ...]) -> None:
    """A path that does not exist can be compared with those that do."""
    (tmp_path / "app.py").write_text(f"from flask import Blueprint, Flask\napp = Flask(__name__)\n{code}")
    facts = {fact.name: fact.value for fact in scan_project(tmp_path).facts}
    assert facts.get("routes", ()) == routes


@pytest.mark.parametrize(
    ("code", "variable"),
    [
        pytest.param(
            "app.register_blueprint(outer)\nouter.register_blueprint(inner)\n", "outer", id="nested"
        ),
        pytest.param(
            "app.register_blueprint(outer)\napp.register_blueprint(inner)\n", None, id="side by side"
        ),
    ],
)
def test_the_blueprint_around_the_others(tmp_path: Path, code: str, variable: str | None) -> None:
    """CORS on a blueprint covers those that are nested in it."""
    top = (
        "from flask import Blueprint, Flask\napp = Flask(__name__)\nouter = Blueprint('outer', __name__)\n"
        "inner = Blueprint('inner', __name__)\n@inner.route('/a')\ndef a(): ...\n"
    )
    (tmp_path / "app.py").write_text(top + code)
    facts = {fact.name: fact.value for fact in scan_project(tmp_path).facts}
    assert facts.get("blueprint_variable") == variable


REST = "from flask import Blueprint, Flask\nfrom flask_restful import Api\napp = Flask(__name__)\n"
RESTX = "from flask import Blueprint, Flask\nfrom flask_restx import Api\napp = Flask(__name__)\n"
NAMESPACE = (
    "from flask_restx import Namespace\nns = Namespace('{name}')\n@ns.route('/<int:id>')\nclass One: ...\n"
)


@pytest.mark.parametrize(
    ("files", "routes"),
    [
        pytest.param(
            {
                "app.py": "from flask import Flask\nimport auth, blog\napp = Flask(__name__)\n"
                "app.register_blueprint(auth.bp)\napp.register_blueprint(blog.bp, url_prefix='/posts')\n",
                "auth.py": "from flask import Blueprint\n"
                "bp = Blueprint('auth', __name__, url_prefix='/auth')\n"
                "@bp.post('/login')\ndef login(): ...\n",
                "blog.py": "from flask import Blueprint\nbp = Blueprint('blog', __name__)\n"
                "@bp.get('/all')\ndef all(): ...\n",
            },
            {"/auth/login", "/posts/all"},
            id="two-of-one-name",
        ),
        pytest.param(
            {
                "web/__init__.py": "from flask import Flask\nfrom .api import bp as api_bp\n"
                "app = Flask('web')\n"
                "app.register_blueprint(api_bp, url_prefix='/api')\n",
                "web/api/__init__.py": "from flask import Blueprint\nbp = Blueprint('api', __name__)\n"
                "from . import users\n",
                "web/api/users.py": "import flask\nfrom . import bp\n@bp.get('/users')\ndef users(): ...\n",
            },
            {"/api/users"},
            id="blueprint-of-a-package",
        ),
        pytest.param(
            {
                "app.py": f"{REST}bp = Blueprint('b', 'b', url_prefix='/api')\napi = Api(bp, prefix='/v2')\n"
                "api.add_resource(Item, '/items', '/things/<id>')\napp.register_blueprint(bp)\n"
            },
            {"/api/v2/items", "/api/v2/things/<id>"},
            id="restful",
        ),
        pytest.param(
            {
                "app.py": f"{RESTX}from users import ns as users\nfrom orders import ns as orders\n"
                "api = Api()\n"
                "api.add_namespace(users)\napi.add_namespace(orders, path='/purchases')\n"
                "bp = Blueprint('b', 'b', url_prefix='/v1')\napi.init_app(bp)\napp.register_blueprint(bp)\n",
                "users.py": NAMESPACE.format(name="users"),
                "orders.py": NAMESPACE.format(name="orders"),
            },
            {"/v1/users/<int:id>", "/v1/purchases/<int:id>"},
            id="restx",
        ),
        pytest.param(
            {
                "app.py": f"{RESTX}api = Api(app=app)\napi.add_resource(Item, '/items')\n"
                "def start():\n    bp = Blueprint('b', 'b', url_prefix='/v1')\n    api.init_app(bp)\n"
                "    app.register_blueprint(bp)\n"
            },
            {"/items", "/v1/items"},
            id="restx-by-name-of-the-argument",
        ),
        pytest.param(
            {
                "app.py": f"{REST}bp = Blueprint('b', 'b', url_prefix='/')\napi = Api(bp)\n"
                "api.add_resource(Item, '/items')\napp.register_blueprint(bp)\n"
            },
            {"/items"},
            id="restful-behind-a-slash",
        ),
    ],
)
def test_routes_over_files(tmp_path: Path, files: dict[str, str], routes: set[str]) -> None:
    """Each has the prefixes of its own owner, whatever others call theirs."""
    found = values(scan(tmp_path, files)).get("routes", ())
    assert isinstance(found, tuple)
    assert set(found) == routes


TODOS = "from flask_restful import Resource\nclass Todos(Resource):\n    def post(self): ...\n"
ADDED = (
    "from flask import Flask\nfrom flask_restful import Api\nfrom resources import *\napi = Api(Flask('a'))\n"
)


@pytest.mark.parametrize(
    ("files", "methods"),
    [
        pytest.param(
            {"resources/__init__.py": "from .todos import Todos\n", "resources/todos.py": TODOS},
            ("POST", "OPTIONS"),
            id="a star that brings what the package imports",
        ),
        pytest.param(
            {"resources/__init__.py": "from .todos import *\n", "resources/todos.py": TODOS},
            ("POST", "OPTIONS"),
            id="a star behind a star",
        ),
        pytest.param({"resources/__init__.py": "from elsewhere import *\n"}, (), id="a class from elsewhere"),
        pytest.param(
            {"resources/__init__.py": "from elsewhere import Base\nclass Todos(Base): ...\n"},
            (),
            id="methods of a base from elsewhere",
        ),
        pytest.param({"resources/__init__.py": "from resources import *\n"}, (), id="a star of its own"),
    ],
)
def test_methods_of_a_class_over_files(
    tmp_path: Path, files: dict[str, str], methods: tuple[str, ...]
) -> None:
    """A class that isn't found takes who knows what: it isn't said to take GET."""
    code = scan(tmp_path, {"app.py": f"{ADDED}api.add_resource(Todos, '/todos')\n", **files}).code
    assert [route.methods for route in code.routes] == [methods]


@pytest.mark.parametrize(
    ("code", "methods"),
    [
        pytest.param("@app.route('/a')\ndef a(): ...\n", ("GET", "HEAD", "OPTIONS"), id="none given"),
        pytest.param("@app.route('/a', methods=METHODS)\ndef a(): ...\n", (), id="from elsewhere"),
        pytest.param("app.add_url_rule('/a', view_func=A.as_view('a'))\n", (), id="a class from elsewhere"),
        pytest.param(
            "class A(View):\n    def dispatch_request(self): ...\n"
            "app.add_url_rule('/a', view_func=A.as_view('a'))\n",
            ("GET", "HEAD", "OPTIONS"),
            id="a plain view",
        ),
    ],
)
def test_methods(tmp_path: Path, code: str, methods: tuple[str, ...]) -> None:
    """As Flask has them, or none where the code doesn't say."""
    top = "from flask import Flask\nfrom flask.views import View\nfrom x import METHODS\napp = Flask('a')\n"
    found = scan(tmp_path, {"app.py": f"{top}{code}"}).code
    assert [route.methods for route in found.routes] == [methods]


JWT = """
from flask import Flask
from flask_jwt_extended import jwt_required
app = Flask(__name__)
{settings}
@app.route("/items", methods=["{method}"])
@jwt_required()
def items():
    return "x"
"""
IN_COOKIES = 'app.config["JWT_TOKEN_LOCATION"] = ["cookies"]\n'


@pytest.mark.parametrize(
    ("settings", "method", "headers", "cookies"),
    [
        pytest.param("", "POST", ("Authorization",), False, id="in a header"),
        pytest.param(IN_COOKIES, "POST", ("X-CSRF-TOKEN",), True, id="in a cookie"),
        pytest.param(IN_COOKIES, "GET", (), True, id="reading asks no CSRF token"),
        pytest.param(
            IN_COOKIES + 'app.config["JWT_COOKIE_CSRF_PROTECT"] = False', "POST", (), True, id="unprotected"
        ),
        pytest.param(
            'app.config["JWT_TOKEN_LOCATION"] = ["headers", "cookies"]',
            "POST",
            ("Authorization",),
            False,
            id="both",
        ),
    ],
)
def test_where_a_jwt_is_looked_for(
    tmp_path: Path, settings: str, method: str, headers: tuple[str, ...], cookies: bool
) -> None:
    """A token in a cookie is no header, and is protected where something is written."""
    (route,) = scan(tmp_path, {"app.py": JWT.format(settings=settings, method=method)}).code.routes
    assert (route.reads_headers, route.reads_cookies) == (headers, cookies)


@pytest.mark.parametrize(
    ("decorator", "login", "headers"),
    [
        ("jwt_required()", "jwt_required", ("Authorization",)),
        ("jwt_required(optional=True)", "", ()),
        ("jwt_required(optional=False)", "jwt_required", ("Authorization",)),
        ("auth.login_required", "auth.login_required", ("Authorization",)),
        ("flask_login.login_required", "login_required", ()),
    ],
)
def test_whose_login_a_view_needs(
    tmp_path: Path, decorator: str, login: str, headers: tuple[str, ...]
) -> None:
    """One that may be left out is none; Flask-HTTPAuth's goes by a header, Flask-Login's by a cookie."""
    code = JWT.format(settings="import flask_login", method="GET").replace("jwt_required()", decorator)
    (route,) = scan(tmp_path, {"app.py": code}).code.routes
    assert (route.needs_auth, route.reads_headers) == (login, headers)


def test_what_a_view_uses_unimported() -> None:
    """A name that is set anywhere else is none of Flask's."""
    code = (
        "from flask import Flask\n\napp = Flask(__name__)\nsession = {}\n\n\n"
        '@app.post("/save")\ndef save():\n    session.update(request.json)\n    return jsonify([])\n\n\n'
        '@app.get("/list")\ndef list_all():\n    return session\n'
    )
    found = read_code([TextFile("app.py", code)]).found.facts
    assert [fact.value for fact in found if fact.name == "unimported"] == [("jsonify /save", "request /save")]


PARTS = {
    "views": "@app.route('/a')\ndef a(): return b\n",
    "classes": "@api.route('/a')\nclass A(Resource):\n    def get(self): return b\n",
}


@pytest.mark.timeout(100)
@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_a_long_file_without_imports_is_read_in_time(part: str) -> None:
    """Whether it imports anything is looked up once, not for each of its views: that takes minutes here."""
    found = read_code([TextFile("a.py", f"app = Flask(__name__)\n{part * 8000}")])
    assert len(found.code.routes) >= 5000
