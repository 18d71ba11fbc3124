"""A refused preflight whose status nobody knows: where the code shows why, nobody is asked."""

from __future__ import annotations

import asyncio
from functools import cache, partial
from pathlib import Path

import pytest

from cors_wizard.cli.investigate import investigate
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.probe.send import send
from cors_wizard.project import scan_project

_TEXT = (
    "Access to fetch at 'http://localhost:5000/api/todos' from origin 'http://localhost:5173' has been "
    "blocked by CORS policy: Response to preflight request doesn't pass access control check: {}"
)
_NO_HEADER = "No 'Access-Control-Allow-Origin' header is present on the requested resource."
_NO_STATUS = "It does not have HTTP ok status."
_HEAD = "from flask import Flask, abort, redirect, request\nfrom flask_cors import CORS, cross_origin\n\n"
_VIEW = '@app.route("/api/todos", methods=["POST"])\ndef todos():\n    return {}\n'
_ALLOWED = 'CORS(app, origins=["http://localhost:5173"])\n'
_APP = "app = Flask(__name__)\n"
_HOOK = (
    "@app.before_request\ndef check():\n    if 'Authorization' not in request.headers:\n"
    "        abort(401)\n\n\n"
)


@cache
def _knowledge() -> Knowledge:
    return load_knowledge()


def _diagnosed(folder: Path, code: str, text: str) -> Diagnosis:
    (folder / "app.py").write_text(_HEAD + _APP + code, encoding="utf-8")
    begun = Diagnosis.begin(_knowledge(), text).without_optional_questions()
    scanner = partial(scan_project, folder)
    return asyncio.run(investigate(begun, sender=send, may_probe=lambda _url: False, scanner=scanner))


_STATUS = "\nGET http://localhost:5000/api/todos net::ERR_FAILED {} (X)"
_MINE = '@cross_origin(origins=["http://localhost:5173"])\n'
_LOGIN = (
    "def login(view):\n    def inner():\n        if not request.headers.get('Authorization'):\n"
    "            {}\n        return view()\n    return inner\n\n\n"
)
_ROUTE = '@app.route("/api/todos")\n@login\n' + _MINE + "def todos():\n    return {}\n"


@pytest.mark.parametrize(
    ("code", "ending", "cause"),
    [
        pytest.param(
            _LOGIN.format("abort(401)") + _ROUTE, _STATUS.format(401), "decorator-misses-errors", id="raised"
        ),
        pytest.param(
            _LOGIN.format("return {}, 401") + _ROUTE, _STATUS.format(401), "decorator-order", id="returned"
        ),
        pytest.param(
            '@app.route("/api/todos")\n' + _MINE + "def todos():\n    abort(409)\n",
            _STATUS.format(409),
            "decorator-misses-errors",
            id="in-the-view",
        ),
    ],
)
def test_an_error_beside_the_decorator(code: str, ending: str, cause: str, tmp_path: Path) -> None:
    """Another order is offered only where it changes something: what is raised passes no decorator."""
    text = _TEXT.format(_NO_HEADER).replace(
        "Response to preflight request doesn't pass access control check: ", ""
    )
    diagnosis = _diagnosed(tmp_path, code, text + ending)
    assert diagnosis.cause is not None
    assert diagnosis.cause.id == cause
    assert diagnosis.changes.changes, diagnosis.changes.problem


@pytest.mark.parametrize(
    ("code", "ending", "cause"),
    [
        pytest.param(
            'CORS(app, origins=["http://localhost:3000"])\n' + _VIEW,
            _NO_HEADER,
            "origin-not-allowed",
            id="the-origin",
        ),
        pytest.param(
            'CORS(app, resources={r"/v1/*": {"origins": ["http://localhost:5173"]}})\n' + _VIEW,
            _NO_HEADER,
            "resource-pattern-mismatch",
            id="the-path",
        ),
        pytest.param(
            '@cross_origin(origins=["http://localhost:5173"])\n' + _VIEW,
            _NO_HEADER,
            "decorator-order",
            id="the-decorator",
        ),
        pytest.param(_VIEW, _NO_HEADER, "cors-not-initialized", id="no-setup"),
        pytest.param(
            "def allow(response):\n    if request.headers.get('Origin') in ['http://localhost:5173']:\n"
            "        response.headers['Access-Control-Allow-Origin'] = request.headers['Origin']\n"
            "    return response\n\n\n@app.route('/api/todos', methods=['POST', 'OPTIONS'])\n"
            "def todos():\n    if request.method == 'OPTIONS':\n        return '', 204\n"
            "    return allow(app.make_response({}))\n",
            _NO_HEADER,
            "cors-not-initialized",
            id="code-for-options-alone",
        ),
        pytest.param(_ALLOWED + _HOOK + _VIEW, _NO_STATUS, "preflight-needs-auth", id="a-hook"),
    ],
)
def test_the_code_is_enough(code: str, ending: str, cause: str, tmp_path: Path) -> None:
    """The conclusion follows from text and code, so it is likely, and a change is offered."""
    diagnosis = _diagnosed(tmp_path, code, _TEXT.format(ending))
    assert diagnosis.cause is not None
    assert (diagnosis.cause.id, diagnosis.certainty) == (cause, "likely")
    assert diagnosis.changes.changes, diagnosis.changes.problem


@pytest.mark.parametrize(
    ("code", "ending"),
    [
        pytest.param(_ALLOWED + _VIEW, _NO_HEADER, id="the-code-allows-it"),
        pytest.param(_ALLOWED + _VIEW, _NO_STATUS, id="no-hook"),
        pytest.param(
            _ALLOWED + _HOOK.replace("'Authorization'", "request.method != 'OPTIONS' and 'A'") + _VIEW,
            _NO_STATUS,
            id="a-hook-that-lets-it-pass",
        ),
    ],
)
def test_where_it_is_not_the_status_is_asked_for(code: str, ending: str, tmp_path: Path) -> None:
    """Code that should pass the preflight decides nothing."""
    diagnosis = _diagnosed(tmp_path, code, _TEXT.format(ending))
    assert diagnosis.cause is None
    assert getattr(getattr(diagnosis.step, "node", None), "id", "") == "preflight-status"
