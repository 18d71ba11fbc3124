"""A recorded exchange to facts, by the function that also serves probes; what isn't in it stays unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cors_wizard.console.clipboards.copied import of_the_page
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.fetch_standard import is_same_origin, judge
from cors_wizard.http_exchange import Exchange, Headers, NetworkFailure, Response
from cors_wizard.masking import masked_url
from cors_wizard.probe.bisection import Bisection
from cors_wizard.probe.failures import BROKE_OFF, CLOSED, SPEAKS_NO_TLS
from cors_wizard.probe.findings import Findings, exchange_facts
from cors_wizard.probe.judging import Judged
from cors_wizard.probe.origins import Sightings
from cors_wizard.probe.page_request import PageRequest
from cors_wizard.probe.redirects import Trail
from cors_wizard.probe.result import FailureKind, ProbeRequest, ProbeResult
from cors_wizard.probe.shown import clean
from cors_wizard.probe.verdict_facts import decisive_ids

if TYPE_CHECKING:
    from cors_wizard.recordings.recorded import Recorded, Unknown

_FAILURES: Mapping[NetworkFailure, tuple[FailureKind, str]] = {
    "refused": ("refused", "the connection was refused"),
    "timed-out": ("timed-out", "no response in time"),
    "name-not-resolved": ("name-not-resolved", "the host name has no address"),
    "certificate-not-trusted": ("tls-failed", "the certificate is not trusted"),
    "no-tls": ("tls-failed", SPEAKS_NO_TLS),
    "empty-response": ("no-http", CLOSED),
    "connection-reset": ("no-http", BROKE_OFF),
    "no-http": ("no-http", "the response is not valid HTTP"),
}
_NOTHING_DECIDES: frozenset[Unknown] = frozenset({"credentials", "headers", "method", "preflight"})
"""What may be unknown and still leave a response that a browser would accept, as far as it was recorded."""

_OF_ITS_PAGE = frozenset(
    {
        *("origin", "origin_sent", "symptom", "recorded_outcome", "probe_outcome", "cors_headers_seen"),
        *("allow_origin", "allow_origin_form", "allow_origin_lines"),
    }
)
"""What an exchange says of the page that it was made for, or as if for."""

_OF_PREFLIGHTS = ("Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Max-Age")


def recorded_findings(recorded: Recorded, pasted: Facts | None = None) -> Findings:
    """What a recorded exchange says about the problem; `pasted` is what else the text tells."""
    verdict = recorded.verdict
    told = tuple(_about_request(recorded))
    if verdict is None:
        return Findings((*told, *_about_what_is_there(recorded), *_extra(recorded)))
    judged = _judged(recorded)
    by_id = {result.request.id: result for result in _results(recorded)}
    found = (
        fact
        for fact in exchange_facts(pasted or Facts(), judged, by_id, "recorded")
        if not (fact.name == "probe_outcome" and fact.value == "readable") and _is_shown(recorded, fact)
    )
    seen = tuple(_about_other_responses(judged, by_id))
    facts = (*told, *found, *seen, *_about_outcome(recorded), *_extra(recorded))
    if "origin" in recorded.unknown:
        return Findings(facts)
    return Findings(facts, recorded.exchange, verdict)


def facts_for_another(recorded: Recorded) -> Iterator[Fact]:
    """What an exchange with another page's origin shows: whom the server allows, not what this page gets."""
    found = recorded_findings(recorded).facts
    yield from (replace(fact, source="pasted") for fact in found if fact.name not in _OF_ITS_PAGE)
    exchange = recorded.exchange
    response = exchange.response or exchange.preflight_response
    allowed = response.headers.get("Access-Control-Allow-Origin") if response else None
    if allowed == exchange.page_origin:
        evidence = _evidence(recorded)
        yield Fact("cors_headers_seen", "for-another-origin", "pasted", evidence)
        yield Fact("allowed_origins_seen", (allowed,), "pasted", evidence)


def is_of_the_preflight(recorded: Recorded) -> bool:
    """Whether the one response that is there is a preflight's, by title or headers, and allows the page."""
    exchange = recorded.exchange
    response = exchange.response or exchange.preflight_response
    if response is None or "origin" in recorded.unknown:
        return False
    allows = response.headers.get("Access-Control-Allow-Origin") in ("*", exchange.page_origin)
    looks_like_it = "method" in recorded.unknown and any(name in response.headers for name in _OF_PREFLIGHTS)
    return allows and (exchange.response is None or looks_like_it)


def facts_of_the_preflight(recorded: Recorded) -> Iterator[Fact]:
    """What such a block shows beside a message about the request itself, whose own response isn't there."""
    response, evidence = (
        recorded.exchange.response or recorded.exchange.preflight_response,
        _evidence(recorded),
    )
    if response is not None and "status" not in recorded.unknown:
        yield Fact("preflight_status", response.status, "pasted", evidence)
    yield Fact("reachable", "answered", "pasted", evidence)
    yield Fact("cors_headers_seen", "on-another-response", "pasted", evidence)


def _is_shown(recorded: Recorded, fact: Fact) -> bool:
    return not (fact.name in ("status", "preflight_status") and "status" in recorded.unknown)


def outcome(recorded: Recorded) -> str:
    """Whether a browser accepts it: "readable", "refused", "as-shown" where more decides than is shown."""
    verdict = recorded.verdict
    if verdict is None:
        return ""
    if not verdict.readable:
        return "refused"
    if any(each.id == "redirect-not-recorded" for each in verdict.warnings):
        return ""  # A browser follows it, to a response that isn't there.
    if recorded.was_read or not recorded.unknown:
        return "readable"
    return "as-shown" if recorded.unknown <= _NOTHING_DECIDES else ""


