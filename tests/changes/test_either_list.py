"""Lists of which a condition chooses one: the page is let in where the running server takes it from."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

PAGE, HERE, SHOP = "http://localhost:5173", "http://localhost:3000", "https://shop.example"
KNOWN: dict[str, FactValue] = {
    "url": "http://localhost:5000/api/items",
    "origin": PAGE,
    "method": "GET",
    "credentials": "same-origin",
}
APP = f"""\
import os

from flask import Flask
from flask_cors import CORS

DEBUG = os.getenv("DEBUG") == "1"
app = Flask(__name__)
CORS(app, origins=["{HERE}"] if DEBUG else ["{SHOP}"])
"""


@pytest.mark.parametrize(
    ("seen", "environment", "changed", "is_named"),
    [
        pytest.param((SHOP,), "", SHOP, False, id="the-server-takes-the-other"),
        pytest.param((HERE,), "", HERE, False, id="the-server-takes-this"),
        pytest.param((), "DEBUG=0\n", SHOP, False, id="a-file-says-it"),
        pytest.param((), "", HERE, True, id="nobody-says-it"),
    ],
)
def test_the_list_in_force_is_changed(
    knowledge: Knowledge, seen: tuple[str, ...], environment: str, changed: str, is_named: bool
) -> None:
    """By the running server or a file; else by the names in it, and the condition is named."""
    known = {**KNOWN, **({"allowed_origins_seen": seen} if seen else {})}
    facts = Facts.of([Fact(name, value, "answered") for name, value in known.items()])
    files = {"app.py": TextFile("app.py", APP), ".env": TextFile(".env", environment)}
    made = plan((knowledge.fixes["set-up-cors"],), facts, files)
    (change,) = made.changes
    assert f'[ "{changed}", "{PAGE}", ]' in " ".join(change.after.split())
    assert change.after.count(PAGE) == 1
    assert any("`DEBUG` is true" in each.text for each in made.by_hand) is is_named
