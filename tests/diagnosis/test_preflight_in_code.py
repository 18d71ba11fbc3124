"""A preflight that failed, its status unknown: what the hooks of the code do to it decides."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.project import scan_project

MESSAGE = (
    "Access to fetch at 'http://localhost:5000/api/items' from origin 'http://localhost:3000' has been "
    "blocked by CORS policy: Response to preflight request doesn't pass access control check: It does not "
    "have HTTP ok status."
)
REFUSES = """\
from flask import Flask, jsonify, request
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:3000"])


@app.before_request
def check_token():
    if request.headers.get("X-Token") != "secret":
        return jsonify(error="who are you?"), 401


@app.route("/api/items", methods=["POST"])
def items():
    return jsonify([])
"""
REDIRECTS = REFUSES.replace('return jsonify(error="who are you?"), 401', 'return redirect("/login")').replace(
    "jsonify, request", "jsonify, redirect, request"
)
FAILS = REFUSES.replace("import Flask, jsonify, request", "import Flask, jsonify")
PASSES = REFUSES.replace(
    "    if request.headers",
    '    if request.method == "OPTIONS":\n        return None\n    if request.headers',
)
CODES = [
    pytest.param(REFUSES, "preflight-needs-auth", id="refuses"),
    pytest.param(REDIRECTS, "preflight-redirected", id="redirects"),
    pytest.param(FAILS, "server-error", id="fails"),
]


def begun(text: str, folder: Path | None = None) -> Diagnosis:
    """The diagnosis of a text beside a folder, where nothing may be sent."""
    diagnosis = replace(Diagnosis.begin(load_knowledge(), text), may_probe=False)
    return diagnosis.with_scan(scan_project(folder)) if folder else replace(diagnosis, may_scan=False)


@pytest.mark.parametrize(("code", "cause"), CODES)
def test_a_folder_decides(code: str, cause: str, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(code)
    diagnosis = begun(MESSAGE, tmp_path)
    assert diagnosis.cause is not None
    assert (diagnosis.cause.id, diagnosis.certainty) == (cause, "likely")


@pytest.mark.parametrize(("code", "cause"), CODES)
@pytest.mark.parametrize(
    "around",
    [
        "{message}\n\n{code}",
        "Hi, I'm stuck with this.\n\n```python\n{code}```\n\nand Chrome says:\n{message}\nAny idea?",
        "My app:\n\n{code}\n\nIt doesn't work, the console shows\n\n{message}\n\nThanks in advance!",
    ],
    ids=["plain", "fenced", "prose"],
)
def test_a_paste_decides(code: str, cause: str, around: str) -> None:
    diagnosis = begun(around.format(message=MESSAGE, code=code))
    assert diagnosis.cause is not None
    assert (diagnosis.cause.id, diagnosis.certainty) == (cause, "likely")


def test_code_that_lets_options_pass_decides_nothing(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(PASSES)
    assert begun(MESSAGE, tmp_path).cause is None


def test_a_status_that_was_seen_outweighs_the_code(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(REFUSES)
    text = f'{MESSAGE}\n127.0.0.1 - - [01/Nov/2026 10:00:00] "OPTIONS /api/items HTTP/1.1" 404 -'
    known = begun(text, tmp_path)
    assert known.facts.number("preflight_status") == 404
    assert known.cause is None or known.cause.id != "preflight-needs-auth"


WITHOUT_URL = (
    "Response to preflight request doesn't pass access control check: It does not have HTTP ok status."
)


@pytest.mark.parametrize(("code", "cause"), CODES)
def test_a_hook_that_spares_nothing_decides_without_a_url(code: str, cause: str, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(code)
    diagnosis = begun(WITHOUT_URL, tmp_path)
    assert "url" not in diagnosis.facts
    assert diagnosis.cause is not None
    assert (diagnosis.cause.id, diagnosis.certainty) == (cause, "likely")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            '    if request.headers.get("X',
            '    if request.endpoint == "items":\n        return\n    if request.headers.get("X',
        ),
        (
            '    if request.headers.get("X',
            '    if request.path == "/login":\n        return\n    if request.headers.get("X',
        ),
        ("@app.before_request", 'shop = Blueprint("shop", __name__)\n\n\n@shop.before_request'),
    ],
    ids=["endpoint", "path", "blueprint"],
)
def test_a_hook_that_spares_something_waits_for_the_url(old: str, new: str, tmp_path: Path) -> None:
    code = REFUSES.replace(old, new).replace("import Flask", "import Blueprint, Flask")
    code += '\n\n@app.get("/login")\ndef login():\n    return ""\n'
    (tmp_path / "app.py").write_text(code)
    assert begun(WITHOUT_URL, tmp_path).cause is None


def test_a_told_status_outweighs_a_hook_without_a_url(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(REFUSES)
    known = begun(f"{WITHOUT_URL}\nThe OPTIONS request gets a 404.", tmp_path)
    assert known.facts.number("preflight_status") == 404
    assert known.cause is None or known.cause.id != "preflight-needs-auth"


NO_HEADER = MESSAGE.replace(
    "It does not have HTTP ok status.",
    "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
)
SETUP = 'CORS(app, origins=["http://localhost:3000"])\n'


@pytest.mark.parametrize(("code", "behind"), CODES)
@pytest.mark.parametrize(
    ("setup", "first"),
    [
        pytest.param("", "cors-not-initialized", id="no-setup"),
        pytest.param(SETUP.replace("3000", "8080"), "origin-not-allowed", id="another-origin"),
        pytest.param('CORS(app, resources={"/v1/*": {}})\n', "resource-pattern-mismatch", id="another-path"),
        pytest.param(SETUP.replace("3000", "3000/"), "origin-not-allowed", id="slash"),
    ],
)
def test_what_a_hook_refuses_stands_behind_a_setup_that_does_not_reach(
    setup: str, first: str, code: str, behind: str, tmp_path: Path
) -> None:
    """With the headers alone the next preflight would fail at the hook: one round fixes both."""
    (tmp_path / "app.py").write_text(code.replace(SETUP, setup))
    diagnosis = begun(NO_HEADER, tmp_path)
    assert diagnosis.cause is not None
    assert diagnosis.cause.id == first
    assert [cause.id for cause in diagnosis.also] == [behind]


def test_nothing_stands_behind_where_the_hook_lets_options_pass(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(PASSES.replace(SETUP, SETUP.replace("3000", "8080")))
    diagnosis = begun(NO_HEADER, tmp_path)
    assert diagnosis.cause is not None
    assert (diagnosis.cause.id, diagnosis.also) == ("origin-not-allowed", ())


def test_one_round_lets_the_preflight_through(tmp_path: Path) -> None:
    """The changed app lets the preflight pass; the request still needs its token."""
    (tmp_path / "app.py").write_text(REFUSES.replace(SETUP, SETUP.replace("3000", "8080")))
    (change,) = begun(NO_HEADER, tmp_path).changes.changes
    names: dict[str, Any] = {"__name__": "app", "__file__": str(tmp_path / "app.py")}
    exec(compile(change.after, "app.py", "exec"), names)
    client, page = names["app"].test_client(), "http://localhost:3000"
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-token"}
    preflight = client.options("/api/items", headers={"Origin": page, **asks})
    assert (preflight.status_code, preflight.headers["Access-Control-Allow-Origin"]) == (200, page)
    assert client.post("/api/items", headers={"Origin": page}).status_code == 401
    assert client.post("/api/items", headers={"Origin": page, "X-Token": "secret"}).status_code == 200
