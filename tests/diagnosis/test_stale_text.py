"""A text of before the fix, and a server that is fine now: for every symptom, it passes now."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from cors_wizard.cli import exit_status
from cors_wizard.cli.consent import ProbeConsent
from cors_wizard.cli.diagnose import status_of
from cors_wizard.cli.investigate import investigate
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, Facts, Source
from cors_wizard.facts.symptoms import is_preflight_symptom
from cors_wizard.http_exchange import Headers, Response
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.report.as_json import result_line
from cors_wizard.report.build_report import build_report
from cors_wizard.report.whole_report import to_text

PAGE, URL = "http://localhost:3000", "http://localhost:5000/api/orders"
OF_THE_RESPONSE = (
    "missing-allow-origin",
    "multiple-allow-origin",
    "invalid-allow-origin",
    "allow-origin-mismatch",
    "wildcard-origin-not-allowed",
    "invalid-allow-credentials",
)
SYMPTOMS = (
    *OF_THE_RESPONSE,
    *(f"preflight-{each}" for each in OF_THE_RESPONSE),
    "preflight-invalid-status",
    "preflight-disallowed-redirect",
    "preflight-failed",
    "invalid-allow-methods",
    "invalid-allow-headers",
    "method-disallowed",
    "header-disallowed",
    "redirect-contains-credentials",
    "network-failure",
)


async def healthy(requests: tuple[ProbeRequest, ...], *, on_result: object = None) -> tuple[ProbeResult, ...]:
    """What an API sends that allows the page alone, with cookies."""

    def response(request: ProbeRequest) -> Response:
        allowed = request.headers.get("Origin") == PAGE
        asked = request.headers.get("Access-Control-Request-Headers") or ""
        own = {
            "Access-Control-Allow-Origin": PAGE,
            "Access-Control-Allow-Credentials": "true",
            "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
            "Access-Control-Allow-Headers": asked,
        }
        return Response(200, Headers.of({"Vary": "Origin", "Server": "Werkzeug", **(own if allowed else {})}))

    return tuple(ProbeResult(request, response(request)) for request in requests)


def investigated(text: str, method: str) -> Diagnosis:
    """The text, with the whole request known, so that nothing rests on an assumption; the server is fine."""
    given = {
        "url": URL,
        "origin": PAGE,
        "method": method,
        "request_headers": () if method == "GET" else ("Content-Type: application/json",),
        "credentials": "include",
        "request_mode": "cors",
    }
    facts = Facts.of(Fact(name, value, "answered") for name, value in given.items())
    begun = Diagnosis.begin(load_knowledge(), text, facts)
    return asyncio.run(investigate(begun, sender=healthy, may_probe=ProbeConsent("auto"), scanner=None))


def text_of(symptom: str) -> str:
    """What a browser prints of it: Chromium's own text, where it has one."""
    knowledge = load_knowledge()
    # A message that is cut off has no symptom.
    messages = sorted(knowledge.messages, key=lambda each: each[0] != "chromium")
    texts = [each.examples[0] for _, each in messages if each.symptom == symptom]
    return next(each for each in texts if Diagnosis.begin(knowledge, each).facts.text("symptom") == symptom)


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("symptom", SYMPTOMS)
def test_it_passes_now(symptom: str, method: str) -> None:
    """Never the cause of before; of a method that writes, the preflight alone is seen."""
    done = investigated(text_of(symptom), method)
    line = result_line(done)
    assert line["cause"] is None, line["cause"]
    assert isinstance(line["verdict"], dict)
    assert line["verdict"]["readable"]
    is_seen = method == "GET" or symptom not in OF_THE_RESPONSE
    title = "It passes now" if is_seen else "It passes, as far as seen"
    assert title in to_text(build_report(done), bold=False, verbose=False)


async def without_cookies(
    requests: tuple[ProbeRequest, ...], *, on_result: object = None
) -> tuple[ProbeResult, ...]:
    """The same API, which allows no cookies."""
    found = await healthy(requests)
    name = "access-control-allow-credentials"
    kept = [
        tuple(pair for pair in each.response.headers if pair[0].lower() != name)
        for each in found
        if each.response
    ]
    return tuple(
        replace(each, response=Response(200, Headers(pairs))) for each, pairs in zip(found, kept, strict=True)
    )


