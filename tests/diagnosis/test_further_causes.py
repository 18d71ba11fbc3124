"""What is named beside the first cause: what else has to be fixed, and nothing that follows from it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from flask import Flask, Response

from cors_wizard.cli.investigate import investigate
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.probe.send import send
from cors_wizard.project import scan_project
from tests.probe.serving import flask_server

PAGE = "http://localhost:3000"


@pytest.mark.parametrize(
    ("headers", "also"),
    [
        pytest.param({}, [], id="no-header-at-all"),
        pytest.param({"Access-Control-Allow-Methods": "GET"}, ["credentials-not-allowed"], id="others"),
    ],
)
def test_credentials_beside_a_missing_origin(headers: dict[str, str], also: list[str]) -> None:
    """Without any CORS header there is none for credentials either: that is one cause."""
    app = Flask(__name__)
    app.add_url_rule("/api", "api", lambda: "")

    @app.after_request
    def add(response: Response) -> Response:
        response.headers.update(headers)
        return response

    with flask_server(app) as url:
        text = (
            f"Access to fetch at '{url}/api' from origin '{PAGE}' has been blocked by CORS policy: "
            "No 'Access-Control-Allow-Origin' header is present on the requested resource."
        )
        known = {"credentials": "include", "method": "GET"}
        given = Facts.of(Fact(name, value, "answered") for name, value in known.items())
        begun = Diagnosis.begin(load_knowledge(), text, given).without_scanning().without_optional_questions()
        done = asyncio.run(investigate(begun, sender=send, may_probe=lambda url: True))
    assert done.cause is not None
    assert [cause.id for cause in done.also] == also
    assert done.fix is not None
    assert any("supports_credentials" in step.code.text for step in done.fix.steps if step.code)


@pytest.mark.parametrize(("header", "also"), [("authorization", []), ("content-type", ["server-error"])])
def test_a_failure_without_the_login(header: str, also: list[str]) -> None:
    """A probe that has no token may be what the view fails of: nothing is to be changed for that."""
    app = Flask(__name__)
    app.add_url_rule("/api", "api", lambda: Response("", 500), methods=["GET"])
    with flask_server(app) as url:
        text = (
            f"Access to fetch at '{url}/api' from origin '{PAGE}' has been blocked by CORS policy: Response "
            "to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header "
            "is present on the requested resource."
        )
        known: dict[str, FactValue] = {"credentials": "omit", "method": "GET", "request_headers": (header,)}
        given = Facts.of(Fact(name, value, "answered") for name, value in known.items())
        begun = Diagnosis.begin(load_knowledge(), text, given).without_scanning().without_optional_questions()
        done = asyncio.run(investigate(begun, sender=send, may_probe=lambda url: True))
    assert done.cause is not None
    assert done.cause.id == "cors-not-initialized"
    assert [cause.id for cause in done.also] == also


_APP = """\
from flask import Flask
from flask_cors import CORS

app = Flask(__name__)
CORS(app, resources={r"/api/*": {"origins": "http://localhost:3000"}})


@app.get("/api/weather")
def weather():
    return {}
"""


@pytest.mark.parametrize("server", ["AirTunes/775.3.1", "nginx"])
def test_another_program_says_nothing_of_the_code(
    tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What AirPlay Receiver responds is no reason to change the app; a proxy's answer may be one."""
    # A server that was started in a folder with another app would say that the project isn't what runs.
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(_APP)
    other = Flask(__name__)

    @other.before_request
    def refuse() -> Response:
        return Response("", 403, {"Server": server, "X-Apple-ProcessingTime": "0"})

    with flask_server(other) as url:
        text = (
            f"Access to fetch at '{url}/api/weather' from origin '{PAGE}' has been blocked by CORS policy: "
            "No 'Access-Control-Allow-Origin' header is present on the requested resource."
        )
        known: dict[str, FactValue] = {
            "url": url,
            "credentials": "omit",
            "method": "GET",
            "request_headers": (),
        }
        given = Facts.of(Fact(name, value, "answered") for name, value in known.items())
        begun = Diagnosis.begin(load_knowledge(), text, given).with_scan(scan_project(tmp_path))
        begun = begun.without_optional_questions()
        done = asyncio.run(investigate(begun, sender=send, may_probe=lambda url: True))
    is_other = server.startswith("AirTunes")
    assert (done.cause is not None and done.cause.id == "port-taken") is is_other
    assert (done.changes.changes == ()) is is_other
