"""Texts of a list that Python joins, since no comma is between them, become entries of their own."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

PAGE = "http://localhost:5173"
KNOWN = {"url": "http://localhost:5000/api/items", "origin": PAGE, "symptom": "missing-allow-origin"}
CODE = """from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
{}


@app.route("/api/items", methods=["GET", "PUT"])
def items():
    return []
"""


def after(knowledge: Knowledge, setup: str, **more: str | tuple[str, ...]) -> str:
    """The setup as the change leaves it."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in {**KNOWN, **more}.items()])
    files = {"app.py": TextFile("app.py", CODE.format(setup))}
    (change,) = plan_for((knowledge.fixes["set-up-cors"],), facts, files).changes
    return change.after.partition("__name__)\n")[2].partition("\n\n\n@app")[0]


@pytest.mark.parametrize(
    ("setup", "wanted"),
    [
        (
            f'CORS(app, origins=["{PAGE}" "https://a.example"])',
            f'CORS(app, origins=["{PAGE}", "https://a.example"])',
        ),
        (
            f'CORS(app, origins=[\n    "https://a.example"  # live\n    "{PAGE}",\n])',
            f'CORS(app, origins=[\n    "https://a.example",  # live\n    "{PAGE}",\n])',
        ),
        (
            f'ORIGINS = ("{PAGE}" "https://a.example")\nCORS(app, origins=ORIGINS)',
            f'ORIGINS = (["{PAGE}", "https://a.example"])\nCORS(app, origins=ORIGINS)',
        ),
        (
            f'CORS(app, resources=[r"/api/*" r"/v2/*"], origins=["{PAGE}"])',
            f'CORS(app, resources=[r"/api/*", r"/v2/*"], origins=["{PAGE}"])',
        ),
    ],
    ids=["list", "lines", "brackets", "paths"],
)
def test_the_comma_is_put_in(knowledge: Knowledge, setup: str, wanted: str) -> None:
    assert after(knowledge, setup, method="GET") == wanted


@pytest.mark.parametrize("lists", ['methods=["GET"{} "PUT"]', 'allow_headers=["Content-Type"{} "X-Key"]'])
def test_methods_and_headers_get_theirs(knowledge: Knowledge, lists: str) -> None:
    setup = f'CORS(app, origins=["{PAGE}"], {lists})'

    changed = after(knowledge, setup.format(""), method="PUT", request_headers=("X-Key",))

    assert changed == setup.format(",")


def test_another_text_in_two_pieces_stays(knowledge: Knowledge) -> None:
    """A long origin may be written in pieces: only what lets the page in is taken apart."""
    changed = after(knowledge, 'CORS(app, origins=["https://a." "example"])', method="GET")

    assert '"https://a." "example"' in changed
    assert PAGE in changed
