"""One call of a page names the API's address, where the page's dev server forwards its other calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis.page_request.past_the_proxy import facts_of_proxies
from cors_wizard.diagnosis.planning import changeable_files, plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.fixes.tailor import choose
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.project import ProjectScan, scan_project

_URL = "http://localhost:5000/api/login"
_APP = """from flask import Flask

app = Flask(__name__)


@app.post("/api/login")
def login():
    return {}
"""
_PAGE = """export const whoAmI = () => fetch('{}').then((response) => response.json());

export const login = (user) => fetch('http://localhost:5000/api/login', {{ method: 'POST', body: user }});
"""


def _scan(folder: Path, target: str, other: str) -> ProjectScan:
    (folder / "app.py").write_text(_APP)
    (folder / "page").mkdir()
    (folder / "page" / "auth.js").write_text(_PAGE.format(other))
    (folder / "page" / "package.json").write_text(f'{{"name": "page", "proxy": "{target}"}}')
    return scan_project(folder)


def _facts(scan: ProjectScan) -> Facts:
    pasted = {"url": _URL, "origin": "http://localhost:3000", "method": "POST"}
    known = Facts.of([Fact(name, value, "pasted") for name, value in pasted.items()])
    calls = scan.page_code.calls
    own = [call for call in calls if call.url == _URL]
    return known.also(tuple(facts_of_proxies(own, calls, scan.page_code.proxies, known)))


def test_the_address_goes_and_the_api_stays_closed(knowledge: Knowledge, tmp_path: Path) -> None:
    """The page's own call is all that changes."""
    scan = _scan(tmp_path, "http://localhost:5000", "/api/me")
    facts = _facts(scan)
    fixes = (
        choose(knowledge, knowledge.causes["cors-not-initialized"], facts),
        knowledge.fixes["set-up-cors"],
    )
    made = plan_for(fixes, facts, changeable_files(scan), scan.page_code.calls)
    (change,) = made.changes
    assert change.after == _PAGE.format("/api/me").replace("http://localhost:5000", "")


@pytest.mark.parametrize(
    ("target", "other"),
    [
        pytest.param("http://localhost:7000", "/api/me", id="another-program"),
        pytest.param("http://localhost:5000", "http://localhost:5000/api/me", id="no-call-uses-it"),
        pytest.param("https://api.example", "/api/me", id="another-machine"),
    ],
)
def test_where_the_dev_server_is_not_meant(tmp_path: Path, target: str, other: str) -> None:
    """Then the API is set up for the page."""
    assert "past_dev_proxy" not in _facts(_scan(tmp_path, target, other))
