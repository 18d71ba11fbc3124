"""A server error that a hook of the code sends without the header: what is changed is the hook."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project


@pytest.mark.parametrize("test", ["response.status_code < 500", "response.status.startswith('2')", ""])
def test_a_hook_that_leaves_errors_out_is_what_hides_them(tmp_path: Path, test: str) -> None:
    """A handler's response with status 500 goes past the same condition; without one, a handler helps."""
    line = 'response.headers["Access-Control-Allow-Origin"] = "http://localhost:3000"'
    hook = f"    if {test}:\n        {line}\n" if test else f"    {line}\n"
    (tmp_path / "app.py").write_text(
        "from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.after_request\ndef cors(response):\n"
        f'{hook}    return response\n\n\n@app.get("/report")\ndef report():\n    return str(1 / 0)\n'
    )
    text = (
        "Access to fetch at 'http://localhost:5000/report' from origin 'http://localhost:3000' has been "
        "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested "
        "resource.\n"
        "GET http://localhost:5000/report net::ERR_FAILED 500 (INTERNAL SERVER ERROR)"
    )
    begun = Diagnosis.begin(load_knowledge(), text).with_scan(scan_project(tmp_path))
    (change,) = begun.without_probing().without_optional_questions().changes.changes
    assert ("errorhandler" in change.after) is not bool(test)
    assert f"\n    {line}\n" in change.after
