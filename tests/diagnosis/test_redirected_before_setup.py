"""A route's last slash is added by a redirect that no decorator and no blueprint ever sees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project

_DECORATED = """
from flask import Flask
from flask_cors import CORS, cross_origin

app = Flask(__name__)


@app.route("/api/items/")
@cross_origin(origins=[{origin!r}])
def items():
    return []
"""
_BLUEPRINT = """
from flask import Blueprint, Flask
from flask_cors import CORS

app = Flask(__name__)
bp = Blueprint("items", __name__, url_prefix="/api")
CORS(bp, origins=[{origin!r}])


@bp.route("/items/")
def items():
    return []


app.register_blueprint(bp)
"""
_WHOLE_APP = """
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=[{origin!r}])


@app.route("/api/items/")
def items():
    return []
"""
_PAGE = "http://localhost:5173"
_CALL = "fetch('http://localhost:5000/api/items', { credentials: 'omit' });\n"
_MESSAGE = (
    f"Access to fetch at 'http://localhost:5000/api/items' from origin '{_PAGE}' has been "
    "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)


def _begun(folder: Path, code: str) -> Diagnosis:
    (folder / "app.py").write_text(code)
    (folder / "index.js").write_text(_CALL)
    return Diagnosis.begin(load_knowledge(), _MESSAGE).with_scan(scan_project(folder)).without_probing()


def _redirect_allows(code: str) -> str:
    made: dict[str, Any] = {"__name__": __name__}
    exec(code, made)
    response = made["app"].test_client().get("/api/items", headers={"Origin": _PAGE})
    return f"{response.headers.get('Access-Control-Allow-Origin')}"


@pytest.mark.parametrize("code", [_DECORATED, _BLUEPRINT], ids=["decorator", "blueprint"])
def test_the_redirect_is_what_lacks_the_header(code: str, tmp_path: Path) -> None:
    """The page calls the route with its slash; the setup is right and stays."""
    written = code.format(origin=_PAGE)
    assert _redirect_allows(written) == "None"
    told = _begun(tmp_path, written)
    assert told.cause is not None
    assert told.cause.id == "redirected-elsewhere"
    assert [change.path for change in told.changes.changes] == ["index.js"]
    assert "/api/items/'" in told.changes.diff


def test_one_round_fixes_the_list_and_the_redirect(tmp_path: Path) -> None:
    """The list is what a response showed; with the list alone the redirect would be blocked next."""
    begun = _begun(tmp_path, _DECORATED.format(origin="https://shop.example"))
    told = begun.with_given(Fact("cors_headers_seen", "nowhere", "probed"), Fact("status", 200, "answered"))
    assert {each.id for each in (told.cause, *told.also) if each} >= {"redirected-elsewhere"}
    assert {change.path for change in told.changes.changes} >= {"index.js"}


def test_a_setup_for_the_whole_app_covers_the_redirect(tmp_path: Path) -> None:
    """A request without a preflight follows it, and the page's own call stays as it is."""
    written = _WHOLE_APP.format(origin=_PAGE)
    assert _redirect_allows(written) == _PAGE
    told = _begun(tmp_path, written)
    assert told.cause is None or told.cause.id != "redirected-elsewhere"
    assert "redirected-elsewhere" not in {each.id for each in told.also}
