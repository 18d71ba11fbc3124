"""Results to facts: what the probes saw, each with its evidence in words. Pure; half the results will do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from cors_wizard.facts import Fact, Facts, Source
from cors_wizard.fetch_standard import Verdict
from cors_wizard.frozen import dataclass
from cors_wizard.http_exchange import Exchange
from cors_wizard.masking import masked_url
from cors_wizard.probe import servers
from cors_wizard.probe.attack import Attack, is_attack, read_attack
from cors_wizard.probe.cookie_chain import LostCookie, lost_cookies
from cors_wizard.probe.evidence import evidence_of, probed_fact, sighted_fact
from cors_wizard.probe.failures import SPEAKS_NO_TLS, TAKEN_AND_SILENT
from cors_wizard.probe.judging import Judged, judge_results, only_assumed, own_doing
from cors_wizard.probe.layers import (
    LayerDifference,
    is_direct,
    layer_differences,
    served_by_proxy,
    silent_upstream,
)
from cors_wizard.probe.origins import ALLOW_ORIGIN, Sightings
from cors_wizard.probe.page_request import read_page_request
from cors_wizard.probe.redirects import location_of, redirect_kind
from cors_wizard.probe.repeats import about_repeats, is_of_listed, is_repeat, named_another
from cors_wizard.probe.result import FailureKind, ProbeResult
from cors_wizard.probe.safety import about_safety, known_cautions
from cors_wizard.probe.shown import clean, header_lines
from cors_wizard.probe.unseen import Unseen, method_refused, unseen
from cors_wizard.probe.verdict_facts import about_verdict, decisive_ids, is_of_another_response

_NOWHERE = "no response had Access-Control-Allow-Origin"
_REACHABLE: Mapping[FailureKind, str] = {
    "refused": "refused",
    "timed-out": "timed-out",
    "name-not-resolved": "name-not-resolved",
    "tls-failed": "tls-failed",
    "no-http": "no-http",
    "too-large": "no-http",
}


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
    varies: str = ""
    """How often the same request went otherwise; empty where it never did."""
    lost_cookies: tuple[LostCookie, ...] = ()
    """Cookies that the response sets and that the page's next request will lack."""
    assumed: tuple[str, ...] = field(default=())
    """The parts of the exchange's request that are assumed: "origin", "method", names of headers."""
    mixed_up: str = ""
    """An origin on the code's list whose response names another origin; empty where none does."""
    layers: tuple[LayerDifference, ...] = ()
    """What differs between the proxy and the server behind it, where both were asked."""


def findings(facts: Facts, results: Iterable[ProbeResult]) -> Findings:
    """What the results say about the problem that `facts` describe; empty where nothing was probed."""
    page = read_page_request(facts)
    everything = tuple(results)
    once = (each for each in everything if not is_repeat(each.request.id))
    results = tuple(each for each in once if not is_direct(each.request.id))
    by_id = {result.request.id: result for result in results if not is_attack(result.request.id)}
    if page is None or not by_id:
        return Findings()
    attack = read_attack(facts, results)
    seen = Sightings(page.origin, by_id)
    listed = {result.request.id: result for result in results if is_of_listed(result.request.id)}
    judged = judge_results(facts, page, by_id, seen)
    safety = tuple(about_safety(judged, seen, attack, results))
    found = (*exchange_facts(facts, judged, by_id), *_about_origins(facts, judged, seen, listed), *safety)
    varies, mixed_up = about_repeats(facts, page, everything), named_another(everything)
    beside = (varies, silent_upstream(facts, everything))
    # Of servers that differ from each other, the one that was asked directly shows nothing of the proxy.
    layers = () if varies and "proxy_caches" not in facts else layer_differences(everything)
    verdict = replace(judged.verdict, warnings=known_cautions(judged, safety))
    return Findings(
        (*found, *_about_layers(facts, layers), *filter(None, beside)),
        judged.exchange,
        verdict,
        attack,
        unseen(judged, by_id, attack, attacked=any(is_attack(each.request.id) for each in results)),
        method_refused(judged, by_id),
        varies.evidence if varies else "",
        lost_cookies(page.request, page.origin, judged.exchange.response),
        _assumed(judged),
        (mixed_up.request.headers.get("Origin") or "") if mixed_up else "",
        layers,
    )


def _about_layers(facts: Facts, layers: tuple[LayerDifference, ...]) -> Iterator[Fact]:
    for each in layers:
        if each.is_refusal:
            name = "options_answered_by" if each.is_of_preflight else "answer_written_by"
            yield Fact(name, "proxy", "probed", each.says)
    differs = next((each for each in layers if each.header == ALLOW_ORIGIN), None)
    # Settings that say it say more: which of the two is dropped, and where; or that Flask isn't asked.
    if differs is None or "proxy_drops" in facts or served_by_proxy(facts):
        return
    caches = facts.get("proxy_caches")
    if caches and not differs.is_of_preflight and "proxy_sets" not in facts:
        # The server allows this page, and the proxy sends what it sent for another one.
        yield Fact("proxy_drops", "kept-response", "probed", f"{differs.says} {caches.evidence}")
    elif differs.is_lost:
        yield Fact("proxy_drops", "response-header", "probed", differs.says)


