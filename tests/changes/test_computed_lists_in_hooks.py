"""A hook that compares with a list that is computed: the page is put beside what is computed."""

from __future__ import annotations

from typing import Any

import pytest

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_PAGE, _SHOP, _STRANGER = "http://localhost:5173", "https://shop.example", "https://stranger.example"
_HEAD = f"""import os

from flask import Flask, make_response, request

_GIVEN = os.getenv("FRONTEND_ORIGINS", "{_SHOP}")
"""
_COMPUTED = {
    "split": ("", '_GIVEN.split(",")'),
    "comprehension": ("", '[each.strip() for each in _GIVEN.split(",") if each.strip()]'),
    "named": ('ORIGINS = [each.strip() for each in _GIVEN.split(",")]\n', "ORIGINS"),
}
_ONE_HOOK = """
app = Flask(__name__)


@app.after_request
def add_headers(response):
    origin = request.headers.get("Origin", "")
    if origin in {listed}:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    return response
"""
_SHARED = """
app = Flask(__name__)


def _allow(response):
    origin = request.headers.get("Origin", "")
    if origin in {listed}:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    return response


@app.before_request
def preflight():
    if request.method == "OPTIONS":
        return _allow(make_response("", 204))


@app.after_request
def add_headers(response):
    return _allow(response)
"""
_VIEW = """

@app.post("/api/items")
def items():
    return {}
"""


def _allowed(code: str, origin: str) -> str | None:
    made: dict[str, Any] = {"__name__": __name__}
    exec(code, made)
    response = made["app"].test_client().post("/api/items", headers={"Origin": origin})
    return {**response.headers}.get("Access-Control-Allow-Origin")


@pytest.mark.parametrize("listed", _COMPUTED.values(), ids=_COMPUTED)
@pytest.mark.parametrize("hooks", [_ONE_HOOK, _SHARED], ids=["one-hook", "shared-helper"])
def test_the_page_is_put_beside_it(
    knowledge: Knowledge, hooks: str, listed: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variable still says who else may read; no branch for one path is added."""
    monkeypatch.delenv("FRONTEND_ORIGINS", raising=False)
    before = _HEAD + listed[0] + hooks.format(listed=listed[1]) + _VIEW
    known: dict[str, FactValue] = {
        "url": "http://localhost:5000/api/items",
        "origin": _PAGE,
        "method": "POST",
        "credentials": "omit",
        "request_headers": ("Content-Type: application/json",),
    }
    facts = Facts.of(Fact(name, value, "answered") for name, value in known.items())
    made = plan_for((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", before)})
    (change,) = made.changes
    assert "request.path" not in change.after
    pages = (_PAGE, _SHOP, _STRANGER)
    assert [_allowed(before, each) for each in pages] == [None, _SHOP, None]
    assert [_allowed(change.after, each) for each in pages] == [_PAGE, _SHOP, None]
    monkeypatch.setenv("FRONTEND_ORIGINS", "https://desk.example")
    assert _allowed(change.after, "https://desk.example") == "https://desk.example"
