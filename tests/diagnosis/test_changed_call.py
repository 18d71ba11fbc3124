"""What verify requests once the page's own code was changed: the request that the page sends now."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.changed_call import as_sent_now, moved_url
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project

_MESSAGE = (
    "Access to fetch at 'http://localhost:5000/api/items' from origin 'http://localhost:5173' has been "
    "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)
_APP = "from flask import Flask\n\napp = Flask(__name__)\n@app.route('/api/items/')\ndef items(): return []\n"
_FETCH = "fetch('http://localhost:5000/api/items', { credentials: 'include' });\n"


@pytest.mark.parametrize(
    ("url", "was", "now", "moved"),
    [
        ("http://a/items", "http://a/items", "http://a/items/", "http://a/items/"),
        ("http://a/items?x=1", "{API}/items", "{API}/items/", "http://a/items/?x=1"),
        ("http://a/items/7", "/items/{id}", "/items/{id}/", "http://a/items/7/"),
        ("http://a/api/api/items", "{API}/api/items", "{API}/items", "http://a/api/items"),
        ("http://a/items?q=2", "http://a/items?q={q}", "http://a/items/?q={q}", "http://a/items/?q=2"),
        ("http://a/x/1/y/2", "{A}/x/{x}/y/{y}", "{A}/y/{y}/x/{x}", None),
        ("http://a/items", "{API}/items", "http://b/items", None),
        ("http://a/orders", "http://a/items", "http://a/items/", None),
    ],
)
def test_the_url_follows_the_code(url: str, was: str, now: str, moved: str | None) -> None:
    """What was open in the code is as it was requested; anything else isn't guessed."""
    assert moved_url(url, was, now) == moved


def _sent(folder: Path, before: str, after: str) -> tuple[str | None, str | None]:
    """URL and credentials mode that are verified after the page's code was changed."""
    (folder / "app.py").write_text(_APP)
    (folder / "page.js").write_text(before)
    given = Diagnosis.begin(load_knowledge(), _MESSAGE).with_scan(scan_project(folder))
    (folder / "page.js").write_text(after)
    now = as_sent_now(given, given.with_scan(scan_project(folder)))
    return now.known.text("url"), now.known.text("credentials")


@pytest.mark.parametrize(
    ("after", "sent"),
    [
        pytest.param(_FETCH, ("http://localhost:5000/api/items", "include"), id="unchanged"),
        pytest.param(
            _FETCH.replace("items'", "items/'"), ("http://localhost:5000/api/items/", "include"), id="slash"
        ),
        pytest.param(
            "fetch('http://localhost:5000/api/items');\n",
            ("http://localhost:5000/api/items", "same-origin"),
            id="without-credentials",
        ),
        pytest.param(
            _FETCH.replace("localhost:5000", "other.example"),
            ("http://localhost:5000/api/items", None),
            id="another-server",
        ),
        pytest.param(
            f"fetch('http://localhost:5000/api/orders');\n{_FETCH.replace('items', 'item')}",
            ("http://localhost:5000/api/items", None),
            id="one-more-call",
        ),
    ],
)
def test_the_pages_request_is_the_changed_one(
    after: str, sent: tuple[str, str | None], tmp_path: Path
) -> None:
    """Only where the same call is found again; no server is asked that nobody agreed to."""
    assert _sent(tmp_path, _FETCH, after) == sent