def _about_outcome(recorded: Recorded) -> Iterator[Fact]:
    came_to = outcome(recorded)
    if came_to:
        yield _fact("recorded_outcome", came_to, recorded)
    if came_to == "readable":
        yield _fact("probe_outcome", "readable", recorded)


def _extra(recorded: Recorded) -> Iterator[Fact]:
    yield from (_fact(name, value, recorded) for name, value in recorded.extra)


def _fact(name: str, value: FactValue, recorded: Recorded) -> Fact:
    return Fact(name, value, "recorded", _evidence(recorded))


def _evidence(recorded: Recorded) -> str:
    exchange = recorded.exchange
    asked = f"{exchange.request.method} {clean(masked_url(exchange.request.url))}"
    asked = "a response" if "url" in recorded.unknown else asked
    response = exchange.response or exchange.preflight_response
    return f"recorded: {asked}" + (f", status {response.status}" if response else "")


def _about_request(recorded: Recorded) -> Iterator[Fact]:
    """The page's request, as far as it is in the recording."""
    exchange, request = recorded.exchange, recorded.exchange.request
    told: dict[str, FactValue] = {"url": "" if "url" in recorded.unknown else request.url}
    if "origin" not in recorded.unknown:
        told["origin"] = exchange.page_origin
    if "method" not in recorded.unknown:
        told["method"] = request.method
    if "credentials" not in recorded.unknown:
        told["credentials"] = request.credentials
    # Nobody writes the mode of an image: only of a script's call it is a choice.
    is_chosen = request.mode != "cors" and request.initiator_type in ("fetch", "xmlhttprequest")
    told["request_mode"] = request.mode if is_chosen else ""
    yield from (_fact(name, value, recorded) for name, value in told.items() if value)
    headers = request.headers if recorded.page_headers is None else recorded.page_headers
    if "url" not in recorded.unknown and (len(headers) or "headers" not in recorded.unknown):
        yield _fact("request_headers", of_the_page(headers), recorded)


def _about_what_is_there(recorded: Recorded) -> Iterator[Fact]:
    """The facts of a response that cannot be judged."""
    exchange = recorded.exchange
    for name, response in (("preflight_status", exchange.preflight_response), ("status", exchange.response)):
        if response is not None and "status" not in recorded.unknown:
            yield _fact(name, response.status, recorded)
    if "response-headers" not in recorded.unknown:
        judged = _judged(recorded)
        by_id = {result.request.id: result for result in _results(recorded)}
        yield from (
            fact
            for fact in exchange_facts(Facts(), judged, by_id, "recorded")
            if fact.name not in ("symptom", "probe_outcome", "status", "preflight_status")
        )


def _judged(recorded: Recorded) -> Judged:
    exchange, verdict = recorded.exchange, recorded.verdict
    if verdict is None:
        verdict = replace(judge(exchange), violations=())
    page = PageRequest(exchange.request, exchange.page_origin, known_headers=not recorded.by_tool)
    return Judged(page, exchange, verdict, Bisection(), Trail(hops=exchange.redirects), is_real=True)


def _results(recorded: Recorded) -> Iterator[ProbeResult]:
    exchange, request = recorded.exchange, recorded.exchange.request
    if "url" in recorded.unknown:
        request = replace(request, url="", method="")
    if exchange.preflight_response is not None:
        asked = ProbeRequest("preflight", "the recorded preflight", "OPTIONS", request.url, _origin(exchange))
        yield ProbeResult(asked, exchange.preflight_response)
    came = exchange.response is not None
    if came or exchange.failure or recorded.was_refused or not exchange.preflight_response:
        headers = Headers((*request.headers.pairs, *_origin(exchange).pairs))
        sent = ProbeRequest("request", "the recorded request", request.method, request.url, headers)
        yield _result(sent, exchange.response, exchange.failure)
    for number, hop in enumerate(exchange.redirects, start=1):
        followed = ProbeRequest(
            f"redirect-{number}", "where the redirect leads", request.method, hop.url, _origin(exchange)
        )
        yield _result(followed, hop.response, None)


def _result(request: ProbeRequest, response: Response | None, failure: NetworkFailure | None) -> ProbeResult:
    if response is not None:
        return ProbeResult(request, response)
    kind, detail = _FAILURES[failure] if failure else (None, "no response was recorded")
    return ProbeResult(request, None, kind, detail)


def _origin(exchange: Exchange) -> Headers:
    return Headers.of([("Origin", exchange.page_origin)])


def _about_other_responses(judged: Judged, by_id: Mapping[str, ProbeResult]) -> Iterator[Fact]:
    """Where the header was seen; that it is on none of one exchange says nothing about the others."""
    if is_same_origin(judged.page.origin, judged.page.request.url):
        return
    seen = Sightings(judged.page.origin, by_id)
    where, sighting = seen.seen_for(decisive_ids(judged))
    if where != "nowhere" and sighting is not None:
        evidence = f"{sighting.result.request.purpose}: Access-Control-Allow-Origin: {clean(sighting.value)}"
        yield Fact("cors_headers_seen", where, "recorded", evidence)
    if any(each.value == "*" for each in seen.all):
        yield Fact("origin_policy", "wildcard", "recorded", "Access-Control-Allow-Origin: *")
