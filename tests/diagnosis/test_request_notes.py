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
