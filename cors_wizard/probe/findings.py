"""Results to facts: what the probes saw, each with its evidence in words. Pure; half the results will do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from cors_wizard.facts import Fact, Facts, FactValue, Source, Symptom
from cors_wizard.fetch_standard import Verdict, Violation
from cors_wizard.http_exchange import Exchange
from cors_wizard.masking import masked_url
from cors_wizard.probe import servers
from cors_wizard.probe.attack import Attack, is_attack, read_attack
from cors_wizard.probe.cookie_chain import LostCookie, lost_cookies
from cors_wizard.probe.failures import SPEAKS_NO_TLS
from cors_wizard.probe.judging import Judged, judge_results, only_assumed, own_doing, refused_the_response
from cors_wizard.probe.origins import ALLOW_ORIGIN, Sighting, Sightings
from cors_wizard.probe.page_request import read_page_request, told
from cors_wizard.probe.redirects import location_of, redirect_kind
from cors_wizard.probe.result import FailureKind, ProbeResult
from cors_wizard.probe.safety import about_safety, known_cautions
from cors_wizard.probe.shown import clean, header_line, header_lines
from cors_wizard.probe.unseen import Unseen, method_refused, unseen

_REACHABLE: Mapping[FailureKind, str] = {
    "refused": "refused",
    "timed-out": "timed-out",
    "name-not-resolved": "name-not-resolved",
    "tls-failed": "tls-failed",
    "no-http": "no-http",
    "too-large": "no-http",
}
_BEYOND_PROBES: frozenset[Symptom] = frozenset(
    {
        "mixed-content",
        "csp",
        "blocked-by-client",
        "websocket-origin-rejected",
        "server-log",
        "not-cors",
        "opaque-response",
        "unsafe-header-read",
        "cookie-blocked",
        "resource-policy",
        "local-network-access",
        "disallowed-by-mode",
        "disabled-scheme",
    }
)
"""Pasted symptoms that no probe can contradict: the browser had a reason that a server does not see."""


@dataclass(frozen=True)
class Findings:
    """What the probes saw."""

    facts: tuple[Fact, ...] = ()
    exchange: Exchange | None = None
    verdict: Verdict | None = None
    """Of the exchange, without what would only follow from an assumption."""
    attack: Attack | None = None
    """What strangers were allowed."""
    unseen: tuple[Unseen, ...] = ()
    """What of the page's own request could not be seen."""
    method_refused: str = ""
    """Why the route will refuse the page's method, which was not sent; empty where nothing shows it."""
    lost_cookies: tuple[LostCookie, ...] = ()
    """Cookies that the response sets and that the page's next request will lack."""
    assumed: tuple[str, ...] = field(default=())
    """The parts of the exchange's request that nobody told: "origin", "method", names of headers."""


def findings(facts: Facts, results: Iterable[ProbeResult]) -> Findings:
    """What the results say about the problem that `facts` describe; empty where nothing was probed."""
    page = read_page_request(facts)
    results = tuple(results)
    by_id = {result.request.id: result for result in results if not is_attack(result.request.id)}
    if page is None or not by_id:
        return Findings()
    attack = read_attack(facts, results)
    seen = Sightings(page.origin, by_id)
    judged = judge_results(facts, page, by_id, seen)
    safety = tuple(about_safety(judged, seen, attack, results))
    found = (*exchange_facts(facts, judged, by_id), *_about_origins(facts, judged, seen), *safety)
    verdict = replace(judged.verdict, warnings=known_cautions(judged, safety))
    return Findings(
        found,
        judged.exchange,
        verdict,
        attack,
        unseen(judged, by_id),
        method_refused(judged, by_id),
        lost_cookies(page.request, page.origin, judged.exchange.response),
        _assumed(judged),
    )


def exchange_facts(
    facts: Facts, judged: Judged, by_id: Mapping[str, ProbeResult], source: Source = "probed"
) -> tuple[Fact, ...]:
    """What one exchange shows, whoever observed it: a probe, or the browser whose recording was pasted."""
    found = (
        *_about_reach(by_id),
        *_about_responses(facts, judged, by_id),
        *_about_server(by_id, facts),
        *_about_lines(judged, by_id),
        *_about_verdict(facts, judged, by_id),
    )
    return found if source == "probed" else tuple(replace(fact, source=source) for fact in found)


def _assumed(judged: Judged) -> tuple[str, ...]:
    page = judged.page
    parts = ["origin"] * page.assumed_origin + ["method"] * page.assumed_method
    return (*parts, *sorted(page.assumed_headers))


def _fact(name: str, value: FactValue, result: ProbeResult, header: str = "") -> Fact:
    return Fact(name, value, "probed", _evidence(result, header))


def _evidence(result: ProbeResult, header: str = "") -> str:
    """What was sent and received, as "the request itself: GET http://api.example/ got a response 200"."""
    asked = (
        f"{result.request.purpose}: {result.request.method} {clean(masked_url(result.request.url))}".rstrip(
            ": "
        )
    )
    if result.response is None:
        return f"{asked} failed: {result.detail}"
    value = result.response.headers.get(header) if header else None
    line = f", {header_line(header, value)}" if value is not None else f", without {header}" if header else ""
    return f"{asked} got status {result.response.status}{line}"


