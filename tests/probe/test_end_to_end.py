"""Real Flask apps, broken in each of the usual ways, probed over the network: the facts that come out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from flask import Flask, Response, abort, request
from flask_cors import CORS, cross_origin

from cors_wizard.facts import Facts, FactValue
from cors_wizard.probe.findings import Findings, findings
from cors_wizard.probe.run import run_probes
from cors_wizard.probe.send import send
from tests.ports import unused_port
from tests.probe.serving import PAGE, SocketServer, facts_of, flask_server, saying

JSON_POST: dict[str, FactValue] = {"method": "POST", "request_headers": ("Content-Type: application/json",)}
GET: dict[str, FactValue] = {"method": "GET", "request_headers": ()}


def _app(*methods: str) -> Flask:
    app = Flask("api")

    @app.route("/api/data", methods=methods or ("GET", "POST"))
    def data() -> dict[str, str]:
        return {}

    return app


def not_initialised() -> Flask:
    return _app()


def other_origin() -> Flask:
    app = _app()
    CORS(app, origins=["https://shop.example"])
    return app


def origin_list_with_regex() -> Flask:
    app = _app()
    CORS(app, origins=[re.compile(r"https://.*\.shop\.example$"), "https://shop.example"])
    return app


def wildcard_by_hook() -> Flask:
    app = _app()

    @app.after_request
    def add(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Credentials"] = "true"
        return response

    return app


def open_without_credentials() -> Flask:
    app = _app()
    CORS(app)
    return app


def open_with_credentials() -> Flask:
    app = _app()
    CORS(app, supports_credentials=True)
    return app


def one_header_missing() -> Flask:
    app = _app()
    CORS(app, origins=[PAGE], allow_headers=["Content-Type"])
    return app


def methods_missing() -> Flask:
    app = _app("GET", "PUT")
    CORS(app, origins=[PAGE], methods=["GET", "POST"])
    return app


def options_refused() -> Flask:
    app = Flask("api")
    app.add_url_rule("/api/data", "data", dict, methods=["POST"], provide_automatic_options=False)
    CORS(app)
    return app


def login_before_request() -> Flask:
    app = _app()
    CORS(app)

    @app.before_request
    def check() -> None:
        if "Authorization" not in request.headers:
            abort(401)

    return app


def slash_redirect() -> Flask:
    app = Flask("api")
    CORS(app)

    @app.route("/api/data/", methods=["GET", "POST"])
    def data() -> dict[str, str]:
        return {}

    return app


def crash_in_debug_mode() -> Flask:
    from werkzeug.debug import DebuggedApplication

    app = Flask("api")
    app.debug = True
    CORS(app)

    @app.get("/api/data")
    def data() -> dict[str, str]:
        raise RuntimeError("no such table")

    debugged = DebuggedApplication(app.wsgi_app)
    debugged.trusted_hosts = ["127.0.0.1"]
    app.wsgi_app = debugged  # type: ignore[method-assign]  # as Flask documents
    return app


def wrong_path() -> Flask:
    return Flask("api")


def duplicate_header() -> Flask:
    app = _app()

    @app.after_request
    def add(response: Response) -> Response:
        response.headers.add("Access-Control-Allow-Origin", "*")
        return response

    CORS(app, origins=[PAGE])
    return app


def decorated_post_only() -> Flask:
    app = Flask("api")

    @app.route("/api/data", methods=["POST"])
    @cross_origin(origins=[PAGE])
    def data() -> dict[str, str]:
        return {}

    return app


def null_allowed() -> Flask:
    app = _app()
    CORS(app, origins=[PAGE, "null"])
    return app


def redirected_elsewhere() -> Flask:
    app = Flask("api")
    CORS(app)

    @app.get("/api/data")
    def data() -> Response:
        return Response(status=302, headers={"Location": "https://login.example/?next=/api&token=abc"})

    return app


@dataclass(frozen=True)
class Case:
    """A broken app, what is known before probing, and what the probes must find."""

    app: Callable[[], Flask]
    given: dict[str, FactValue]
    expected: dict[str, FactValue]
    absent: tuple[str, ...] = field(default=())


CASES = [
    pytest.param(
        Case(
            not_initialised,
            JSON_POST,
            {
                "reachable": "answered",
                "preflight_status": 200,
                "answered_by": "flask",
                "cors_headers_seen": "nowhere",
                "origin_policy": "none",
                "allow_origin_lines": 0,
                "probe_outcome": "refused",
                "symptom": "preflight-missing-allow-origin",
            },
            ("allowed_origins_seen", "allow_origin", "refused_header", "refused_method", "warnings"),
        ),
        id="cors-not-initialised",
    ),
    pytest.param(
        Case(
            not_initialised,
            {},
            {"cors_headers_seen": "nowhere", "symptom": "missing-allow-origin", "status": 200},
        ),
        id="cors-not-initialised-and-nothing-known-of-the-request",
    ),
    pytest.param(
        Case(
            other_origin,
            GET,
            {
                "status": 200,
                "cors_headers_seen": "for-another-origin",
                "origin_policy": "selected",
                "allowed_origins_seen": ("https://shop.example",),
                "symptom": "missing-allow-origin",
            },
            ("preflight_status",),
        ),
        id="origin-list-without-this-origin",
    ),
    pytest.param(
        Case(
            origin_list_with_regex,
            JSON_POST,
            {
                "cors_headers_seen": "for-another-origin",
                "origin_policy": "selected",
                "allowed_origins_seen": ("https://shop.example",),
                "symptom": "preflight-missing-allow-origin",
            },
        ),
        id="origin-list-with-a-regular-expression",
    ),
    pytest.param(
        Case(
            wildcard_by_hook,
            {**GET, "credentials": "include"},
            {
                "allow_origin": "*",
                "allow_credentials": "true",
                "origin_policy": "wildcard",
                "cors_headers_seen": "for-this-origin",
                "symptom": "wildcard-origin-not-allowed",
            },
        ),
        id="wildcard-with-credentials-by-hook",
    ),
    pytest.param(
        Case(
            open_without_credentials,
            {**JSON_POST, "credentials": "include"},
            {
                "allow_origin": PAGE,
                "origin_policy": "any-echoed",
                "symptom": "preflight-invalid-allow-credentials",
                "probe_outcome": "refused",
            },
            ("allow_credentials", "warnings"),
        ),
        id="credentials-missing",
    ),
    pytest.param(
        Case(
            one_header_missing,
            {"method": "POST", "request_headers": ("Content-Type: application/json", "X-Api-Key: k")},
            {
                "refused_header": "x-api-key",
                "preflight_status": 200,
                "allow_origin": PAGE,
                "origin_policy": "selected",
                "symptom": "header-disallowed",
            },
            ("refused_method",),
        ),
        id="allow-headers-without-one",
    ),
    pytest.param(
        Case(
            methods_missing,
            {"method": "PUT", "request_headers": ()},
            {"refused_method": "PUT", "symptom": "method-disallowed", "preflight_status": 200},
            ("refused_header",),
        ),
        id="methods-without-put",
    ),
    pytest.param(
        Case(
            options_refused,
            JSON_POST,
            {"preflight_status": 405, "symptom": "preflight-invalid-status", "allow_origin": PAGE},
            ("status", "response_headers", "refused_header", "refused_method"),
        ),
        id="405-to-options",
    ),
    pytest.param(
        Case(
            login_before_request,
            {"method": "GET", "request_headers": ("Authorization: Bearer t",)},
            {"preflight_status": 401, "status": 200, "symptom": "preflight-invalid-status"},
            ("refused_header",),
        ),
        id="401-by-before-request",
    ),
    pytest.param(
        Case(
            login_before_request,
            {"method": "GET", "request_headers": ("Authorization",)},
            {"preflight_status": 401, "symptom": "preflight-invalid-status"},
            ("status",),
        ),
        id="401-because-the-probe-has-no-login",
    ),
    pytest.param(
        Case(
            slash_redirect,
            JSON_POST,
            {
                "preflight_status": 308,
                "status": 308,
                "redirect_url": "{base}/api/data/",
                "symptom": "preflight-disallowed-redirect",
            },
        ),
        id="308-slash-redirect",
    ),
    pytest.param(
        Case(
            crash_in_debug_mode,
            GET,
            {
                "status": 500,
                "debug_mode": "yes",
                "cors_headers_seen": "on-another-response",
                "symptom": "missing-allow-origin",
                "origin_policy": "any-echoed",
            },
        ),
        id="500-in-debug-mode",
    ),
    pytest.param(
        Case(
            wrong_path,
            {},
            {"status": 404, "cors_headers_seen": "nowhere", "symptom": "missing-allow-origin"},
        ),
        id="404",
    ),
    pytest.param(
        Case(
            duplicate_header,
            GET,
            {
                "allow_origin_lines": 2,
                "cors_headers_seen": "for-this-origin",
                "symptom": "multiple-allow-origin",
                "allow_origin": f"{PAGE}, *",
            },
        ),
        id="duplicate-header",
    ),
    pytest.param(
        Case(
            decorated_post_only,
            JSON_POST,
            {"probe_outcome": "unsettled", "preflight_status": 200, "cors_headers_seen": "for-this-origin"},
            ("status", "symptom"),
        ),
        id="405-to-a-stand-in-is-held-against-nobody",
    ),
    pytest.param(
        Case(
            open_with_credentials,
            GET,
            {"probe_outcome": "readable", "warnings": ("reflects-any-origin", "allows-null-origin")},
            ("symptom",),
        ),
        id="any-origin-with-credentials",
    ),
    pytest.param(
        Case(
            null_allowed,
            GET,
            {
                "probe_outcome": "unsettled",
                "warnings": ("allows-null-origin",),
                "allowed_origins_seen": (PAGE,),
            },
        ),
        id="null-allowed",
    ),
    pytest.param(
        Case(
            redirected_elsewhere,
            GET,
            {"status": 302, "redirect_url": "https://login.example/?next=/api&token=***"},
            ("probe_outcome", "symptom"),
        ),
        id="redirected-to-another-host",
    ),
]


async def _diagnose(given: Facts) -> Findings:
    return findings(given, await run_probes(given, send))


def _values(found: Findings) -> dict[str, FactValue]:
    assert all(fact.source == "probed" and fact.evidence for fact in found.facts)
    return {fact.name: fact.value for fact in found.facts}


@pytest.mark.parametrize("case", CASES)
async def test_broken_app_gives_facts(case: Case) -> None:
    """The wizard sees what is wrong with a running app without asking anybody."""
    with flask_server(case.app()) as base:
        values = _values(await _diagnose(facts_of(url=f"{base}/api/data", **case.given)))
    expected = {
        name: value.replace("{base}", base) if isinstance(value, str) else value
        for name, value in case.expected.items()
    }
    assert {name: values.get(name) for name in expected} == expected
    assert not values.keys() & set(case.absent)
    assert re.fullmatch(r"3\.[0-9.]+", str(values["werkzeug_version"]))
    assert re.fullmatch(r"3\.[0-9.]+", str(values["python_version"]))


async def test_nobody_listening_is_a_finding() -> None:
    """A server that is not running is told as such."""
    found = await _diagnose(facts_of(url=f"http://127.0.0.1:{unused_port()}/api"))
    values = _values(found)
    assert values == {"reachable": "refused", "probe_outcome": "refused", "symptom": "network-failure"}
    assert found.verdict is not None
    assert [v.symptom for v in found.verdict.violations] == ["network-failure"]


async def test_server_that_is_down_now_does_not_overrule_the_pasted_symptom() -> None:
    """What the browser printed still counts when the server was stopped since."""
    given = facts_of(url=f"http://127.0.0.1:{unused_port()}/api", symptom="missing-allow-origin")
    assert "symptom" not in _values(await _diagnose(given))


async def test_airplay_on_port_5000() -> None:
    """macOS's AirPlay receiver is recognized where the user believes that Flask runs."""
    answer = saying("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nServer: AirTunes/670.6.2\r\n\r\n")
    with SocketServer(answer) as server:
        given = facts_of(url=f"http://127.0.0.1:{server.port}/api", credentials="include")
        values = _values(await _diagnose(given))
    assert values["answered_by"] == "airplay"
    assert values["status"] == 403
    assert values["symptom"] == "missing-allow-origin"
