"""Results to an exchange, and the exchange to the verdict of the Fetch standard.

A probe is not the page's request in every respect: no body, no cookies, often another method. What the server
answers to that difference is our own doing and is held against nobody, and neither is what was only assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cors_wizard.facts import Facts, Symptom
from cors_wizard.fetch_standard import Stage, Verdict, Violation, judge
from cors_wizard.fetch_standard.verdict import Caution
from cors_wizard.frozen import dataclass
from cors_wizard.http_exchange import Exchange, NetworkFailure, Response
from cors_wizard.probe.bisection import Bisection, bisect, response_to
from cors_wizard.probe.failures import BROKE_OFF, CLOSED, SPEAKS_NO_TLS
from cors_wizard.probe.origins import SeenFor, Sightings
from cors_wizard.probe.page_request import FOLLOWS_FROM_THE_LIST, ORIGIN_SYMPTOMS, PageRequest, told
from cors_wizard.probe.plan import asked_page
from cors_wizard.probe.redirects import Trail, follow
from cors_wizard.probe.requests import SAFE_METHODS
from cors_wizard.probe.result import FailureKind, ProbeResult
from cors_wizard.probe.unsent import is_allowed, response_of_route, was_sent

_BODY_STATUSES = frozenset({400, 411, 415, 422})
"""What servers answer to a method that should have a body."""

RESPONSE_SYMPTOMS: frozenset[Symptom] = frozenset(
    {
        "missing-allow-origin",
        "multiple-allow-origin",
        "invalid-allow-origin",
        "allow-origin-mismatch",
        "wildcard-origin-not-allowed",
        "invalid-allow-credentials",
    }
)
_PREFLIGHT_REFUSALS: frozenset[Symptom] = frozenset(
    {"preflight-missing-allow-origin", "preflight-allow-origin-mismatch"}
)
_REFUSALS: frozenset[Symptom] = frozenset({"missing-allow-origin", "allow-origin-mismatch"})
_FAILURES: Mapping[FailureKind, NetworkFailure] = {
    "refused": "refused",
    "timed-out": "timed-out",
    "name-not-resolved": "name-not-resolved",
    "no-http": "no-http",
}
_CLOSED: Mapping[str, NetworkFailure] = {CLOSED: "empty-response", BROKE_OFF: "connection-reset"}


@dataclass(frozen=True)
class Judged:
    """What was recorded of the page's request, and what a browser makes of it."""

    page: PageRequest
    exchange: Exchange
    verdict: Verdict
    bisection: Bisection
    trail: Trail
    of_route: Response | None = None
    """The 405 that the page's method gets by what the route says of itself; it was not sent."""
    excuse: str = ""
    """Why the response says nothing about the page's own request, in one sentence; empty where it does."""
    is_real: bool = False
    """Whether the page itself sent it: then nothing in the response is a probe's own doing."""


def judge_results(
    facts: Facts, page: PageRequest, by_id: Mapping[str, ProbeResult], seen: Sightings
) -> Judged:
    """The page's request as far as it is known; without a preflight first, where it may need none."""
    preflighted = asked_page(page)
    if page.needs_preflight or preflighted is None:
        return _judge(facts, page, by_id, seen)
    simple = _judge(facts, page, by_id, seen)
    if simple.verdict.violations or refused_the_response(facts):
        return simple
    assumed = _judge(facts, preflighted, by_id, seen)
    return assumed if assumed.verdict.violations or simple.excuse else simple


def refused_the_response(facts: Facts) -> bool:
    """Whether the browser says that the preflight, if there was one, passed."""
    # Chromium alone says at which of the two responses it stopped; the others print one text for both.
    return told(facts, "engine") == "chromium" and told(facts, "symptom") in RESPONSE_SYMPTOMS


def _judge(facts: Facts, page: PageRequest, by_id: Mapping[str, ProbeResult], seen: Sightings) -> Judged:
    bisection = bisect(page, by_id) if page.needs_preflight else Bisection()
    of_route = response_of_route(facts, page, by_id)
    excuse = own_doing(page, by_id) if seen.any_allowed and not of_route else ""
    if excuse and _is_as_told(facts, page, by_id.get("request")):
        excuse = ""
    trail = Trail() if of_route else follow(page, by_id)
    exchange = Exchange(
        page.origin,
        page.request,
        _preflight_response(page, by_id, bisection) if page.needs_preflight else None,
        None if excuse else of_route or response_to(by_id, "request"),
        () if excuse else trail.hops,
        failure=_failure(page, by_id),
        stand_in="" if of_route else _stand_in(page, by_id.get("request")),
    )
    verdict = judge(exchange)
    kept = [v for v in verdict.violations if not _is_assumed(v, page, seen)]
    if any(v.symptom in _PREFLIGHT_REFUSALS and v not in kept for v in verdict.violations):
        # Who is not on the list gets none of the other headers, either.
        kept = [v for v in kept if v.symptom not in FOLLOWS_FROM_THE_LIST]
    if any(v.symptom in _REFUSALS and v not in kept for v in verdict.violations):
        kept = [v for v in kept if v.symptom != "invalid-allow-credentials"]
    told = [v for v in kept if not _is_silence(v)]
    # What stops the call itself comes before anything is sent.
    early = [v for v in told if v.stage == "request"]
    late = (v for v in told if v not in early)
    violations = (*early, *_silence(page, by_id), *late, *_circle(page, response_to(by_id, "request"), trail))
    warnings = (*verdict.warnings, *_unsent(page, by_id))
    # What was refused to an assumed origin or header is not a violation, and is not allowed, either.
    readable = not violations and len(kept) == len(verdict.violations)
    verdict = replace(verdict, readable=readable, violations=violations, warnings=warnings)
    return Judged(page, exchange, verdict, bisection, trail, of_route, excuse)


