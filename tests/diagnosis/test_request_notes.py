"""What page, URL and routes say that does not go together is told beside any cause."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project

_APP = """
from flask import Flask, abort, request

app = Flask(__name__)


@app.before_request
def login():
    if not request.headers.get("Authorization"):
        abort(401)


@app.get("/api/invoices")
def invoices():
    return []
"""
_TOLD = (
    "Access to fetch at 'http://localhost:5000{path}' from origin 'http://localhost:5173' has been "
    "blocked by CORS policy: Response to preflight request doesn't pass access control check: "
    "It does not have HTTP ok status."
)


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        pytest.param("/api/invoices", 401, "", id="a-route"),
        pytest.param("/api/invoces", 401, "/api/invoces: the most similar is /api/invoices.", id="a-letter"),
        pytest.param("/invoices", 401, "/invoices: the most similar is /api/invoices.", id="no-prefix"),
        pytest.param("/api/invoces", 200, "", id="the-server-has-it"),
        pytest.param("/healthz", 401, "", id="nothing-like-it"),
    ],
)
def test_a_path_that_no_route_has_is_said_whatever_rejects_it_first(
    path: str, status: int, told: str, tmp_path: Path
) -> None:
    """A login that comes first hides that nothing is there."""
    (tmp_path / "app.py").write_text(_APP)
    seen = Diagnosis.begin(load_knowledge(), _TOLD.format(path=path)).with_scan(scan_project(tmp_path))
    notes = seen.with_given(Fact("status", status, "probed")).without_probing().request_notes
    assert notes == ((f"The project has no route for {told}",) if told else ())
    # Flask responds to OPTIONS where a route is, also one that the code doesn't show.
    answered = seen.with_given(Fact("preflight_status", 200, "probed")).without_probing()
    assert not any("no route" in each for each in answered.request_notes)


@pytest.mark.parametrize(
    ("server", "code", "is_said"),
    [
        pytest.param("cloudflare", "", True, id="a-cdn"),
        pytest.param("nginx/1.24.0", "", True, id="a-proxy"),
        pytest.param("Werkzeug/3.1.3 Python/3.12.3", "", False, id="flask"),
        pytest.param("cloudflare", _APP, False, id="a-flask-project"),
    ],
)
def test_code_for_flask_is_not_given_unsaid_where_nothing_shows_flask(
    server: str, code: str, is_said: bool, tmp_path: Path
) -> None:
    """Somebody else's framework needs the same headers from other code."""
    text = (
        "$ curl -i -H 'Origin: https://app.acme.test' https://api.acme.test/v1/items\n"
        f"HTTP/1.1 200 OK\nContent-Type: application/json\nServer: {server}\n\n{{}}"
    )
    seen = Diagnosis.begin(load_knowledge(), text).without_probing()
    if code:
        (tmp_path / "app.py").write_text(code)
        seen = seen.with_scan(scan_project(tmp_path))
    owner = Fact("server_owner", "own-without-cors", "answered")
    told = (seen if code else seen.without_scanning()).with_given(owner)
    assert told.cause is not None or not is_said
    assert any("doesn't show that Flask runs there" in note for note in told.request_notes) is is_said


def test_an_address_of_no_web_scheme_has_no_path_to_compare(tmp_path: Path) -> None:
    """`htp://localhost:5000/api/invoices` is mistyped: its path isn't what lacks a route."""
    (tmp_path / "app.py").write_text(_APP)
    text = _TOLD.format(path="/api/invoices").replace("'http://localhost:5000", "'htp://localhost:5000")
    seen = Diagnosis.begin(load_knowledge(), text).with_scan(scan_project(tmp_path)).without_probing()
    assert not any("has no route" in each for each in seen.request_notes)
