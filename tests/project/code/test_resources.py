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
    ],
)
def test_tells_where_the_decorator_stands(tmp_path: Path, decorators: str, place: str) -> None:
    """Its place among the decorators of its function."""
    found = scan(tmp_path, {"app.py": f"{TOP}{decorators}\ndef f(): pass\n"})
    assert values(found)["decorator_place"] == place


def test_the_worst_place_is_told(tmp_path: Path) -> None:
    """One view that is right does not hide one that is wrong."""
    good = "@app.route('/a')\n@cross_origin()\ndef a(): pass\n"
    wrong = "@cross_origin()\n@app.route('/b')\ndef b(): pass\n"
    found = scan(tmp_path, {"app.py": TOP + good + wrong})
    assert values(found)["decorator_place"] == "above-route"
    assert evidence(found, "decorator_place").startswith("app.py:8")


def test_a_list_of_decorators_has_no_place(tmp_path: Path) -> None:
    """`decorators = [cross_origin()]` of a class view stands above or below nothing."""
    code = "from flask.views import MethodView\nclass V(MethodView):\n    decorators = [cross_origin()]\n"
    assert "decorator_place" not in values(scan(tmp_path, {"app.py": TOP + code}))