@pytest.mark.parametrize("symptom", [each for each in SYMPTOMS if is_preflight_symptom(each)])
def test_a_preflight_passes_now_though_nothing_shows_cookies(symptom: str) -> None:
    """What the text complains about is gone; whether the page sends cookies is a question."""
    known = (
        Fact("url", URL, "answered"),
        Fact("origin", PAGE, "answered"),
        Fact("method", "PUT", "answered"),
    )
    begun = Diagnosis.begin(load_knowledge(), text_of(symptom), Facts.of(known))
    done = asyncio.run(
        investigate(begun, sender=without_cookies, may_probe=ProbeConsent("auto"), scanner=None)
    )
    is_about_cookies = symptom in (
        "preflight-invalid-allow-credentials",
        "preflight-wildcard-origin-not-allowed",
    )
    if symptom != "preflight-failed" and not is_about_cookies:
        assert "It passes, as far as seen" in to_text(build_report(done), bold=False, verbose=False)
    assert not done.contradictions


@pytest.mark.parametrize(("first", "again"), [(True, False), (False, True)])
def test_servers_that_take_turns_are_no_pass(first: bool, again: bool) -> None:
    """Whichever responded first: neither that it passes nor the cause of the one that is blocked."""

    async def turns(
        requests: tuple[ProbeRequest, ...], *, on_result: object = None
    ) -> tuple[ProbeResult, ...]:
        found = await healthy(requests)
        lets_in = [again if each.request.id.startswith("again-") else first for each in found]
        return tuple(
            each if allowed else replace(each, response=Response(200))
            for each, allowed in zip(found, lets_in, strict=True)
        )

    known = {"url": URL, "origin": PAGE, "method": "GET", "credentials": "omit"}
    sent = Fact("request_headers", (), "answered")
    facts = Facts.of((*(Fact(name, value, "answered") for name, value in known.items()), sent))
    begun = Diagnosis.begin(load_knowledge(), text_of("missing-allow-origin"), facts)
    done = asyncio.run(investigate(begun, sender=turns, may_probe=ProbeConsent("auto"), scanner=None))
    shown = to_text(build_report(done), bold=False, verbose=False)
    assert "The same request gets different responses" in shown
    assert (done.cause, status_of(done)) == (None, exit_status.PROBLEM)


OLD_STATUS = (
    f"[Error] Origin {PAGE} is not allowed by Access-Control-Allow-Origin. Status code: 500\n"
    f"[Error] Fetch API cannot load {URL} due to access control checks.",
    f"Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {URL}. "
    "(Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 404.",  # noqa: RUF001  its quotes
)


@pytest.mark.parametrize("text", OLD_STATUS, ids=["safari", "firefox"])
@pytest.mark.parametrize(("source", "is_open"), [("assumed", True), ("answered", False)])
def test_a_status_of_before_is_no_cause_of_a_guess(text: str, source: Source, is_open: bool) -> None:
    """Nothing but a guess says that the page sends PUT: GET passes now, and the page may send that."""
    known = (Fact("url", URL, "answered"), Fact("origin", PAGE, "answered"), Fact("method", "PUT", source))
    begun = Diagnosis.begin(load_knowledge(), text, Facts.of(known))
    done = asyncio.run(investigate(begun, sender=healthy, may_probe=ProbeConsent("auto"), scanner=None))
    shown = to_text(build_report(done), bold=False, verbose=False)
    assert ("It passes, as far as seen" in shown) == is_open
    assert (done.cause is None) == is_open


CUT = [
    *(
        each.examples[0]
        for _, each in load_knowledge().messages
        if each.id.startswith(("chromium-cut-origin", "firefox-cut-bare"))
    ),
    "Access to fetch at 'http://localhost:5000/a' from origin 'http://localhost:3000' has been blocked by",
    "orders\tCORS error\tfetch\torders.js:3\t0 B\t5 ms",
    "I get a CORS error",
    "it works in Postman but my page gets nothing",
]


@pytest.mark.parametrize("text", CUT)
def test_what_is_cut_off_passes_too(text: str) -> None:
    """What the line said doesn't matter any more."""
    done = investigated(text, "GET")
    assert done.cause is None
    assert "It passes now" in to_text(build_report(done), bold=False, verbose=False)


def test_a_star_is_not_gone() -> None:
    """Where only the credentials are unknown, the wildcard is still what the text complains about."""
    text = text_of("wildcard-origin-not-allowed")

    async def star(
        requests: tuple[ProbeRequest, ...], *, on_result: object = None
    ) -> tuple[ProbeResult, ...]:
        headers = Headers.of({"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "PUT"})
        return tuple(ProbeResult(request, Response(200, headers)) for request in requests)

    given = Facts.of(
        (Fact("url", URL, "answered"), Fact("origin", PAGE, "answered"), Fact("method", "PUT", "answered"))
    )
    begun = Diagnosis.begin(load_knowledge(), text, given).without_optional_questions()
    done = asyncio.run(investigate(begun, sender=star, may_probe=ProbeConsent("auto"), scanner=None))
    assert done.cause
    assert done.cause.id == "wildcard-with-credentials"