def _about_reach(by_id: Mapping[str, ProbeResult]) -> Iterator[Fact]:
    answered = next((result for result in _leading(by_id) if result.response), None)
    if answered:
        yield _fact("reachable", "answered", answered)
        return
    for result in _leading(by_id):
        if result.failure is not None and result.failure in _REACHABLE:
            yield _fact("reachable", _REACHABLE[result.failure], result)
            if result.failure == "tls-failed":
                yield _fact("tls_problem", _tls_problem(result.detail), result)
            return


def _tls_problem(detail: str) -> str:
    return "no-tls-there" if SPEAKS_NO_TLS in detail else "certificate"


def _leading(by_id: Mapping[str, ProbeResult]) -> tuple[ProbeResult, ...]:
    """All results, the request itself first."""
    return tuple(sorted(by_id.values(), key=lambda result: result.request.id != "request"))


def _about_responses(facts: Facts, judged: Judged, by_id: Mapping[str, ProbeResult]) -> Iterator[Fact]:
    request, preflight = by_id.get("request"), by_id.get("preflight")
    if request and request.response and (judged.is_real or not own_doing(judged.page, request)):
        if judged.of_route:
            allowed = judged.of_route.headers.get("Allow")
            why = f"the route's OPTIONS response says Allow: {clean(allowed or '')}"
            yield Fact("status", 405, "probed", f"{why}, so {judged.page.request.method} would get 405")
            lines = header_lines(judged.of_route.headers)
            yield Fact("response_headers", lines, "probed", f"{why}; headers as other errors have them")
        elif _speaks_for_page(facts, judged, request):
            yield _fact("status", request.response.status, request)
            yield _fact("response_headers", header_lines(request.response.headers), request)
        if "Werkzeug Debugger" in request.body:
            yield Fact("debug_mode", "yes", "probed", f"{_evidence(request)}: {request.body}")
    if preflight and preflight.response:
        yield _fact("preflight_status", preflight.response.status, preflight)
        yield _fact("preflight_headers", header_lines(preflight.response.headers), preflight)
    for result in (preflight, request):
        target = location_of(result.response, result.request.url) if result else None
        if result and target is not None:
            yield _fact("redirect_url", clean(masked_url(target)), result, "Location")
            yield _fact("redirect_kind", redirect_kind(result.request.url, target), result, "Location")


def _speaks_for_page(facts: Facts, judged: Judged, request: ProbeResult) -> bool:
    # A stand-in must not overrule the status that the browser printed for the real request.
    page = judged.page
    is_real = not page.assumed_method and request.request.method == page.request.method
    pasted = facts.get("status")
    if is_real or pasted is None or pasted.source in ("probed", "scanned"):
        return True
    # With the same status it is the same answer, as far as anybody can tell.
    return request.response is not None and pasted.value == request.response.status


def _about_server(by_id: Mapping[str, ProbeResult], facts: Facts) -> Iterator[Fact]:
    answered = [(result, result.response.headers) for result in _leading(by_id) if result.response]
    # The first that says a name, else the first.
    answered.sort(key=lambda answer: servers.naming_header(answer[1]) is None)
    for result, headers in answered[:1]:
        header = servers.naming_header(headers) or "Server"
        yield _fact("answered_by", servers.program(headers), result, header)
        # Where the project says what it is, the server at this port is another one.
        if "framework" not in facts and (framework := servers.framework(headers)):
            yield _fact("framework", framework, result, "X-Powered-By")
        for name, version in servers.versions(headers).items():
            yield _fact(name, version, result, header)
    for result, headers in answered:
        # Of Apache's answers only its own carry its name: those that it hands on carry Flask's.
        proxy = None if "mod_wsgi" in (headers.get("Server") or "") else servers.proxy(headers)
        if proxy:
            yield _fact("proxy", proxy, result, "Server" if servers.names_proxy(headers) else "Via")
            return


def _about_origins(facts: Facts, judged: Judged, seen: Sightings) -> Iterator[Fact]:
    policy = seen.policy()
    if policy is None:
        return
    yield _sighted("origin_policy", policy[0], policy[1], "no response had Access-Control-Allow-Origin")
    where, sighting = seen.seen_for(decisive_ids(judged))
    if not only_assumed(facts, judged.page, where):
        yield _sighted("cors_headers_seen", where, sighting, "no response had Access-Control-Allow-Origin")
    allowed = seen.allowed_origins()
    if allowed:
        values = tuple(clean(sighting.value) for sighting in allowed)
        yield _sighted("allowed_origins_seen", values, allowed[0], "")


