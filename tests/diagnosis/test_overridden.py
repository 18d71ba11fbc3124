"""Of two CORS setups for one route the one that flask-cors takes is named, as the real flask-cors does it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask_cors import CORS, cross_origin

from cors_wizard.diagnosis.overridden import overridden
from cors_wizard.facts import Fact, Facts
from cors_wizard.project import scan_project

PAGE = "http://localhost:3000"
TWICE = f"""from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["{PAGE}"], supports_credentials=True)
CORS(app, origins=["{PAGE}"])


@app.get("/api")
def api():
    return "ok"
"""
DECORATED = f"""from flask import Flask
from flask_cors import CORS, cross_origin

app = Flask(__name__)
CORS(app, origins=["{PAGE}"], supports_credentials=True)


@app.get("/api")
@cross_origin(origins=["{PAGE}"])
def api():
    return "ok"
"""


@pytest.mark.parametrize(
    ("code", "kind", "winner"),
    [
        pytest.param(TWICE, "two-app-setups", "app.py:6", id="twice"),
        pytest.param(DECORATED, "decorator-over-app", "app.py:9", id="decorated"),
    ],
)
def test_the_setup_that_wins_is_named(tmp_path: Path, code: str, kind: str, winner: str) -> None:
    """The user learns which line has no effect."""
    (tmp_path / "app.py").write_text(code, encoding="utf-8")
    facts = Facts.of(
        (
            Fact("url", "http://localhost:5000/api", "pasted"),
            Fact("symptom", "invalid-allow-credentials", "pasted"),
        )
    )
    found = {fact.name: fact.value for fact in overridden(scan_project(tmp_path).code, facts)}
    assert found["overridden_setup"] == kind
    assert found["winning_setup"] == winner
    assert found["losing_setup"] == "app.py:5"
    assert not [*overridden(scan_project(tmp_path).code, facts.replacing(Fact("symptom", "csp", "pasted")))]


def test_the_view_of_the_method_counts(tmp_path: Path) -> None:
    """Another view with the same path has a decorator, too."""
    posted = f'@app.post("/api")\n@cross_origin(origins=["{PAGE}"])\ndef add():\n    return "ok"\n\n\n'
    (tmp_path / "app.py").write_text(DECORATED.replace("@app.get", f"{posted}@app.get"), encoding="utf-8")
    known = {"url": "http://localhost:5000/api", "symptom": "invalid-allow-credentials", "method": "GET"}
    facts = Facts.of(Fact(name, value, "pasted") for name, value in known.items())
    found = {fact.name: fact.value for fact in overridden(scan_project(tmp_path).code, facts)}
    assert found["winning_setup"] == "app.py:15"


def test_flask_cors_takes_the_last_setup_and_the_decorator_first() -> None:
    """Neither response has the credentials that another setup allows."""
    twice, decorated = Flask("twice"), Flask("decorated")
    for app in (twice, decorated):
        CORS(app, origins=[PAGE], supports_credentials=True)
    CORS(twice, origins=[PAGE])
    twice.add_url_rule("/api", view_func=lambda: "ok")
    decorated.add_url_rule("/api", view_func=cross_origin(origins=[PAGE])(lambda: "ok"))
    for app in (twice, decorated):
        headers = app.test_client().get("/api", headers={"Origin": PAGE}).headers
        assert headers["Access-Control-Allow-Origin"] == PAGE
        assert "Access-Control-Allow-Credentials" not in headers
