"""Dash makes the Flask app itself: CORS is set up for that one."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

KNOWN: dict[str, FactValue] = {
    "url": "http://localhost:8050/points",
    "origin": "http://localhost:3000",
    "method": "GET",
    "request_headers": (),
    "credentials": "omit",
}
VIEW = '\n\n@{}.route("/points")\ndef points():\n    return []\n'


@pytest.mark.parametrize(
    ("made", "owner", "expected"),
    [
        pytest.param("app = Dash(__name__)\nserver = app.server\n", "server", "server", id="named"),
        pytest.param("app = Dash(__name__)\n", "app.server", "app.server", id="not-named"),
        pytest.param(
            "flask_app = Flask(__name__)\napp = Dash(__name__, server=flask_app)\n",
            "flask_app",
            "flask_app",
            id="given",
        ),
    ],
)
def test_the_app_inside_is_set_up(knowledge: Knowledge, made: str, owner: str, expected: str) -> None:
    """Right below the line that makes it, or gives it a name."""
    code = f"from dash import Dash\nfrom flask import Flask\n\n{made}{VIEW.format(owner)}"
    facts = Facts.of(Fact(name, value, "answered") for name, value in KNOWN.items())
    plan = plan_for((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", code)})
    (change,) = plan.changes
    call = f'CORS({expected}, origins=["http://localhost:3000"])\n'
    assert call in change.after, plan.diff
    assert change.after.index(call) < change.after.index("@")
