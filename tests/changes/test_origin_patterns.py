"""Patterns among the allowed origins: the port is added to the one that means the page."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_APP = (
    "import re\n\nfrom flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    "CORS(app, origins=[{}])\n\n\n@app.get('/api/items')\ndef items():\n    return []\n"
)


@pytest.mark.parametrize(
    ("listed", "origin", "after"),
    [
        pytest.param(
            r"r'^http://(app|admin)\.localhost$'",
            "http://admin.localhost:5173",
            r"r'^http://(app|admin)\.localhost(:5173)?$'",
            id="text",
        ),
        pytest.param(
            r"re.compile(r'^http://localhost$')",
            "http://localhost:3000",
            r"re.compile(r'^http://localhost(:3000)?$')",
            id="compiled",
        ),
        pytest.param(
            r"re.compile(r'^https?://localhost$')",
            "http://localhost:3000",
            r"re.compile(r'^https?://localhost$'), re.compile(r'^http://localhost:3000$')",
            id="another-scheme-stays-out",
        ),
        pytest.param(
            r"r'^http://(localhost|127\.0\.0\.1)$'",
            "http://localhost:3000",
            r"r'^http://(localhost|127\.0\.0\.1)$', 'http://localhost:3000'",
            id="another-name-stays-out",
        ),
        pytest.param(
            r"re.compile(r'^https://\w+\.a\.b$')",
            "https://c.d:8443",
            r"re.compile(r'^https://\w+\.a\.b$'), re.compile(r'^https://c\.d:8443$')",
            id="compiled-beside-compiled",
        ),
        pytest.param(
            r"re.compile(r'^https://\w+\.a\.b$'), 'https://e.f'",
            "https://c.d:8443",
            r"re.compile(r'^https://\w+\.a\.b$'), 'https://e.f', 'https://c.d:8443'",
            id="text-beside-text",
        ),
    ],
)
def test_the_entry_is_written_like_the_others(
    knowledge: Knowledge, listed: str, origin: str, after: str
) -> None:
    """A deployed host's pattern never takes another port: it may be another program's."""
    given = {"origin": origin, "url": "http://localhost:5000/api/items"}
    facts = Facts.of([Fact(name, value, "answered") for name, value in given.items()])
    made = plan((knowledge.fixes["set-up-cors"],), facts, {"app.py": TextFile("app.py", _APP.format(listed))})
    assert [change.after for change in made.changes] == [_APP.format(after)]
