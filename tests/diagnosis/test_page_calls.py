"""Whether each call of the page passes now and after the fix, and why where nobody can tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.http_exchange import Response
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.probe.result import ProbeRequest
from cors_wizard.project import ProjectScan, scan_project
from tests.probe.rounds import answer, play
from tests.project.folders import write

PASTE = (
    "Access to fetch at 'http://localhost:5000/api/notes' from origin 'http://localhost:3000' has been "
    "blocked by CORS policy: Response to preflight request doesn't pass access control check: No "
    "'Access-Control-Allow-Origin' header is present on the requested resource."
)
PAGE = """const api = 'http://localhost:5000/api';
fetch(`${api}/notes`, { method: 'PUT', headers: { 'X-A': '1' } });
fetch(`${api}/list`);
fetch(`${api}/open`, { method: chosen });
"""
APP = """from flask import Flask
app = Flask(__name__)

@app.put("/api/notes")
def notes():
    return {}
"""


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The built-in files."""
    return load_knowledge()


@pytest.fixture
def scan(tmp_path: Path) -> ProjectScan:
    """The page's code beside the API's."""
    return scan_project(write(tmp_path, {"app.py": APP, "web/page.js": PAGE}))


def without_cors(request: ProbeRequest) -> Response:
    """Flask without flask-cors."""
    return answer(200, Server="Werkzeug/3.0.1 Python/3.12.0")


def test_a_failed_preflight_is_enough(knowledge: Knowledge, scan: ProjectScan) -> None:
    """The PUT was never sent, and yet it is known to fail."""
    begun = Diagnosis.begin(knowledge, PASTE).with_scan(scan).without_optional_questions()
    put, get, unclear = begun.with_probe_results(play(begun.known, without_cors)).page_calls
    assert (put.passes_now, put.unknown_now, put.passes_after) == (False, "", True)
    assert (get.passes_now, get.unknown_now) == (False, "")
    assert unclear.unknown_now == "the code leaves its method or credentials open"


def test_without_a_response_nothing_is_known(knowledge: Knowledge, scan: ProjectScan) -> None:
    """Nobody has probed."""
    put = Diagnosis.begin(knowledge, PASTE).with_scan(scan).without_probing().page_calls[0]
    assert (put.passes_now, put.unknown_now) == (None, "no response of the API was seen")
