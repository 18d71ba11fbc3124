"""The debug hook: one log line for a response that the browser refuses, and nothing else changes."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from flask_cors import CORS

from cors_wizard.decision_tree import candidates, walk
from cors_wizard.facts import Fact, Facts
from cors_wizard.facts.symptoms import SYMPTOMS
from cors_wizard.flask_debug import _CAUSES, explain
from cors_wizard.knowledge_base import load_knowledge

PAGE = "http://localhost:3000"
COOKIE = {"Origin": PAGE, "Cookie": "a=1"}
GET_ONLY = {"origins": [PAGE], "methods": ["GET"]}
PREFLIGHT = {"Origin": PAGE, "Access-Control-Request-Method": "PUT"}


def view() -> dict[str, str]:
    """The route."""
    return {}


def app_with(setup: dict[str, Any] | None, *, debug: bool = True) -> Flask:
    """A small API with this CORS setup and the hook."""
    app = Flask("api")
    app.debug = debug
    app.add_url_rule("/api/data", "data", view, methods=["GET", "PUT", "PATCH"])
    if setup is not None:
        CORS(app, **setup)
    explain(app)
    return app


def _line_of(text: str) -> int:
    """The first line of this file that begins like this."""
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.strip().startswith(text))


def test_a_hook_of_ones_own_is_the_setup(caplog: pytest.LogCaptureFixture) -> None:
    """It is named by the line where its function begins, before any call of flask-cors."""
    app = app_with(None)

    @app.after_request
    def share(reply: Response) -> Response:
        reply.headers["Access-Control-Allow-Origin"] = "https://other.example"
        return reply

    with caplog.at_level(logging.WARNING, "cors_wizard"):
        app.test_client().get("/api/data", headers={"Origin": PAGE})
    assert f"CORS setup at {__file__}:{_line_of('@app.after_request')})" in caplog.text


CASES = [
    pytest.param(None, "get", {"Origin": PAGE}, "cors-not-initialized", id="missing"),
    pytest.param({"origins": "*", "send_wildcard": True}, "get", {"Origin": PAGE}, "", id="wildcard"),
    pytest.param({"origins": [PAGE]}, "get", {"Origin": PAGE}, "", id="allowed"),
    pytest.param({"origins": [PAGE]}, "get", COOKIE, "credentials-not-allowed", id="cookie"),
    pytest.param(GET_ONLY, "options", PREFLIGHT, "method-not-allowed", id="method"),
    pytest.param(
        {"origins": [PAGE], "allow_headers": ["X-A"]},
        "options",
        {**PREFLIGHT, "Access-Control-Request-Headers": "x-b"},
        "header-not-allowed",
        id="header",
    ),
    pytest.param({"origins": [PAGE]}, "get", {}, "", id="no-origin"),
    pytest.param(None, "get", {"Origin": PAGE, "Sec-Fetch-Mode": "navigate"}, "", id="a-form"),
    pytest.param(None, "get", {"Origin": PAGE, "Sec-Fetch-Mode": "cors"}, "cors-not-initialized", id="fetch"),
    pytest.param(
        {"origins": [PAGE], "methods": ["PATCH"]},
        "options",
        {**PREFLIGHT, "Access-Control-Request-Method": "patch"},
        "method-not-allowed",
        id="methods-are-told-apart-by-case",
    ),
    pytest.param(None, "get", {"Origin": "http://localhost"}, "", id="same-origin"),
    pytest.param(None, "get", {"Origin": "http://a\x1b[31m.example"}, "cors-not-initialized", id="hostile"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "method", "headers", "cause"), CASES)
def test_one_line_for_what_is_refused(
    setup: dict[str, Any] | None,
    method: str,
    headers: dict[str, str],
    cause: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The line names the origin, the check and the page of the cause; the response stays as it was."""
    with caplog.at_level(logging.WARNING, "cors_wizard"):
        response = getattr(app_with(setup).test_client(use_cookies=False), method)(
            "/api/data", headers=headers
        )
    lines = [record.getMessage() for record in caplog.records if record.name == "cors_wizard"]
    assert len(lines) == bool(cause)
    if cause:
        assert lines[0].endswith(f"cors-wizard explain {cause}")
        assert lines[0].isprintable()
        assert "view at " in lines[0]
        assert f"CORS setup at {__file__}:{_line_of('CORS(app, **setup)')})" in lines[0]
    caplog.clear()
    quiet = getattr(app_with(setup, debug=False).test_client(use_cookies=False), method)(
        "/api/data", headers=headers
    )
    assert not [record for record in caplog.records if record.name == "cors_wizard"]
    assert list(quiet.headers) == list(response.headers)


def test_the_causes_are_those_of_the_tree() -> None:
    """Each is a cause that the wizard considers, too, where only this check is known."""
    knowledge = load_knowledge()
    for symptom, cause in _CAUSES.items():
        for each in (symptom, f"preflight-{symptom}"):
            if each in SYMPTOMS:
                facts = Facts.of([Fact("symptom", each, "pasted")])
                walked = walk(knowledge, facts, frozenset())
                found = candidates(knowledge, facts, walked, frozenset())
                assert cause in {candidate.cause.id for candidate in found}, each


def test_the_debuggers_page_has_no_headers(caplog: pytest.LogCaptureFixture) -> None:
    """What a view raises goes past every hook: the line says so, and the exception goes on."""
    app = app_with({"origins": PAGE})

    @app.get("/boom")
    def boom() -> str:
        raise KeyError("x")

    with pytest.raises(KeyError):
        app.test_client().get("/boom", headers={"Origin": PAGE})
    (line,) = [record.getMessage() for record in caplog.records if record.name == "cors_wizard"]
    assert "the code raised KeyError" in line
    assert line.endswith("cors-wizard explain server-error")


def test_it_never_raises(caplog: pytest.LogCaptureFixture) -> None:
    """What a server hands over may be anything."""
    app = app_with(None)
    sent: list[str] = []

    def broken(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("X-A", None)])
        return [b""]

    app.wsgi_app = broken  # type: ignore[method-assign]  # as middleware is put in place
    explain(app)
    app.wsgi_app({"HTTP_ORIGIN": PAGE}, lambda status, headers, *rest: sent.append(status))
    assert sent == ["200 OK"]
