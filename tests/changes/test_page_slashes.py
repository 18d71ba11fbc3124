"""Two slashes where an address meets a path: one goes, from the value or from the call."""

from __future__ import annotations

import pytest

from cors_wizard.changes.plan import plan
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.found import TextFile
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.page_code.read_page_code import read_page_code

_APP = (
    "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\n"
    'CORS(app, origins=["http://localhost:5173"])\n\n\n@app.post("/api/birds")\ndef add():\n    return {}\n'
)
_GIVEN = {
    "url": "http://localhost:5000/api//birds",
    "origin": "http://localhost:5173",
    "method": "POST",
    "symptom": "preflight-redirect",
    "redirect_url": "http://localhost:5000/api/birds",
    "nearest_route": "/api/birds",
}
_VITE = "const api = import.meta.env.VITE_API;\n"
_SENDS = "fetch(`${api}/birds`, { method: 'POST' });\n"
_PLAIN = "fetch(`${api}birds`, { method: 'POST' });\n"
_OTHER = "fetch(`${api}trees`);\n"


def _changed(
    knowledge: Knowledge, page: dict[str, str], fix: str = "request-the-final-url", **known: str
) -> dict[str, str]:
    """What the files hold after the fix."""
    given = {**_GIVEN, **known}
    facts = Facts.of([Fact(name, value, "answered") for name, value in given.items()])
    files = {path: TextFile(path, text) for path, text in {"app.py": _APP, **page}.items()}
    calls = read_page_code([file for path, file in files.items() if path != "app.py"]).calls
    made = plan((knowledge.fixes[fix],), facts, files, calls)
    return {change.path: change.after for change in made.changes}


@pytest.mark.parametrize(
    ("page", "after"),
    [
        pytest.param(
            {
                "web/.env.development": "VITE_API=http://localhost:5000/api/\nVITE_TITLE=Birds\n",
                "web/.env.production": 'VITE_API="https://birds.example/api/"\n',
                "web/src/api.js": _VITE + _SENDS,
            },
            {
                "web/.env.development": "VITE_API=http://localhost:5000/api\nVITE_TITLE=Birds\n",
                "web/.env.production": 'VITE_API="https://birds.example/api"\n',
            },
            id="environment-files",
        ),
        pytest.param(
            {
                ".env": "DEBUG=1\nVITE_API=http://localhost:5000/api/\n",
                "src/api.js": _VITE + _SENDS,
                "package.json": "{}",
            },
            {".env": "DEBUG=1\nVITE_API=http://localhost:5000/api\n"},
            id="beside-the-app",
        ),
        pytest.param(
            {
                "web/.env": "VITE_API=http://localhost:5000/api/\n",
                "web/src/api.js": _VITE + _SENDS + _OTHER,
            },
            {"web/src/api.js": _VITE + _PLAIN + _OTHER},
            id="other-calls-need-it",
        ),
        pytest.param(
            {
                "web/src/config.js": "export const api = 'http://localhost:5000/api/';\n",
                "web/src/api.js": "import { api } from './config';\n" + _SENDS,
            },
            {"web/src/config.js": "export const api = 'http://localhost:5000/api';\n"},
            id="config-file",
        ),
        pytest.param(
            {
                "web/src/environments/environment.ts": "export const environment = {\n"
                "  apiUrl: 'http://localhost:5000/api/', // dev\n};\n",
                "web/src/api.ts": "import { environment } from './environments/environment';\n"
                "fetch(environment.apiUrl + '/birds', { method: 'POST' });\n",
            },
            {
                "web/src/environments/environment.ts": "export const environment = {\n"
                "  apiUrl: 'http://localhost:5000/api', // dev\n};\n"
            },
            id="angular",
        ),
        pytest.param(
            {
                "web/src/api.js": "const host = 'http://localhost:5000';\nconst api = `${host}/api/`;\n"
                + _SENDS
            },
            {
                "web/src/api.js": "const host = 'http://localhost:5000';\nconst api = `${host}/api`;\n"
                + _SENDS
            },
            id="built-from-the-host",
        ),
        pytest.param(
            {"web/src/api.js": "fetch('http://localhost:5000/api//birds', { method: 'POST' });\n"},
            {"web/src/api.js": "fetch('http://localhost:5000/api/birds', { method: 'POST' });\n"},
            id="one-text",
        ),
        pytest.param(
            {
                "web/src/api.js": "const api = 'http://localhost:5000/api';\n"
                "const send = (path) => fetch(`${api}/${path}`, { method: 'POST' });\nsend('/birds');\n"
            },
            {
                "web/src/api.js": "const api = 'http://localhost:5000/api';\n"
                "const send = (path) => fetch(`${api}${path}`, { method: 'POST' });\nsend('/birds');\n"
            },
            id="wrapper",
        ),
        pytest.param(
            {
                "web/src/api.js": "const api = 'http://localhost:5000/api';\n"
                "const send = (path) => fetch(`${api}/${path}`, { method: 'POST' });\n"
                "send('/birds');\nsend('trees');\n"
            },
            {
                "web/src/api.js": "const api = 'http://localhost:5000/api';\n"
                "const send = (path) => fetch(`${api}/${path}`, { method: 'POST' });\n"
                "send('birds');\nsend('trees');\n"
            },
            id="caller-of-a-wrapper",
        ),
    ],
)
def test_one_of_two_slashes_goes(knowledge: Knowledge, page: dict[str, str], after: dict[str, str]) -> None:
    """Where the project's other calls say that it is too much."""
    assert _changed(knowledge, page) == after