def _unsent(page: PageRequest, by_id: Mapping[str, ProbeResult]) -> tuple[Caution, ...]:
    """That the response is not the one to the page's own method."""
    if was_sent(page, by_id) or page.assumed_method:
        return ()
    return (Caution("request-not-sent", page.request.method),)


def _stand_in(page: PageRequest, result: ProbeResult | None) -> str:
    return result.request.method if result and result.request.method != page.request.method else ""


def _failure(page: PageRequest, by_id: Mapping[str, ProbeResult]) -> NetworkFailure | None:
    """Why nothing came to the first probe that nothing came to."""
    results = (by_id.get(id) for id in (("preflight", "request") if page.needs_preflight else ("request",)))
    failed = next((result for result in results if result and result.failure), None)
    if failed is None or failed.failure is None:
        return None
    if failed.failure == "tls-failed":
        return "no-tls" if SPEAKS_NO_TLS in failed.detail else "certificate-not-trusted"
    return _CLOSED.get(failed.detail) or _FAILURES.get(failed.failure)


def own_doing(page: PageRequest, by_id: Mapping[str, ProbeResult]) -> str:
    """Why a status is the answer to our probe and not to the page's request; empty where it is to both."""
    result = by_id.get("request")
    if result is None or result.response is None:
        return ""
    status, method = result.response.status, result.request.method
    stands_in = page.assumed_method or method != page.request.method
    if status == 405 and stands_in:
        return f"The route has no {method}, which was sent because the page's own method was not."
    if status == 404 and stands_in and is_allowed(page, by_id):
        own = page.request.method
        return f"A {method} was sent in place of the {own}: its 404 is not the {own}'s, which `Allow` lists."
    if status in _BODY_STATUSES and method not in SAFE_METHODS:
        return f"The {method} was sent without a body."
    if status in (401, 403) and _lacks_login(page) and not _is_airplay(result.response):
        return "The probe isn't logged in: it sends no cookies and no headers with unknown values."
    return ""


def _is_as_told(facts: Facts, page: PageRequest, result: ProbeResult | None) -> bool:
    """Whether the page got the same status for the same method, and so the same response."""
    response, status = result.response if result else None, facts.get("status")
    is_own = result is not None and result.request.method == page.request.method and not page.assumed_method
    return is_own and response is not None and status is not None and status.value == response.status


def only_assumed(facts: Facts, page: PageRequest, seen_for: SeenFor) -> bool:
    """Whether that this origin was refused says nothing, since it isn't known to be the page's."""
    if not page.assumed_origin:
        return False
    if seen_for == "nowhere":
        # flask-cors sends nothing to an origin that isn't on the list.
        listed = facts.items("configured_origins")
        return bool(listed) and not {"*", page.origin} & set(listed)
    return seen_for == "for-another-origin" and told(facts, "symptom") not in ORIGIN_SYMPTOMS


def _lacks_login(page: PageRequest) -> bool:
    return page.request.credentials == "include" or any(not value for _, value in page.request.headers)


def _is_airplay(response: Response) -> bool:
    return "airtunes" in (response.headers.get("Server") or "").lower()


def _preflight_response(
    page: PageRequest, by_id: Mapping[str, ProbeResult], bisection: Bisection
) -> Response | None:
    only_assumed = page.assumed_headers.issuperset(bisection.refused_headers) and (
        page.assumed_method or not bisection.refused_method
    )
    if bisection.passing is not None and not bisection.questions and only_assumed:
        return bisection.passing
    return response_to(by_id, "preflight")


def _is_assumed(violation: Violation, page: PageRequest, seen: Sightings) -> bool:
    if violation.symptom == "header-disallowed":
        return violation.wanted in page.assumed_headers
    return page.assumed_origin and violation.symptom in ORIGIN_SYMPTOMS and seen.any_allowed


def _silence(page: PageRequest, by_id: Mapping[str, ProbeResult]) -> tuple[Violation, ...]:
    """The first probe that nothing came back to, as a violation."""
    stages: tuple[tuple[str, Stage], ...] = (("preflight", "preflight"), ("request", "response"))
    for id, stage in stages if page.needs_preflight else stages[1:]:
        result = by_id.get(id)
        if result and result.failure:
            url = result.request.url
            return (Violation("network-failure", stage, "connection-failed", url, about=result.detail),)
    return ()


def _circle(page: PageRequest, first: Response | None, trail: Trail) -> tuple[Violation, ...]:
    """Redirects that lead to where they came from; a browser gives up after more of them than are probed."""
    asked = [page.request.url, *(hop.url for hop in trail.hops)]
    if trail.questions or trail.left_for not in asked or _may_need_cookie(page, first, trail):
        return ()
    return (Violation("redirect-blocked", "redirect", "redirect-loop", trail.left_for),)


def _may_need_cookie(page: PageRequest, first: Response | None, trail: Trail) -> bool:
    """Whether a cookie that a browser would send along may end the circle; a probe sends none."""
    responses = (first, *(hop.response for hop in trail.hops))
    sets_cookie = any(response and "Set-Cookie" in response.headers for response in responses)
    return sets_cookie and page.request.credentials == "include"


def _is_silence(violation: Violation) -> bool:
    # `judge` cannot know whether a missing response failed, was excused, or is still under way.
    return violation.symptom == "network-failure" and violation.stage in ("preflight", "response")
