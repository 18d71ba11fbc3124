"""Code that writes the header to the response to the preflight, and forgets the response itself."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

KNOWN: dict[str, FactValue] = {
    "url": "http://localhost:5000/items",
    "origin": "http://localhost:3000",
    "method": "POST",
    "request_headers": ("content-type",),
    "symptom": "missing-allow-origin",
}
HEAD = "from flask import Flask, jsonify, make_response, request\n\napp = Flask(__name__)\n"
WRITES = """response = make_response()
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Headers"] = "content-type"
        return response
"""
VIEW = """

@app.route("/items", methods=["POST", "OPTIONS"])
def items():
    if request.method == "OPTIONS":
        {}
    return jsonify(ok=True)
"""
HOOK = """

@app.before_request
def preflight():
    if request.method == "OPTIONS":
        {}


@app.post("/items")
def items():
    return jsonify(ok=True)
"""
HELPER = "\n\ndef preflight():\n    if True:\n        {}"


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(VIEW.format(WRITES.strip()), id="in-the-view"),
        pytest.param(HOOK.format(WRITES.strip()), id="in-a-hook"),
        pytest.param(VIEW.format("return preflight()") + HELPER.format(WRITES), id="in-a-helper"),
    ],
)
@pytest.mark.parametrize("credentials", ["omit", "include"])
def test_the_response_itself_is_covered(knowledge: Knowledge, code: str, credentials: str) -> None:
    """With credentials the preflight's `*` goes, too: both responses are checked."""
    known = {**KNOWN, "credentials": credentials}
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    made = plan((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", HEAD + code)})
    (change,) = made.changes
    assert "CORS(" in change.after, made.diff
    assert "['http://localhost:3000']" in change.after.replace('"', "'")
    is_star = '"Access-Control-Allow-Origin"] = "*"' in change.after
    assert is_star == (credentials == "omit"), made.diff


CLASS = """

class Items(MethodView):
    def get(self):
        response = make_response({})
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response


class Others(MethodView):
    def get(self):
        response = make_response({})
        response.headers["Access-Control-Allow-Origin"] = "https://other.example"
        return response


app.add_url_rule("/items", view_func=Items.as_view("items"))
app.add_url_rule("/others", view_func=Others.as_view("others"))
"""


def test_what_a_class_writes_is_its_own(knowledge: Knowledge) -> None:
    """Its `get` never sees the preflight, and what another class writes is no concern of this route."""
    asked: dict[str, FactValue] = {"method": "GET", "request_headers": ("authorization",)}
    known: dict[str, FactValue] = {**KNOWN, **asked, "symptom": "preflight-missing-allow-origin"}
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    code = HEAD + "from flask.views import MethodView\n" + CLASS
    made = plan((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", code)})
    assert CLASS in made.changes[0].after
    assert 'resources={r"/items": {"origins": ["http://localhost:3000"]}}' in made.changes[0].after