def test_it_goes_where_flask_answers_404(knowledge: Knowledge) -> None:
    """With `merge_slashes=False` nothing redirects."""
    page = {"web/.env": "VITE_API=http://localhost:5000/api/\n", "web/src/api.js": _VITE + _SENDS}
    assert _changed(knowledge, page, "call-the-route") == {"web/.env": "VITE_API=http://localhost:5000/api\n"}


def test_other_redirects_change_no_file(knowledge: Knowledge) -> None:
    """Two slashes in the query are none of the path's."""
    url = "http://localhost:5000/api/birds?back=http://localhost:5173//x"
    facts = Facts.of([Fact("url", url, "answered"), Fact("origin", "http://localhost:5173", "answered")])
    files = {"app.py": TextFile("app.py", _APP), "web/api.js": TextFile("web/api.js", _SENDS)}
    made = plan((knowledge.fixes["request-the-final-url"],), facts, files)
    assert (made.changes, made.problem) == ((), "No file of the project can change this.")


_SETTINGS = "export default {\n  // http://127.0.0.1:5000 is the same\n  api: 'http://127.0.0.1:5000',\n};\n"


@pytest.mark.parametrize(
    ("leads", "after"),
    [
        (
            "http://localhost:5000/api/birds",
            {"web/config.js": _SETTINGS.replace("'http://127.0.0.1", "'http://localhost")},
        ),
        ("http://localhost:5000/login?next=/api/birds", {}),
    ],
    ids=["canonical-host", "login"],
)
def test_the_host_that_it_is_redirected_to(knowledge: Knowledge, leads: str, after: dict[str, str]) -> None:
    """The page calls it directly, where nothing but the host is another."""
    page = {
        "web/config.js": _SETTINGS,
        "web/birds.js": "fetch(`${config.api}/api/birds`, { method: 'POST' });\n",
    }
    url = "http://127.0.0.1:5000/api/birds"
    assert _changed(knowledge, page, redirect_kind="host", redirect_url=leads, url=url) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("fetch('http://localhost:5000/api/birds/', _)", "fetch('http://localhost:5000/api/birds', _)"),
        ("fetch('http://localhost:5000/' + 'api/birds' + '/', _)", None),
        (
            "fetch('http://localhost:5000/api/birds/?x=1', _)",
            "fetch('http://localhost:5000/api/birds?x=1', _)",
        ),
        ("const a = 'http://localhost:5000/api';\nfetch(`${a}/birds/`, _)", "`${a}/birds`"),
    ],
    ids=["text", "sum", "query", "template"],
)
def test_a_slash_at_the_end_that_no_route_has(knowledge: Knowledge, before: str, after: str | None) -> None:
    """It goes from the call; no slash of the address does."""
    method = "{ method: 'POST' }"
    page = {"web/birds.js": before.replace("_", method)}
    url = "http://localhost:5000/api/birds/" + ("?x=1" if "?" in before else "")
    made = _changed(knowledge, page, "call-the-route", url=url)
    if after is None:
        assert made in ({}, {"web/birds.js": page["web/birds.js"].replace(" + '/'", " + ''")})
    else:
        assert after.replace("_", method) in made["web/birds.js"]


@pytest.mark.parametrize(
    ("given", "after"),
    [
        ("request('/api/birds', {})", "request('/api/birds/', {})"),
        ('request("/api/birds", { next: "/login" })', 'request("/api/birds/", { next: "/login" })'),
        ("request(`/api/birds`, { next: '/birds' })", None),
    ],
    ids=["path", "beside-another", "two-that-fit"],
)
def test_a_wrapper_is_given_the_slash(knowledge: Knowledge, given: str, after: str | None) -> None:
    """The path is written where the project's own function is called, and not where it sends."""
    page = {
        "web/http.js": "export const request = (path, options) => "
        "fetch('http://localhost:5000' + path, { method: 'POST', ...options });\n",
        "web/birds.js": f"import {{ request }} from './http';\n{given};\n",
    }
    url = "http://localhost:5000/api/birds"
    made = _changed(knowledge, page, "add-the-slash", slash_redirect="yes", url=url)
    assert made == ({"web/birds.js": page["web/birds.js"].replace(given, after)} if after else {})
