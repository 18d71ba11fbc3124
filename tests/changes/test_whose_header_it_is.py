"""What gives the response its headers is what changes: each app lets the page read then."""

from __future__ import annotations

from typing import Any

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_PAGE, _OTHER = "http://localhost:3000", "http://localhost:8000"
_HEAD = "from flask import Flask\nfrom flask_cors import CORS, cross_origin\n\napp = Flask('app')\n"
_VIEW = "\n\n@app.route('/items/', methods=['GET', 'POST'])\ndef items():\n    return {}, 200\n"
_TABLE = _VIEW.replace("200\n", "200, {'Access-Control-Allow-Origin': '*'}\n")
_API = """from flask_restx import Api, Namespace, Resource

app.config["CORS_ORIGINS"] = ["http://localhost:3000"]
CORS(app, supports_credentials=True)
api = Api(app, decorators=[cross_origin()])
ns = Namespace("items")


@ns.route("/")
class Items(Resource):
    def post(self):
        return {}


api.add_namespace(ns, path="/items")
"""
_MAYBE = """try:
    from flask_cors import CORS
except ImportError:
    CORS = None

if CORS:
    CORS(app)
"""


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(f'PAGES = ["{_OTHER}", "x"]\nCORS(app, origins=PAGES[0])\n' + _VIEW, id="one-of-a-list"),
        pytest.param("CORS(app)\n" + _TABLE, id="a-table-that-the-view-returns"),
        pytest.param(_API, id="decorators-of-the-api"),
        pytest.param(_MAYBE + _VIEW, id="flask-cors-may-be-missing"),
    ],
)
def test_the_page_is_answered(knowledge: Knowledge, code: str) -> None:
    """With its cookies, and no one else."""
    known: dict[str, FactValue] = {
        "url": "http://localhost:5000/items/",
        "origin": _PAGE,
        "method": "POST",
        "credentials": "include",
        "symptom": "invalid-allow-credentials",
    }
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    made = plan((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", _HEAD + code)})
    assert made.changes, made.problem
    space: dict[str, Any] = {"__name__": "shop"}
    exec(compile(made.changes[0].after, "app.py", "exec"), space)
    client = space["app"].test_client()
    for origin, fits in ((_PAGE, True), (_OTHER, "PAGES" in code), ("https://evil.example", False)):
        headers = client.post("/items/", headers={"Origin": origin}).headers
        got = headers.get("Access-Control-Allow-Origin"), headers.get("Access-Control-Allow-Credentials")
        assert (got == (origin, "true")) is fits, made.diff


_CLASS = """from flask.views import MethodView


class Items(MethodView):
    \"""The shop's items.\"""

    @cross_origin(origins=["http://localhost:3000"])
    def put(self):
        return {}


app.add_url_rule("/items/", view_func=Items.as_view("items"))
"""


def test_a_docstring_stays_first(knowledge: Knowledge) -> None:
    """What a class of views gets comes below it."""
    known = {"url": "http://localhost:5000/items/", "origin": _PAGE, "method": "PUT"}
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    files = {"app.py": TextFile("app.py", _HEAD + _CLASS)}
    made = plan((knowledge.fixes["set-up-cors-on-method-view"],), facts, files)
    assert made.changes, made.problem
    space: dict[str, Any] = {"__name__": "shop"}
    exec(compile(made.changes[0].after, "app.py", "exec"), space)
    assert space["Items"].__doc__ == "The shop's items."
    asked = {"Origin": _PAGE, "Access-Control-Request-Method": "PUT"}
    assert space["app"].test_client().options("/items/", headers=asked).headers["Access-Control-Allow-Origin"]
