"""HTML in place of JSON from the page's own server: the dev server has no proxy for the API's path."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project

_ERROR = (
    "main.js:2 Uncaught (in promise) SyntaxError: Unexpected token '<', "
    '"<!doctype "... is not valid JSON\n    at http://localhost:5190/src/main.js:2:25'
)
_APP = """
from flask import Flask

app = Flask(__name__)


@app.get("/api/items")
def items():
    return [1, 2]


app.run(port=7113)
"""
_PAGE = 'const items = await (await fetch("/api/items")).json();\n'


def _diagnosis(folder: Path, server: str, page: str = _PAGE, by: str = "") -> Diagnosis:
    (folder / "src").mkdir()
    (folder / "app.py").write_text(_APP)
    (folder / "package.json").write_text('{"devDependencies": {"vite": "^5.4.0"}}')
    (folder / "src" / "main.js").write_text(page)
    (folder / "vite.config.js").write_text(f"export default {{ server: {{ port: 5190{server} }} }};\n")
    seen = [Fact("status", 200, "answered"), Fact("answered_by", by, "answered")] if by else []
    begun = Diagnosis.begin(load_knowledge(), _ERROR, Facts.of(seen)).with_scan(scan_project(folder))
    return begun.without_probing()


def test_the_request_is_the_path_on_the_pages_own_server(tmp_path: Path) -> None:
    """Nobody has to look it up; what responds there isn't Flask, and the proxy is what is missing."""
    found = _diagnosis(tmp_path, "", by="other-program")
    assert found.facts.text("url") == "http://localhost:5190/api/items"
    assert found.cause is not None
    assert found.cause.id == "wrong-base-url"
    assert found.fix is not None
    code = found.fix.steps[0].code
    assert code is not None
    assert 'target: "http://127.0.0.1:7113"' in code.text


def test_what_flask_sends_is_no_missing_proxy(tmp_path: Path) -> None:
    """Flask serves the page itself: its HTML is a login page, or an error."""
    found = _diagnosis(tmp_path, "", by="flask")
    assert found.cause is None or found.cause.id != "wrong-base-url"


@pytest.mark.parametrize(
    ("server", "page"),
    [
        pytest.param(', proxy: { "/api": "http://localhost:7113" }', _PAGE, id="a-proxy-takes-the-path"),
        pytest.param("", _PAGE + 'fetch("/api/others");\n', id="two-calls"),
        pytest.param("", 'await fetch("//other.example/api");\n', id="a-host"),
    ],
)
def test_elsewhere_it_is_asked(tmp_path: Path, server: str, page: str) -> None:
    """What another server sent, or which of two calls it was, shows nowhere."""
    assert _diagnosis(tmp_path, server, page).facts.text("url") != "http://localhost:5190/api/items"
