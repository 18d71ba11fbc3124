"""The address that a page's code reads and no file sets is set where the page's build looks."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.project import scan_project

_APP = (
    "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    'CORS(app, origins=["http://localhost:5173"])\n\n\n@app.get("/api/birds/<int:bird>")\n'
    'def bird(bird):\n    return {}\n\n\nif __name__ == "__main__":\n    app.run(port=5055)\n'
)
_VITE = "import.meta.env.VITE_API_URL"
_LINE = (
    "GET http://localhost:5173/undefined/api/birds/7 404 (Not Found)\n"
    "Uncaught (in promise) SyntaxError: Unexpected token '<', \"<!doctype \"... is not valid JSON"
)


def _call(setting: str) -> str:
    return f"export const bird = (id) => fetch(`${{{setting}}}/api/birds/${{id}}`).then((r) => r.json());\n"


@pytest.mark.parametrize(
    ("setting", "files", "expected"),
    [
        pytest.param(
            _VITE,
            {"web/package.json": "{}"},
            {"web/.env.development": "VITE_API_URL=http://localhost:5055\n"},
            id="no-file",
        ),
        pytest.param(
            _VITE,
            {"web/package.json": "{}", "web/.env": "VITE_TITLE=Birds"},
            {"web/.env": "VITE_TITLE=Birds\nVITE_API_URL=http://localhost:5055\n"},
            id="one-more-line",
        ),
        pytest.param(
            _VITE,
            {"web/package.json": "{}", "web/.env": "# VITE_API_URL=\nVITE_TITLE=Birds\n"},
            {"web/.env": "VITE_API_URL=http://localhost:5055\nVITE_TITLE=Birds\n"},
            id="as-a-comment",
        ),
        pytest.param(
            _VITE,
            {"web/package.json": "{}", "web/.env": "# ours\nAPI_URL=http://localhost:5055\n"},
            {"web/.env": "# ours\nVITE_API_URL=http://localhost:5055\n"},
            id="without-its-prefix",
        ),
        pytest.param(
            "process.env.REACT_APP_API",
            {"package.json": "{}"},
            {".env.development": "REACT_APP_API=http://localhost:5055\n"},
            id="react",
        ),
        pytest.param(
            '"undefined"',
            {},
            {"web/src/birds.js": 'fetch("http://localhost:5055/api/birds/7");\n'},
            id="in-the-code",
        ),
    ],
)
def test_the_variable_is_set(
    knowledge: Knowledge, tmp_path: Path, setting: str, files: dict[str, str], expected: dict[str, str]
) -> None:
    """In the file that is there, and with what it had."""
    code = 'fetch("undefined/api/birds/7");\n' if setting == '"undefined"' else _call(setting)
    for name, text in {"app.py": _APP, "web/src/birds.js": code, **files}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    begun = Diagnosis.begin(knowledge, _LINE).with_scan(scan_project(tmp_path)).without_probing()
    ended = begun.without_optional_questions()
    assert ended.cause is not None
    assert ended.cause.id == "wrong-base-url"
    assert {each.path: each.after for each in ended.changes.changes} == expected, ended.changes.problem
    assert any("production" in each.text for each in ended.changes.by_hand) == (setting != '"undefined"')
