"""Files that nginx sends itself get the page's origin in their location, where no header is lost by it."""

from __future__ import annotations

import pytest

from cors_wizard.diagnosis.planning import plan_for
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge

_CONF = (
    "server {{\n{}    location / {{\n        proxy_pass http://127.0.0.1:5000;\n    }}\n"
    "    location /static/ {{\n{}        root /srv;\n    }}\n}}\n"
)
_OURS = '        add_header Access-Control-Allow-Origin "http://localhost:3000" always;\n'
_NOSNIFF = "    add_header X-Content-Type-Options nosniff;\n"


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("/static/inter.woff2", ("", ""), ("", _OURS)),
        ("/static/inter.woff2", ("", f"    {_NOSNIFF}"), ("", f"{_OURS}    {_NOSNIFF}")),
        ("/static/inter.woff2", (_NOSNIFF, ""), None),
        ("/api/fonts", ("", ""), None),
    ],
    ids=["alone", "beside-another", "would-turn-off", "flasks-own"],
)
def test_the_header_is_sent_with_files(
    knowledge: Knowledge, path: str, before: tuple[str, str], after: tuple[str, str] | None
) -> None:
    known = {"url": f"http://localhost:8080{path}", "origin": "http://localhost:3000", "method": "GET"}
    facts = Facts.of(Fact(key, value, "answered") for key, value in known.items())
    files = {"nginx.conf": TextFile("nginx.conf", _CONF.format(*before))}
    made = plan_for((knowledge.fixes["let-nginx-send-the-header"],), facts, files)
    assert [each.after for each in made.changes] == ([] if after is None else [_CONF.format(*after)])
