"""A call that names the API's address, beside calls that go through the dev server's proxy."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.page_code.read_page_code import read_page_code

_ORIGIN = "http://localhost:3000"


@pytest.mark.parametrize(
    ("page", "after"),
    [
        (
            "fetch('http://localhost:5000/api/login', { method: 'POST' });\n",
            "fetch('/api/login', { method: 'POST' });\n",
        ),
        (
            "const API = 'http://localhost:5000';\nfetch(`${API}/api/login`, { method: 'POST' });\n",
            "const API = '';\nfetch(`${API}/api/login`, { method: 'POST' });\n",
        ),
        (
            "const API = \"http://localhost:5000/api\";\nfetch(API + '/login', { method: 'POST' });\n",
            "const API = \"/api\";\nfetch(API + '/login', { method: 'POST' });\n",
        ),
    ],
    ids=["in-the-call", "constant", "constant-with-path"],
)
def test_the_host_goes_and_nothing_else_changes(knowledge: Knowledge, page: str, after: str) -> None:
    """The API isn't opened, whatever further cause the old URL would have had."""
    given = {"origin": _ORIGIN, "url": "http://localhost:5000/api/login", "method": "POST"}
    facts = Facts.of([Fact(name, value, "answered") for name, value in given.items()])
    app = "from flask import Flask\n\napp = Flask(__name__)\n\n\n"
    app += "@app.post('/api/login')\ndef login():\n    return {}\n"
    files = {"app.py": TextFile("app.py", app), "web/src/auth.js": TextFile("web/src/auth.js", page)}
    fixes = (knowledge.fixes["use-the-dev-proxy"], knowledge.fixes["set-up-cors"])
    made = plan(fixes, facts, files, read_page_code([files["web/src/auth.js"]]).calls)
    assert {change.path: change.after for change in made.changes} == {"web/src/auth.js": after}
