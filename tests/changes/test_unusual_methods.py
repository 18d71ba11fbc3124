"""A method that flask-cors doesn't allow by itself is added to those that it does."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_APP = """\
from flask import Flask
from flask_cors import CORS
app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"]{})


@app.route("/api/items", methods=["PROPFIND"])
def items():
    return ""
"""
_USUAL = "['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'PROPFIND']"


@pytest.mark.parametrize(
    ("given", "method", "written"),
    [
        pytest.param("", "PROPFIND", f"methods={_USUAL}".replace("'", '"'), id="none-given"),
        pytest.param(", methods=None", "PROPFIND", 'methods=["PROPFIND"]', id="nothing-allowed"),
        pytest.param(', methods=["GET"]', "PROPFIND", 'methods=["GET", "PROPFIND"]', id="given"),
        pytest.param("", "GET / HTTP/1.1\r\nX", "", id="no-method-at-all"),
    ],
)
def test_is_added(knowledge: Knowledge, given: str, method: str, written: str) -> None:
    """What no browser sends isn't."""
    known = {"url": "http://localhost:5000/api/items", "origin": "http://localhost:3000", "method": method}
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    made = plan((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", _APP.format(given))})
    assert [written in change.after for change in made.changes] == [True] * bool(written)
