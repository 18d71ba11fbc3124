"""Another way to fix the cause that somebody picked is the fix, in every face."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.errors import InputError
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project
from cors_wizard.report.as_json import result_line
from cors_wizard.report.build_report import build_report
from cors_wizard.report.whole_report import to_text
from cors_wizard.tui.restore import from_session, to_session
from cors_wizard.tui.session import load, save

APP = """\
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app)


@app.get("/api/data")
def data():
    return {}
"""
PAGE = "fetch('http://localhost:5000/api/data', { credentials: 'include' }).then(show)\n"
TEXT = (
    "Access to fetch at 'http://localhost:5000/api/data' from origin 'http://localhost:3000' has been "
    "blocked by CORS policy: The value of the 'Access-Control-Allow-Origin' header in the response must not "
    "be the wildcard '*' when the request's credentials mode is 'include'."
)
OTHER = "send-no-credentials"


@pytest.fixture
def diagnosis(tmp_path: Path) -> Diagnosis:
    """A server that could name the page, or a page that could do without cookies."""
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "page.js").write_text(PAGE)
    begun = Diagnosis.begin(load_knowledge(), TEXT).without_probing()
    return begun.with_scan(scan_project(tmp_path))


def test_the_picked_way_is_the_fix(diagnosis: Diagnosis) -> None:
    """Fix, change, access, report and JSON are about the picked way; the first one is another way."""
    picked = diagnosis.choosing(OTHER)
    assert (picked.fix and picked.fix.id, picked.changes.fix) == (OTHER, OTHER)
    assert [change.path for change in picked.changes.changes] == ["page.js"]
    assert picked.access != diagnosis.access
    assert [way.fix.id for way in picked.ways] == [way.fix.id for way in diagnosis.ways]
    text = to_text(build_report(picked), verbose=True)
    assert "-fetch('http://localhost:5000/api/data', { credentials: 'include' })" in text
    assert diagnosis.changes.title in text
    assert result_line(picked)["changes"] != result_line(diagnosis)["changes"]


def test_it_survives_the_window(diagnosis: Diagnosis, tmp_path: Path) -> None:
    """The session holds it; a fix that the knowledge has no more is left out."""
    kept = to_session(diagnosis.with_way(OTHER), datetime(2026, 11, 30), "a")
    save(kept, tmp_path)
    read = load(tmp_path, "a")
    assert read is not None
    assert from_session(Diagnosis.begin(load_knowledge()), read).picked_way == OTHER
    save(to_session(diagnosis.with_way("gone"), datetime(2026, 11, 30), "b"), tmp_path)
    gone = load(tmp_path, "b")
    assert gone is not None
    assert from_session(Diagnosis.begin(load_knowledge()), gone).picked_way == ""


def test_a_way_of_another_cause(diagnosis: Diagnosis) -> None:
    """It is refused by name; picked before the cause changed, it is passed over."""
    with pytest.raises(InputError, match="is not a way to fix"):
        diagnosis.choosing("none-of-its-ways")
    with pytest.raises(InputError, match="is not a way to fix this"):
        Diagnosis.begin(load_knowledge()).choosing(OTHER)
    assert diagnosis.with_way("allow-the-method").changes == diagnosis.changes
