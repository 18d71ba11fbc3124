"""A setup that is in the code and has no effect: it did not run, or its pattern is not a valid one."""

from __future__ import annotations

from pathlib import Path

import pytest

from cors_wizard.decision_tree.walk import Stopped
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.http_exchange import Headers, Response
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.probe.result import ProbeRequest
from tests.probe.rounds import answer, play
from tests.project.folders import scan

CHROMIUM = (
    "Access to fetch at 'http://api.example/a' from origin 'http://page.example' has been blocked by CORS "
    "policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)
FIREFOX = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
    "http://api.example/a. (Reason: {reason})."
)
TOP = "from flask import Flask\n"
IMPORT = "from flask_cors import CORS\n"
APP = "app = Flask('x')\n@app.get('/a')\ndef a(): pass\n"
KNOWLEDGE = load_knowledge()


def silent(request: ProbeRequest) -> Response:
    """Flask without a header of CORS."""
    return answer(200, Server="Werkzeug/3.1.9 Python/3.11.7")


def failing(request: ProbeRequest) -> Response:
    """Flask whose every request fails."""
    return answer(500, Server="Werkzeug/3.1.9 Python/3.11.7")


def diagnosed(text: str, folder: Path, code: str, server: object = silent) -> Diagnosis:
    """The diagnosis for a project with this code, whose API answers so."""
    assert callable(server)
    begun = Diagnosis.begin(KNOWLEDGE, text).with_scan(scan(folder, {"app.py": code}))
    return begun.with_probe_results(play(begun.known, server)).without_optional_questions()


@pytest.mark.parametrize(
    ("code", "cause", "says"),
    [
        pytest.param(
            f"{TOP}{IMPORT}{APP}if app.debug:\n    CORS(app, origins=['http://page.example'])\n",
            "cors-not-initialized",
            "`app.py:7` is inside a condition",
            id="under-a-condition",
        ),
        pytest.param(
            f"{TOP}try:\n    {IMPORT}except ImportError:\n    CORS = None\n{APP}if CORS:\n    CORS(app)\n",
            "flask-cors-missing",
            "If the import of `flask_cors` fails",
            id="guarded-import",
        ),
        pytest.param(
            f"{TOP}{IMPORT}{APP}CORS(app, origins=['http://other.example'])\n",
            "origin-not-allowed",
            "`http://other.example`",
            id="not-on-the-list",
        ),
    ],
)
def test_the_code_allows_and_nothing_shows(tmp_path: Path, code: str, cause: str, says: str) -> None:
    """It is never said of a listed page that it is not on the list."""
    found = diagnosed(CHROMIUM, tmp_path, code)
    assert found.cause is not None
    assert (found.cause.id, found.also) == (cause, ())
    assert says in " ".join(found.evidence)


def test_code_that_allows_the_page_is_not_what_responds(tmp_path: Path) -> None:
    """Nothing in it can be changed: it has to run."""
    found = diagnosed(CHROMIUM, tmp_path, f"{TOP}{IMPORT}{APP}CORS(app)\n")
    assert isinstance(found.end, Stopped)
    assert found.end.stop.id == "other-code-runs"
    assert "server-not-restarted" in {each.cause.id for each in found.candidates}


def test_a_wildcard_that_is_no_pattern_fails_every_request(tmp_path: Path) -> None:
    """A 500 of flask-cors 5 and older is not the view's fault."""
    code = f"{TOP}{IMPORT}{APP}CORS(app, origins=['*.page.example'])\n"
    found = diagnosed(CHROMIUM, tmp_path, code, failing)
    assert found.cause is not None
    assert found.cause.id == "origin-not-allowed"
    assert "read as a regular expression" in " ".join(found.evidence)


def refused_login(request: ProbeRequest) -> Response:
    """A login check refuses OPTIONS; who is on the list gets the headers all the same."""
    if request.headers.get("Origin") == "http://page.example":
        return answer(401, Access_Control_Allow_Origin="http://page.example", Vary="Origin")
    return answer(401)


def doubled(request: ProbeRequest) -> Response:
    """A hook sends `*` to everybody, flask-cors the origin to whoever is on the list."""
    listed = request.headers.get("Origin") == "http://page.example"
    values = ("http://page.example", "*") if listed else ("*",)
    return Response(200, Headers.of([("Access-Control-Allow-Origin", value) for value in values]))


LISTED = f"{TOP}{IMPORT}{APP}CORS(app, origins=['http://page.example', 'http://other.example'])\n"


@pytest.mark.parametrize(
    ("reason", "server", "cause"),
    [
        pytest.param(
            "CORS preflight response did not succeed",
            refused_login,
            "preflight-needs-auth",
            id="login-check",
        ),
        pytest.param(
            "Multiple CORS header \u2018Access-Control-Allow-Origin\u2019 not allowed",
            doubled,
            "duplicate-header",
            id="doubled",
        ),
    ],
)
def test_firefox_names_no_page(tmp_path: Path, reason: str, server: object, cause: str) -> None:
    """An origin that we had to assume is no evidence that the page's is refused."""
    found = diagnosed(FIREFOX.format(reason=reason), tmp_path, LISTED, server)
    assert found.cause is not None
    assert (found.cause.id, [each.id for each in found.also]) == (cause, [])


def test_a_preflight_without_any_header_refuses_no_method(tmp_path: Path) -> None:
    """What a preflight to a stranger lacks beside the origin is no second problem."""
    text = CHROMIUM.replace(
        "policy: No", "policy: Response to preflight request doesn't pass access control check: No"
    )
    app = APP.replace("app.get", "app.put")
    code = f"{TOP}{IMPORT}{app}CORS(app, origins=['http://other.example'])\n"
    begun = Diagnosis.begin(KNOWLEDGE, f"{text}\nPUT http://api.example/a net::ERR_FAILED")
    begun = begun.with_scan(scan(tmp_path, {"app.py": code}))
    found = begun.with_probe_results(play(begun.known, silent)).without_optional_questions()
    assert found.facts.text("method") == "PUT"
    assert (found.cause and found.cause.id, found.also) == ("origin-not-allowed", ())
