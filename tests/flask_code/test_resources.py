"""For which paths the code sets CORS up, and where `@cross_origin` stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.facts import FactValue
from tests.project.folders import evidence, scan, values

TOP = """import re
from flask import Flask, Blueprint
from flask_cors import CORS, cross_origin
app = Flask('x')
"""


@pytest.mark.parametrize(
    ("code", "patterns"),
    [
        pytest.param("CORS(app, resources='/api/*')", ("/api/*",), id="text"),
        pytest.param("CORS(app, resources=['/a', '/b'])", ("/a", "/b"), id="list"),
        pytest.param(
            "CORS(app, resources={'/a': {}, r'/b/.*': {'origins': '*'}})", ("/a", "/b/.*"), id="dict"
        ),
        pytest.param("CORS(app, resources=['/a/'\n    '/b'])", ("/a//b",), id="missing-comma"),
        pytest.param("PATHS = {'/a': {}}\nCORS(app, resources=PATHS)", ("/a",), id="constant"),
        pytest.param("CORS(app, resources={re.compile('/a.*'): {}})", ("/a.*",), id="compiled"),
        pytest.param("app.config['CORS_RESOURCES'] = '/c/*'\nCORS(app)", ("/c/*",), id="config"),
        pytest.param("CORS(app, resources='/a')\nCORS(app, resources='/b')", ("/a", "/b"), id="two-calls"),
        pytest.param("b = Blueprint('b', 'b')\nCORS(b, resources='/b/*')", ("/b/*",), id="blueprint"),
        pytest.param("CORS(app)", None, id="every-path"),
        pytest.param("CORS(app, resources='/a')\nCORS(app)", None, id="one-call-for-every-path"),
        pytest.param("CORS(app, resources=paths())", None, id="computed"),
        pytest.param("CORS(app, resources={**more, '/a': {}})", None, id="partly-computed"),
        pytest.param("CORS(app, resources={re.compile('/a', re.I): {}})", None, id="flags"),
        pytest.param("@app.route('/')\n@cross_origin()\ndef f(): pass", None, id="decorator"),
    ],
)
def test_reads_the_paths(tmp_path: Path, code: str, patterns: FactValue | None) -> None:
    """All of them literally, or none."""
    assert values(scan(tmp_path, {"app.py": TOP + code + "\n"})).get("resource_patterns") == patterns


@pytest.mark.parametrize(
    ("decorators", "place"),
    [
        pytest.param("@cross_origin()\n@app.route('/')", "above-route", id="above"),
        pytest.param("@cross_origin\n@login_required\n@app.get('/')", "above-route", id="far-above"),
        pytest.param("@app.route('/')\n@cross_origin()", "below-route", id="below"),
        pytest.param("@app.route('/')\n@cross_origin()\n@login_required", "below-route", id="above-a-check"),
        pytest.param(
            "@app.route('/')\n@login_required\n@cross_origin()", "below-another", id="below-a-check"
        ),
        pytest.param("@app.before_request\n@cross_origin()", "on-a-hook", id="hook"),
        pytest.param(
            "from flask_jwt_extended import jwt_required\n@app.route('/')\n@jwt_required()\n@cross_origin()",
            "below-route",
            id="below-what-raises-and-lets-preflights-pass",
        ),
    ],
)
def test_tells_where_the_decorator_stands(tmp_path: Path, decorators: str, place: str) -> None:
    """Its place among the decorators of its function."""
    found = scan(tmp_path, {"app.py": f"{TOP}{decorators}\ndef f(): pass\n"})
    assert values(found)["decorator_place"] == place


_OWN = (
    "import auth\n@app.route('/')\n@auth.admin\n@cross_origin()\ndef f(): pass\n",
    "from functools import wraps\nfrom flask import abort, jsonify, request\n\n\ndef admin(view):\n"
    "    @wraps(view)\n    def inner(*args, **kwargs):\n        if {}:\n            {}\n"
    "        {}\n    return inner\n",
)


@pytest.mark.parametrize(
    ("asks", "refuses", "ends", "place"),
    [
        pytest.param("no()", "abort(401)", "return view(*args, **kwargs)", "below-a-raiser", id="aborts"),
        pytest.param(
            "no()", "raise Denied()", "out = view()\n        return out", "below-a-raiser", id="raises"
        ),
        pytest.param(
            "request.method != 'OPTIONS' and no()",
            "abort(401)",
            "return view()",
            "below-route",
            id="lets-options",
        ),
        pytest.param(
            "no()", "return jsonify(error=1), 401", "return view(*args)", "below-another", id="returns"
        ),
        pytest.param("no()", "return denied()", "return view(*args)", "below-another", id="returns-a-call"),
        pytest.param("no()", "pass", "return view(*args)", "below-another", id="does-neither"),
    ],
)
def test_a_check_that_only_raises_leaves_the_decorator_as_it_is(
    tmp_path: Path, asks: str, refuses: str, ends: str, place: str
) -> None:
    """What is raised leaves `@cross_origin` wherever it is; what is returned has to pass it."""
    code, auth = _OWN
    found = scan(tmp_path, {"app.py": TOP + code, "auth.py": auth.format(asks, refuses, ends)})
    assert values(found)["decorator_place"] == place


def test_the_worst_place_is_told(tmp_path: Path) -> None:
    """One view that is right does not hide one that is wrong."""
    good = "@app.route('/a')\n@cross_origin()\ndef a(): pass\n"
    wrong = "@cross_origin()\n@app.route('/b')\ndef b(): pass\n"
    found = scan(tmp_path, {"app.py": TOP + good + wrong})
    assert values(found)["decorator_place"] == "above-route"
    assert evidence(found, "decorator_place").startswith("app.py:8")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param(
            "bp = Blueprint('bp', 'bp')\n@cross_origin()\n@bp.post('/up')\ndef load(): pass\n",
            {"view_file": "app.py", "view_name": "load", "route_owner": "bp", "view_rule": "/up"},
            id="route-of-a-blueprint",
        ),
        pytest.param(
            "@cross_origin()\n@app.route(PATH)\ndef load(): pass\n",
            {"view_file": "app.py", "view_name": "load", "route_owner": "app"},
            id="computed-path",
        ),
        pytest.param("class V:\n    decorators = [cross_origin()]\n", {}, id="class"),
    ],
)
def test_the_view_of_the_worst_place_is_named(tmp_path: Path, code: str, expected: dict[str, str]) -> None:
    """The code that is handed over is for this view in its own file."""
    found = values(scan(tmp_path, {"app.py": TOP + code}))
    names = ("view_file", "view_name", "route_owner", "view_rule")
    assert {name: found[name] for name in names if name in found} == expected


VIEW = "from flask.views import MethodView\nclass V(MethodView):\n"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        pytest.param("    decorators = [cross_origin()]\n", "class-decorators", id="class"),
        pytest.param("    method_decorators = (cross_origin(),)\n", "class-decorators", id="each-method"),
        pytest.param("    decorators = [pages]\npages = cross_origin()\n", "class-decorators", id="by-name"),
        pytest.param(
            "    decorators = [pages]\npages = cross_origin()\n"
            "class W(MethodView):\n    methods = ['GET', 'OPTIONS']\n    decorators = [pages]\n",
            None,
            id="by-name-and-open",
        ),
        pytest.param(
            "    methods = ['GET', 'OPTIONS']\n    decorators = [cross_origin()]\n",
            "below-route",
            id="class-that-lists-options",
        ),
        pytest.param(
            "    decorators = [cross_origin()]\n    def options(self): pass\n",
            "below-route",
            id="class-with-options",
        ),
        pytest.param("    @cross_origin()\n    def get(self): pass\n", "on-a-method", id="method"),
        pytest.param(
            "    methods = ['GET', 'OPTIONS']\n    @cross_origin()\n    def get(self): pass\n",
            "on-a-method",
            id="method-of-a-class-that-lists-options",
        ),
        pytest.param("    decorators = OTHERS\n", None, id="computed"),
    ],
)
def test_place_in_a_class_of_views(tmp_path: Path, body: str, place: str | None) -> None:
    """Flask answers a class's preflight by itself unless the class says otherwise."""
    found = scan(tmp_path, {"app.py": TOP + VIEW + body})
    assert values(found).get("decorator_place") == place


