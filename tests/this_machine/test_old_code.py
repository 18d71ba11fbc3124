"""Which files a running server is compared with: what it never loads is no newer code."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.project import scan_project
from cors_wizard.this_machine.old_code import files_about_cors

_APP = "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\nCORS(app)\n"


@pytest.mark.parametrize(
    ("name", "text", "counts"),
    [
        ("hooks.py", "# sends Access-Control-Allow-Origin\n", True),
        ("tests/test_cors.py", "from app import app\n\n\ndef test_cors():\n    assert app\n", False),
        ("test_cors.py", "def test_cors():\n    pass\n", False),
        ("conftest.py", "# cors\n", False),
        ("models.py", "x = 1\n", False),
    ],
)
def test_which_files_count(name: str, text: str, *, counts: bool, tmp_path: Path) -> None:
    """A test that was written after the start, by the wizard itself, changes nothing in the server."""
    (tmp_path / "app.py").write_text(_APP)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text)
    found = set(files_about_cors(scan_project(tmp_path)))
    assert found == {"app.py", name} if counts else {"app.py"} == found
