"""The header that a helper writes on some responses: the rest get it only where it is one written origin."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_PAGE = "http://localhost:3000"
_HEAD = "from flask import Flask, jsonify, request\n\napp = Flask(__name__)\n\n\n"
_VIEW = '@app.get("/api/items")\ndef items():\n    return answer([])\n'
_KNOWN = {
    "url": "http://localhost:5000/api/items",
    "origin": _PAGE,
    "method": "GET",
    "credentials": "same-origin",
    "symptom": "missing-allow-origin",
}


@pytest.mark.parametrize(
    ("condition", "value", "is_given"),
    [
        pytest.param("", f'"{_PAGE}"', True, id="one-origin"),
        pytest.param(
            f'    if request.headers.get("Origin") in ("{_PAGE}",):\n    ',
            'request.headers["Origin"]',
            False,
            id="echo",
        ),
    ],
)
def test_no_echo_without_its_condition(
    knowledge: Knowledge, condition: str, value: str, is_given: bool
) -> None:
    """An echo that was guarded in the helper would let anyone in elsewhere."""
    write = f'{condition}    response.headers["Access-Control-Allow-Origin"] = {value}\n'
    helper = f"def answer(data):\n    response = jsonify(data)\n{write}    return response\n\n\n"
    files = {"app.py": TextFile("app.py", f"{_HEAD}{helper}{_VIEW}")}
    facts = Facts.of([Fact(name, each, "answered") for name, each in _KNOWN.items()])
    made = plan((knowledge.fixes["set-up-cors"],), facts, files)
    assert ("setdefault" in made.diff) == is_given, made.diff
