"""A hook that writes headers ahead of flask-cors decides, and other routes have theirs from it alone."""

from __future__ import annotations

from typing import Any

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_PAGE = "http://localhost:5173"
_SETUP = 'CORS(app, resources={r"/api/*": {"origins": PAGES}}, supports_credentials=True)\n'
_HOOK = """

@app.after_request
def headers(response):
    origin = request.headers.get("Origin")
    if origin in PAGES:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    return response


"""
_APP = f"""from flask import Flask, request
from flask_cors import CORS

PAGES = ["{_PAGE}"]
app = Flask(__name__)
{{}}
@app.get("/")
def home():
    return ""


@app.get("/api/items")
def items():
    return ""
"""


@pytest.mark.parametrize(
    "order", [_SETUP + _HOOK, _HOOK + _SETUP], ids=["hook-runs-first", "flask-cors-first"]
)
def test_the_one_that_decides_is_changed(knowledge: Knowledge, order: str) -> None:
    """Flask runs what is registered last first; flask-cors leaves alone a response that has the header."""
    known: dict[str, FactValue] = {
        "url": "http://localhost:5000/api/items",
        "origin": _PAGE,
        "method": "GET",
        "credentials": "include",
        "request_headers": ("x-requested-with",),
        "symptom": "header-disallowed",
    }
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    files = {"app.py": TextFile("app.py", _APP.format(order))}
    made = plan((knowledge.fixes["set-up-cors"],), facts, files)
    space: dict[str, Any] = {"__name__": "shop"}
    exec(compile(made.changes[0].after, "app.py", "exec"), space)
    client = space["app"].test_client()
    asked = {"Origin": _PAGE, "Access-Control-Request-Headers": "x-requested-with"}
    preflight = client.options("/api/items", headers={**asked, "Access-Control-Request-Method": "GET"})
    assert "x-requested-with" in preflight.headers["Access-Control-Allow-Headers"].lower()
    assert client.get("/", headers=asked).headers.getlist("Access-Control-Allow-Origin") == [_PAGE]
