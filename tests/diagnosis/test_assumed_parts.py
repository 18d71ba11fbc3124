"""Nothing rests on an assumption: where the page may send another request, the cause is at most a guess."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import cache

import pytest

from cors_wizard.cli.consent import ProbeConsent
from cors_wizard.cli.investigate import investigate
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.http_exchange import Headers, Response
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.report.build_report import build_report
from cors_wizard.report.whole_report import to_text

URL, PAGE, OTHER = "http://localhost:5000/api/orders", "http://localhost:5173", "http://localhost:3000"
SYMPTOMS = (
    *("missing-allow-origin", "multiple-allow-origin", "allow-origin-mismatch", "invalid-allow-credentials"),
    *("wildcard-origin-not-allowed", "preflight-missing-allow-origin", "preflight-failed", "network-failure"),
    *("method-disallowed", "header-disallowed"),
)
JSON = ("Content-Type: application/json",)
REQUESTS: list[dict[str, FactValue]] = [
    {"origin": origin, "method": method, "credentials": credentials, "request_headers": headers}
    for origin in (PAGE, OTHER)
    for method, credentials, headers in (
        ("GET", "same-origin", ()),
        ("GET", "include", ()),
        ("PUT", "same-origin", JSON),
        ("POST", "include", JSON),
    )
]
"""What the page may really send."""


class Server:
    """An API that allows one origin, all (`*`) or none."""

    def __init__(
        self, allowed: str, *, credentials: bool = True, methods: str = "GET, POST, PUT", status: int = 200
    ) -> None:
        self._allowed, self._credentials, self._methods, self._status = allowed, credentials, methods, status

    async def __call__(
        self, requests: tuple[ProbeRequest, ...], *, on_result: object = None
    ) -> tuple[ProbeResult, ...]:
        return tuple(ProbeResult(each, self._response(each)) for each in requests)

    def _response(self, request: ProbeRequest) -> Response:
        is_preflight = request.method == "OPTIONS"
        headers = dict(self._headers(request)) if self._allowed else {}
        return Response(200 if is_preflight else self._status, Headers.of({"Server": "Werkzeug", **headers}))

    def _headers(self, request: ProbeRequest) -> Iterator[tuple[str, str]]:
        if self._allowed not in ("*", request.headers.get("Origin")):
            return
        yield "Access-Control-Allow-Origin", self._allowed
        if self._credentials:
            yield "Access-Control-Allow-Credentials", "true"
        yield "Access-Control-Allow-Methods", self._methods
        yield "Access-Control-Allow-Headers", request.headers.get("Access-Control-Request-Headers") or "x"


SERVERS = {
    "allows-the-page": Server(PAGE),
    "no-cookies": Server(PAGE, credentials=False),
    "any-origin": Server("*", credentials=False),
    "reads-only": Server(PAGE, methods="GET"),
    "fails": Server("", status=500),
}


@cache
def knowledge() -> Knowledge:
    """The built-in knowledge."""
    return load_knowledge()


def text_of(engine: str, symptom: str) -> str:
    """What this browser prints of it; empty where it has no such text."""
    for printed_by, message in knowledge().messages:
        for example in message.examples if (printed_by, message.symptom) == (engine, symptom) else ():
            if Diagnosis.begin(knowledge(), example).facts.text("symptom") == symptom:
                return example
    return ""


def diagnosed(text: str, given: dict[str, FactValue], server: Server) -> Diagnosis:
    """What comes of it where nobody is there to answer."""
    known = {"url": URL, "request_mode": "cors", **given}
    facts = Facts.of(Fact(name, value, "answered") for name, value in known.items())
    begun = Diagnosis.begin(knowledge(), text, facts).without_optional_questions()
    return asyncio.run(investigate(begun, sender=server, may_probe=ProbeConsent("auto")))


def may_be(request: dict[str, FactValue], seen: Diagnosis, symptom: str) -> bool:
    """Whether the page may send this request, as far as the text tells."""
    with_cookies = symptom in ("wildcard-origin-not-allowed", "invalid-allow-credentials")
    if with_cookies and request["credentials"] != "include":
        return False
    if symptom == "method-disallowed" and request["method"] in ("GET", "HEAD", "POST"):
        return False  # CORS-safelisted: no list refuses them.
    return all(seen.known.text(name) in (None, request[name]) for name in ("origin", "method", "credentials"))


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize("symptom", SYMPTOMS)
@pytest.mark.parametrize("engine", ["firefox", "chromium"])
def test_no_cause_rests_on_it(engine: str, symptom: str, name: str) -> None:
    """Whatever else the page may send, a cause that is more than a guess is the cause of that, too."""
    text = text_of(engine, symptom)
    if not text:
        return
    seen = diagnosed(text, {}, SERVERS[name])
    if seen.cause is None or seen.certainty == "guess":
        return
    for request in REQUESTS:
        if may_be(request, seen, symptom):
            known = diagnosed(text, request, SERVERS[name])
            assert known.cause is not None, request
            assert known.cause.id == seen.cause.id, request


def test_an_origin_that_nothing_shows() -> None:
    """Firefox names none: the page may be the one that the list names, and then it passes."""
    text = text_of("firefox", "missing-allow-origin")
    listed: dict[str, FactValue] = {"configured_origins": (PAGE,), "cors_setup": "app", "method": "GET"}
    seen = diagnosed(
        text, {**listed, "credentials": "omit", "request_headers": ()}, SERVERS["allows-the-page"]
    )
    assert seen.cause is not None
    assert seen.certainty == "guess"
    shown = to_text(build_report(seen), bold=False, verbose=False)
    assert "lets the page read" not in shown
