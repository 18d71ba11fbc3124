"""A view that writes the header itself and leaves by an error: the route exists, and the error lacks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project

_TEXT = (
    "Access to fetch at 'http://localhost:5000{0}' from origin 'http://localhost:5173' has been blocked by "
    "CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\n"
    "GET http://localhost:5000{0} net::ERR_FAILED 404 (NOT FOUND)"
)
_APP = """from flask import Flask, abort, jsonify

app = Flask(__name__)
PAGE = "http://localhost:5173"
PRICES = {"EUR": 1}


@app.route("/prices/<symbol>")
def price(symbol):
    if symbol not in PRICES:
        abort(404)
    response = jsonify(PRICES[symbol])
    response.headers["Access-Control-Allow-Origin"] = PAGE
    return response


def represent(data):
    response = jsonify(data)
    response.headers["Access-Control-Allow-Origin"] = PAGE
    return response


@app.route("/")
def index():
    return "prices"
"""


def _done(folder: Path, path: str) -> Diagnosis:
    (folder / "app.py").write_text(_APP)
    given = Facts.of([Fact("credentials", "same-origin", "answered")])
    begun = Diagnosis.begin(load_knowledge(), _TEXT.format(path), given).with_scan(scan_project(folder))
    return begun.without_probing().without_optional_questions()


@pytest.mark.parametrize("path", ["/prices/XXX", "/prices/a%20b"])
def test_the_route_exists(tmp_path: Path, path: str) -> None:
    """Its errors get the header, and nothing is taken from what writes it elsewhere."""
    done = _done(tmp_path, path)
    assert done.cause is not None
    assert done.cause.id == "decorator-misses-errors"
    (change, *_) = done.changes.changes
    setup = 'CORS(app, resources={r"/prices/[^/]+$": {"origins": ["http://localhost:5173"]}})'
    assert [line for line in change.after.splitlines() if line not in _APP.splitlines()] == [
        "from flask_cors import CORS",
        setup,
    ]
    assert all(line in change.after.splitlines() for line in _APP.splitlines())


def test_no_route(tmp_path: Path) -> None:
    """Where none has the path, the address is wrong."""
    done = _done(tmp_path, "/price/XXX")
    assert done.cause is not None
    assert done.cause.id == "route-not-found"