def exchange_facts(
    facts: Facts, judged: Judged, by_id: Mapping[str, ProbeResult], source: Source = "probed"
) -> tuple[Fact, ...]:
    """What one exchange shows, whether a probe or a pasted recording observed it."""
    found = (
        *_about_reach(by_id),
        *_about_responses(facts, judged, by_id),
        *_about_server(by_id, facts),
        *_about_lines(facts, judged, by_id),
        *about_verdict(facts, judged, by_id),
    )
    return found if source == "probed" else tuple(replace(fact, source=source) for fact in found)


def _assumed(judged: Judged) -> tuple[str, ...]:
    page = judged.page
    parts = ["origin"] * page.assumed_origin + ["method"] * page.assumed_method
    return (*parts, *sorted(page.assumed_headers))


def _about_reach(by_id: Mapping[str, ProbeResult]) -> Iterator[Fact]:
    first = next(iter(_leading(by_id)), None)
    if first and first.wants_tls:
        yield probed_fact("reachable", "tls-failed", first)
        yield probed_fact("tls_problem", "tls-only", first)
        return
    if first and first.detail == TAKEN_AND_SILENT:
        # Other requests may have had a response: then it is one view that waits.
        yield probed_fact("takes_and_is_silent", "yes", first)
    answered = next((result for result in _leading(by_id) if result.response), None)
    if answered:
        yield probed_fact("reachable", "answered", answered)
        return
    for result in _leading(by_id):
        if result.failure is not None and result.failure in _REACHABLE:
            yield probed_fact("reachable", _REACHABLE[result.failure], result)
            if result.failure == "tls-failed":
                yield probed_fact("tls_problem", _tls_problem(result.detail), result)
            return


def _tls_problem(detail: str) -> str:
    return "no-tls-there" if SPEAKS_NO_TLS in detail else "certificate"


def _leading(by_id: Mapping[str, ProbeResult]) -> tuple[ProbeResult, ...]:
    """All results, the request itself first."""
    return tuple(sorted(by_id.values(), key=lambda result: result.request.id != "request"))


def _about_responses(facts: Facts, judged: Judged, by_id: Mapping[str, ProbeResult]) -> Iterator[Fact]:
    request, preflight = by_id.get("request"), by_id.get("preflight")
    if request and request.response and (judged.is_real or not own_doing(judged.page, by_id)):
        if judged.of_route:
            allowed = judged.of_route.headers.get("Allow")
            why = f"the route's OPTIONS response says Allow: {clean(allowed or '')}"
            yield Fact("status", 405, "probed", f"{why}, so {judged.page.request.method} would get 405")
            lines = header_lines(judged.of_route.headers)
            yield Fact("response_headers", lines, "probed", f"{why}; headers as other errors have them")
        elif _speaks_for_page(facts, judged, request):
            yield probed_fact("status", request.response.status, request)
            yield probed_fact("response_headers", header_lines(request.response.headers), request)
        if "Werkzeug Debugger" in request.body:
            yield Fact("debug_mode", "yes", "probed", f"{evidence_of(request)}: {request.body}")
    if preflight and preflight.response:
        yield probed_fact("preflight_status", preflight.response.status, preflight)
        yield probed_fact("preflight_headers", header_lines(preflight.response.headers), preflight)
    for result in (preflight, request):
        target = location_of(result.response, result.request.url) if result else None
        if result and target is not None:
            yield probed_fact("redirect_url", clean(masked_url(target)), result, "Location")
            yield probed_fact("redirect_kind", redirect_kind(result.request.url, target), result, "Location")


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
        yield probed_fact("answered_by", servers.program(headers), result, header)
        # Where the project says what it is, the server at this port is another one.
        if "framework" not in facts and (framework := servers.framework(headers)):
            yield probed_fact("framework", framework, result, "X-Powered-By")
        for name, version in servers.versions(headers).items():
            yield probed_fact(name, version, result, header)
    for result, headers in answered:
        # Of Apache's answers only its own carry its name: those that it hands on carry Flask's.
        proxy = None if "mod_wsgi" in (headers.get("Server") or "") else servers.proxy(headers)
        if proxy:
            yield probed_fact("proxy", proxy, result, "Server" if servers.names_proxy(headers) else "Via")
            return


def _about_origins(
    facts: Facts, judged: Judged, seen: Sightings, listed: Mapping[str, ProbeResult]
) -> Iterator[Fact]:
    policy, allowed = seen.policy(), replace(seen, by_id={**seen.by_id, **listed}).allowed_origins()
    if policy is not None:
        yield sighted_fact("origin_policy", policy[0], policy[1], _NOWHERE)
        where, sighting = seen.seen_for(decisive_ids(judged))
        if not only_assumed(facts, judged.page, where):
            yield sighted_fact("cors_headers_seen", where, sighting, _NOWHERE)
    if allowed:
        values = tuple(clean(sighting.value) for sighting in allowed)
        yield sighted_fact("allowed_origins_seen", values, allowed[0], "")


def _about_lines(facts: Facts, judged: Judged, by_id: Mapping[str, ProbeResult]) -> Iterator[Fact]:
    if is_of_another_response(facts, judged):
        return
    # The answer to another origin may be the one that the browser saw.
    decisive = by_id if judged.page.assumed_origin else decisive_ids(judged)
    lines = [
        (len(result.response.headers.all(ALLOW_ORIGIN)), result)
        for result in (by_id.get(id) for id in decisive)
        if result and result.response
    ]
    if lines:
        count, result = max(lines, key=lambda line: line[0])
        yield probed_fact("allow_origin_lines", count, result, ALLOW_ORIGIN)
