"""A route gets one more method, however it names those that it has."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

KNOWN = {"url": "http://localhost:5000/items", "origin": "http://localhost:5173", "method": "PUT"}


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ('@app.get("/items")', '@app.route("/items", methods=["GET", "PUT"])'),
        ('@app.post("/items", strict_slashes=False)', 'strict_slashes=False, methods=["POST", "PUT"])'),
        ('@app.route("/items")', '@app.route("/items", methods=["GET", "PUT"])'),
        ('@app.route("/items", methods=["GET"])', '@app.route("/items", methods=["GET", "PUT"])'),
    ],
)
def test_one_more_method(knowledge: Knowledge, route: str, expected: str) -> None:
    """The short way is spelled out."""
    source = f"from flask import Flask\n\napp = Flask(__name__)\n\n\n{route}\ndef items():\n    return []\n"
    facts = Facts.of([Fact(name, value, "answered") for name, value in KNOWN.items()])
    made = plan((knowledge.fixes["allow-method-on-route"],), facts, {"app.py": TextFile("app.py", source)})
    (change,) = made.changes
    assert expected in change.after
    assert change.after.count("@app.") == 1
