"""`@cross_origin` that is used in a way that isn't followed: its place is unknown, and not wrong for that."""

from __future__ import annotations

from pathlib import Path

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project

_APP = """
from flask import Flask
from flask_cors import cross_origin

app = Flask(__name__)


def items():
    return []


decorated = (cross_origin(origins=["https://shop.example"]), str)[0](items)
app.add_url_rule("/api/items", view_func=decorated)
"""
_MESSAGE = (
    "Access to fetch at 'http://localhost:5000/api/items' from origin 'http://localhost:5173' has been "
    "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)


def test_a_list_without_the_page_comes_before_the_place(tmp_path: Path) -> None:
    """The list explains what was seen, wherever the decorator is."""
    (tmp_path / "app.py").write_text(_APP)
    begun = Diagnosis.begin(load_knowledge(), _MESSAGE).with_scan(scan_project(tmp_path)).without_probing()
    told = begun.with_given(Fact("status", 200, "answered"))
    assert told.facts.text("decorator_place") is None
    assert told.cause is not None
    assert told.cause.id == "origin-not-allowed"
