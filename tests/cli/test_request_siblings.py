"""What a page sends is read in whatever form people write it, and the fix is made for it: end to end."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.project.folders import write

API = "http://localhost:5000/api/notes/7"
PREFLIGHT = (
    f"Access to {{kind}} at '{API}' from origin 'http://localhost:5173' has been blocked by CORS policy: "
    "Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' "
    "header is present on the requested resource."
)
APP = """\
from flask import Flask, request
app = Flask(__name__)

@app.route("/api/notes/<int:number>", methods=["PUT", "DELETE"])
def notes(number):
    return {}
"""
SET_UP = """\
from flask import Flask
from flask_cors import CORS
app = Flask(__name__)
OPTIONS = {"origins": ["http://localhost:3000"], "allow_headers": ["X-Old"], "max_age": 60}
CORS(app, **OPTIONS)

@app.put("/api/notes/<int:number>")
def notes(number):
    return {}
"""


@dataclass(frozen=True)
class Case:
    """A project, and what has to come of it."""

    page: str
    """The page's code, in `web/api.js`."""
    method: str | None = "PUT"
    headers: tuple[str, ...] | None = ()
    credentials: str | None = "same-origin"
    mode: str = "cors"
    fix: tuple[str, ...] = ()
    """What the changes and steps have in them."""
    not_in_fix: tuple[str, ...] = ()
    app: str = APP
    text: str = PREFLIGHT
    kind: str = "fetch"
    others: dict[str, str] = field(default_factory=dict)


_LOST_BASE = (
    "GET http://localhost:5173/undefined/api/users 404 (Not Found)\n"
    "Uncaught (in promise) SyntaxError: Unexpected token '<', \"<!doctype \"... is not valid JSON"
)

CASES = {
    "the page's own name for the API's address": Case(
        "export const users = () => fetch(`${import.meta.env.VITE_ORDERS_API}/api/users`);\n",
        method="GET",
        text=_LOST_BASE,
        fix=("VITE_ORDERS_API=",),
        not_in_fix=("VITE_API_URL=",),
    ),
    "wrapper": Case(
        """const base = 'http://localhost:5000';
async function call(path, options = {}) {
  const headers = { 'Content-Type': 'application/json', 'X-Client': 'web', ...options.headers };
  return fetch(base + path, { credentials: 'include', ...options, headers });
}
export const save = (n, body) => call(`/api/notes/${n}`, { method: 'PUT', body: JSON.stringify(body) });
""",
        headers=("Content-Type", "X-Client"),
        credentials="include",
        fix=("supports_credentials",),
    ),
    "interceptors": Case(
        """import axios from 'axios';
const api = axios.create({ baseURL: 'http://localhost:5000/api' });
api.interceptors.request.use((config) => {
  config.headers['X-Csrf-Token'] = readCookie('csrf');
  config.withCredentials = true;
  return config;
});
export const drop = (n) => api.delete(`/notes/${n}`);
""",
        method="DELETE",
        headers=("X-Csrf-Token",),
        credentials="include",
        fix=("supports_credentials",),
        kind="XMLHttpRequest",
    ),
    "options-of-the-setup": Case(
        "fetch('http://localhost:5000/api/notes/7', { method: 'PUT', headers: { 'X-New': '1' } });\n",
        headers=("X-New",),
        fix=("http://localhost:5173", "http://localhost:3000", "X-Old", "X-New"),
        app=SET_UP,
    ),
    "no-cors": Case(
        f"fetch('{API}', {{ mode: 'no-cors' }});\n",
        method="GET",
        mode="no-cors",
        text=f"GET {API} net::ERR_FAILED",
    ),
    "variable-of-the-project": Case(
        "fetch(`${import.meta.env.VITE_BACKEND}/api/notes/7`, { method: 'PUT' });\n",
        fix=("http://localhost:5173",),
        not_in_fix=("VITE_API_URL",),
        others={"web/.env.example": "VITE_BACKEND=http://localhost:5000\n"},
    ),
    "tracing": Case(
        """import * as Sentry from '@sentry/browser';
Sentry.init({
  dsn: 'https://k@o1.ingest.sentry.io/2',
  integrations: [Sentry.browserTracingIntegration()],
  tracePropagationTargets: [/localhost:5000/],
});
fetch('http://localhost:5000/api/notes/7', { method: 'PUT' });
""",
        headers=("sentry-trace", "baggage"),
        others={"web/package.json": '{"dependencies": {"@sentry/browser": "^8.0.0"}}'},
    ),
    "header-of-the-view": Case(
        "",
        headers=None,
        credentials=None,
        app=APP.replace("    return", "    token = request.headers.get('X-Csrf-Token')\n    return").replace(
            '["PUT", "DELETE"]', '["PUT"]'
        ),
    ),
    "several-methods-of-the-route": Case("", method=None, headers=None, credentials=None),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_request_is_read(command: Command, tmp_path: Path, case: Case) -> None:
    """Each part is known where something shows it, and not known where nothing does."""
    line = diagnosed(command, tmp_path, case)
    request = line["request"]
    assert isinstance(request, dict)
    assert known(request, "method") == case.method
    assert lowered(known(request, "headers")) == lowered(case.headers)
    assert known(request, "credentials") == case.credentials
    assert known(request, "mode") == case.mode
    fix = json.dumps([line["changes"], line["fix"]])
    assert [each for each in case.fix if each not in fix] == []
    assert [each for each in case.not_in_fix if each in fix] == []


def diagnosed(command: Command, folder: Path, case: Case) -> dict[str, object]:
    """The result line."""
    files = {"app.py": case.app, "web/api.js": case.page, **case.others}
    project = write(folder / "project", {path: text for path, text in files.items() if text})
    told = (
        "diagnose",
        "-",
        "--probe",
        "never",
        "--project",
        str(project),
        "--format",
        "json",
        "--fact",
        "preflight_status=200",
    )
    line: dict[str, object] = json.loads(command(*told, stdin=case.text.format(kind=case.kind)).out)
    return line


def known(request: dict[str, dict[str, object]], name: str) -> object:
    """The value that something shows."""
    part = request[name]
    return None if part["source"] in (None, "assumed") else part["value"]


def lowered(names: object) -> set[str] | None:
    """Header names are compared without case; None where they aren't known."""
    return {str(each).lower() for each in names} if isinstance(names, list | tuple) else None