def _about_lines(judged: Judged, by_id: Mapping[str, ProbeResult]) -> Iterator[Fact]:
    # The answer to another origin may be the one that the browser saw.
    decisive = by_id if judged.page.assumed_origin else decisive_ids(judged)
    lines = [
        (len(result.response.headers.all(ALLOW_ORIGIN)), result)
        for result in (by_id.get(id) for id in decisive)
        if result and result.response
    ]
    if lines:
        count, result = max(lines, key=lambda line: line[0])
        yield _fact("allow_origin_lines", count, result, ALLOW_ORIGIN)


def _sighted(name: str, value: FactValue, sighting: Sighting | None, otherwise: str) -> Fact:
    evidence = _evidence(sighting.result, ALLOW_ORIGIN) if sighting else otherwise
    return Fact(name, value, "probed", evidence)


def decisive_ids(judged: Judged) -> tuple[str, ...]:
    """The probes whose responses the browser would look at."""
    preflight = ("preflight",) if judged.page.needs_preflight else ()
    hops = tuple(f"redirect-{number}" for number, _ in enumerate(judged.exchange.redirects, 1))
    return preflight if judged.excuse else (*preflight, "request", *hops)


def _about_verdict(facts: Facts, judged: Judged, by_id: Mapping[str, ProbeResult]) -> Iterator[Fact]:
    violations = judged.verdict.violations
    decisive = _decisive_result(judged, by_id)
    if decisive is None:
        return
    if decisive.response:
        for name, header in (("allow_origin", ALLOW_ORIGIN), ("allow_credentials", _ALLOW_CREDENTIALS)):
            value = decisive.response.headers.get(header)
            if value is not None:
                yield _fact(name, clean(value), decisive, header)
    yield from _about_refused_parts(judged, decisive)
    if violations:
        yield Fact("probe_outcome", "refused", "probed", _refusal(violations[0], decisive))
        if _may_name_symptom(facts, violations[0]):
            yield Fact("symptom", violations[0].symptom, "probed", _refusal(violations[0], decisive))
    elif not judged.trail.left_for and {"request", *decisive_ids(judged)} <= by_id.keys():
        outcome = "unsettled" if _is_unsettled(facts, judged, by_id) else "readable"
        yield Fact("probe_outcome", outcome, "probed", judged.excuse or _evidence(decisive))


def _is_unsettled(facts: Facts, judged: Judged, by_id: Mapping[str, ProbeResult]) -> bool:
    """Whether what passes need not be the page's own request, so that it settles nothing."""
    pasted = facts.get("status")
    is_error = pasted is not None and isinstance(pasted.value, int) and pasted.value >= 400
    # What the browser met came to a method that the probe did not send. Chromium says which response it was.
    failed_elsewhere = bool(judged.exchange.stand_in) and (is_error or refused_the_response(facts))
    return judged.page.assumed_origin or failed_elsewhere or _needs_credentials_known(facts, judged, by_id)


def _needs_credentials_known(facts: Facts, judged: Judged, by_id: Mapping[str, ProbeResult]) -> bool:
    """Whether a browser would refuse the same responses if the page sends cookies, which nothing shows."""
    page = judged.page
    if not page.assumed_credentials:
        return False
    with_cookies = replace(
        page, request=replace(page.request, credentials="include"), assumed_credentials=False
    )
    seen = Sightings(page.origin, by_id)
    return bool(judge_results(facts, with_cookies, by_id, seen).verdict.violations)


_ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials"


def _refusal(violation: Violation, decisive: ProbeResult) -> str:
    return f"{_evidence(decisive)}. {clean(violation.message)}"


def _may_name_symptom(facts: Facts, violation: Violation) -> bool:
    pasted = told(facts, "symptom")
    # A server that is down now says nothing about what the browser met when it was up.
    return pasted is None or (pasted not in _BEYOND_PROBES and violation.symptom != "network-failure")


def _about_refused_parts(judged: Judged, decisive: ProbeResult) -> Iterator[Fact]:
    page, bisection = judged.page, judged.bisection
    violations = judged.verdict.violations
    if any(v.symptom == "preflight-missing-allow-origin" for v in violations):
        # Without CORS headers at all, every part lacks its permission, and none was refused.
        violations = ()
    refused = [name for name in bisection.refused_headers if name not in page.assumed_headers]
    refused += [v.wanted for v in violations if v.symptom == "header-disallowed" and v.wanted]
    if refused:
        yield _fact("refused_header", refused[0], decisive, "Access-Control-Allow-Headers")
    by_verdict = any(v.symptom == "method-disallowed" for v in violations)
    if by_verdict or (bisection.refused_method and not page.assumed_method):
        yield _fact("refused_method", page.request.method, decisive, "Access-Control-Allow-Methods")


def _decisive_result(judged: Judged, by_id: Mapping[str, ProbeResult]) -> ProbeResult | None:
    """The probe that the first violation is about; without one, the last that a browser would look at."""
    violations = judged.verdict.violations
    answered = [by_id[id] for id in decisive_ids(judged) if id in by_id]
    if violations and violations[0].stage == "preflight" and "preflight" in by_id:
        return by_id["preflight"]
    if violations and violations[0].stage in ("request", "response"):
        return by_id.get("request")
    return answered[-1] if answered else by_id.get("request")
