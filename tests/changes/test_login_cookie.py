"""One call of a page leaves out the cookie that the others send: it is redirected to the login."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis.planning import changeable_files, plan_for
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.fixes.tailor import choose
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.project import scan_project

_APP = """from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:5173"], supports_credentials=True)


@app.get("/api/keys")
def keys():
    return jsonify([])
"""
_PAGE = """const API = 'http://localhost:5000';

export async function enter(code) {
  await fetch(`${API}/api/session`, { method: 'POST', credentials: 'include', body: code });
}

export async function keys() {
  const response = await fetch(`${API}/api/keys`);
  return response.json();
}
"""
_KNOWN: dict[str, FactValue] = {
    "url": "http://localhost:5000/api/keys",
    "origin": "http://localhost:5173",
    "method": "GET",
    "symptom": "missing-allow-origin",
    "credentials": "same-origin",
    "page_credentials": "include",
    "redirect_to_login": "yes",
    "redirect_leads": "nearby",
}


def test_the_cookie_is_sent_there_too(knowledge: Knowledge, tmp_path: Path) -> None:
    """The server stays as it is."""
    (tmp_path / "app.py").write_text(_APP)
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "keys.js").write_text(_PAGE)
    scan = scan_project(tmp_path)
    facts = Facts.of([Fact(name, value, "answered") for name, value in _KNOWN.items()])
    fix = choose(knowledge, knowledge.causes["redirected-elsewhere"], facts)
    made = plan_for((fix,), facts, changeable_files(scan), scan.page_code.calls)
    (change,) = made.changes
    assert change.path == "page/keys.js"
    assert change.after == _PAGE.replace("api/keys`)", "api/keys`, { credentials: 'include' })")


@pytest.mark.parametrize(
    "known", [{"page_credentials": "same-origin"}, {"credentials": "include"}, {"redirect_to_login": "no"}]
)
def test_only_where_the_login_is_sent_elsewhere(knowledge: Knowledge, known: dict[str, FactValue]) -> None:
    """A page without a login, a call that sends it, and a redirect to something else get another fix."""
    facts = Facts.of([Fact(name, value, "answered") for name, value in {**_KNOWN, **known}.items()])
    assert choose(knowledge, knowledge.causes["redirected-elsewhere"], facts).id != "send-the-logins-cookie"