def test_place_on_an_async_view(tmp_path: Path) -> None:
    """`@cross_origin` on an `async def` is right among the decorators, and still fails."""
    code = "@app.route('/a')\n@cross_origin()\nasync def a(): pass\n"
    assert values(scan(tmp_path, {"app.py": TOP + code}))["decorator_place"] == "on-async-view"


@pytest.mark.parametrize(
    ("call", "rules", "settings"),
    [
        pytest.param(
            "resources={'/a': {'origins': 'x'}, '/b': {'origins': 'x'}}",
            "alike",
            ("/a: configured_origins: x", "/b: configured_origins: x"),
            id="alike",
        ),
        pytest.param(
            "resources={'/a': {'origins': ['x', 'y']}, '/b': {}}",
            "of-their-own",
            ("/a: configured_origins: x", "/a: configured_origins: y"),
            id="one-narrower",
        ),
        pytest.param(
            "resources={'/a': {'allow_headers': 'A, B', 'max_age': 5}, '/b': {'origins': 'x'}}, origins='y'",
            "of-their-own",
            (
                *("/a: configured_origins: y", "/a: configured_headers: A", "/a: configured_headers: B"),
                *("/a: configured_max_age: 5", "/b: configured_origins: x"),
            ),
            id="own-before-those-beside",
        ),
        pytest.param(
            "resources={'/a': {'supports_credentials': True}, '/b': {'supports_credentials': False}}",
            "of-their-own",
            ("/a: configured_credentials: yes", "/b: configured_credentials: no"),
            id="switches",
        ),
        pytest.param(
            "resources={'/a': {'origins': one()}, '/b': {'origins': one()}}",
            "of-their-own",
            None,
            id="computed",
        ),
        pytest.param("resources=['/a', '/b']", None, None, id="list"),
        pytest.param("resources={**OTHER}", None, None, id="spread"),
    ],
)
def test_rules_of_paths(
    tmp_path: Path, call: str, rules: str | None, settings: tuple[str, ...] | None
) -> None:
    """Whether one call may take the place of all of them."""
    found = values(scan(tmp_path, {"app.py": f"{TOP}CORS(app, {call})\n"}))
    assert found.get("resource_rules") == rules
    assert found.get("resource_settings") == settings
