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


_TWO_PATHS = """from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, resources={{r"/api/*": {{"origins": ["http://localhost:3000"], "methods": ["GET"]}}{more}}})

@app.put("/api/notes")
def notes():
    return {{}}

@app.get("/users/me")
def me():
    return {{}}
"""
_CALLS = """const api = 'http://localhost:5000';
fetch(`${api}/api/notes`, { method: 'PUT', headers: { 'X-A': '1' } });
fetch(`${api}/users/me`, { credentials: 'include' });
fetch(`${api}/nowhere`);
"""
_OTHERS = ', r"/users/*": {"origins": ["http://localhost:3001"]}'


def changed(knowledge: Knowledge, folder: Path, files: dict[str, str]) -> Diagnosis:
    """The diagnosis of a PUT that the project's setup doesn't allow."""
    scan = scan_project(write(folder, files))
    return Diagnosis.begin(knowledge, _PUT_REFUSED).with_scan(scan).without_probing()


_PUT_REFUSED = (
    "Access to fetch at 'http://localhost:5000/api/notes' from origin 'http://localhost:3000' has been "
    "blocked by CORS policy: Method PUT is not allowed by Access-Control-Allow-Methods in preflight response."
)


def test_one_round_is_enough_for_all_paths(knowledge: Knowledge, tmp_path: Path) -> None:
    """A path that the page calls and no setup covers gets one in the same diff, with what the call needs."""
    files = {"app.py": _TWO_PATHS.format(more=""), "web/page.js": _CALLS}
    diagnosis = changed(knowledge, tmp_path, files)
    assert '"PUT"' in diagnosis.changes.diff
    assert '"/users/*"' in diagnosis.changes.diff
    assert '"supports_credentials": True' in diagnosis.changes.diff
    put, me, nowhere = diagnosis.page_calls
    assert (put.passes_after, me.passes_after, nowhere.passes_after) == (True, True, False)


def test_a_path_that_lists_other_origins(knowledge: Knowledge, tmp_path: Path) -> None:
    """The page calls it, so it is let in as well; what the listed origin gains by that is said."""
    files = {"app.py": _TWO_PATHS.format(more=_OTHERS), "web/page.js": _CALLS}
    diagnosis = changed(knowledge, tmp_path, files)
    after = diagnosis.changes.changes[0].after
    assert '"origins": ["http://localhost:3001", "http://localhost:3000"]' in after
    put, me, _ = diagnosis.page_calls
    assert (put.passes_after, me.passes_after) == (True, True)
    assert "Responses of `/users/me` become readable to `http://localhost:3001`, too" in diagnosis.access


def test_a_path_that_is_open_to_all_stays_so(knowledge: Knowledge, tmp_path: Path) -> None:
    """A call with cookies would take `*` from everybody else; the row says that it fails."""
    everybody = _OTHERS.replace("http://localhost:3001", "*")
    files = {"app.py": _TWO_PATHS.format(more=everybody), "web/page.js": _CALLS}
    diagnosis = changed(knowledge, tmp_path, files)
    assert '"/users/*": {"origins": ["*"]}' in diagnosis.changes.changes[0].after
    assert [row.passes_after for row in diagnosis.page_calls][:2] == [True, False]


def test_another_pages_calls_open_nothing(knowledge: Knowledge, tmp_path: Path) -> None:
    """The code of a second page lies in a folder of its own: its origin isn't the failed page's."""
    page, admin = _CALLS.split("fetch(`${api}/users")
    files = {
        "app.py": _TWO_PATHS.format(more=""),
        "web/page.js": page,
        "admin/page.js": "const api = 'http://localhost:5000';\nfetch(`${api}/users" + admin,
    }
    diagnosis = changed(knowledge, tmp_path, files)
    assert "/users" not in diagnosis.changes.diff
    assert {row.path: row.passes_after for row in diagnosis.page_calls}["/users/me"] is False


def test_a_call_whose_setup_the_code_hides(knowledge: Knowledge, tmp_path: Path) -> None:
    """The origins of a decorator come from elsewhere: nobody knows whether its view lets the page in."""
    app = _TWO_PATHS.format(more="").replace(
        '@app.get("/users/me")', '@app.get("/users/me")\n@cross_origin(origins=shared.origins())'
    )
    app = app.replace("import CORS", "import CORS, cross_origin\nimport shared")
    diagnosis = changed(knowledge, tmp_path, {"app.py": app, "web/page.js": _CALLS})
    put, me, _ = diagnosis.page_calls
    assert (put.passes_after, me.passes_after) == (True, None)
    assert me.unknown_after == "the code doesn't show what its path is allowed"


def test_a_base_that_the_settings_hold(knowledge: Knowledge, tmp_path: Path) -> None:
    """The failed request tells which path the base ends in."""
    page = _CALLS.replace("'http://localhost:5000'", "import.meta.env.VITE_API").replace(
        "/api/notes", "/notes"
    )
    page = page.replace("/users/me", "/tags")
    app = _TWO_PATHS.format(more="").replace("/users/me", "/api/tags")
    diagnosis = changed(knowledge, tmp_path, {"app.py": app, "web/page.js": page})
    put, tags, _ = diagnosis.page_calls
    assert (put.passes_after, tags.passes_after) == (True, True)
    assert "supports_credentials" in diagnosis.changes.diff
