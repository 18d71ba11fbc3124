"""Judging a recorded exchange as a browser would: preflight, response, redirects, exposure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from cors_wizard.fetch_standard.arrival import judge_arrival, judge_late
from cors_wizard.fetch_standard.cautions import cautions
from cors_wizard.fetch_standard.cors_check import check_origin
from cors_wizard.fetch_standard.engine_differences import STANDARD, Traits
from cors_wizard.fetch_standard.exposure import exposed_headers
from cors_wizard.fetch_standard.hops import JudgedHop, hops_of
from cors_wizard.fetch_standard.preflight import hop_reasons, judge_preflight, sorted_names
from cors_wizard.fetch_standard.resource_policy import RESOURCE_POLICY, is_blocked_by_resource_policy
from cors_wizard.fetch_standard.verdict import Stage, Verdict, Violation
from cors_wizard.http_exchange import CredentialsMode, Exchange


@lru_cache(maxsize=64)
def judge(exchange: Exchange) -> Verdict:
    """What a browser decides about an exchange, with every reason for a refusal.

    https://fetch.spec.whatwg.org/#main-fetch and what it calls. The verdict speaks for fetch().

    What was not recorded is not held against anybody, since a probe does not send unsafe requests and
    a browser's network panel omits preflights: a missing preflight response counts as passed when a
    response came back, and a missing response as good when the preflight response is there. Warnings
    tell of both. Only where nothing at all came back the violation is `network-failure`.
    """
    return judge_by(exchange, STANDARD)


def judge_by(exchange: Exchange, traits: Traits) -> Verdict:
    """What an engine with these traits decides, in the order of the standard's room."""
    hops = hops_of(exchange, traits)
    violations: list[Violation] = []
    before_response = 0
    for number, hop in enumerate(hops):
        place = before_response if hop.is_refused_first else len(violations)
        violations[place:place] = judge_arrival(hop)
        if _says_nothing(hop) and not violations:
            violations.append(_nothing_came_back(hop))
        violations += _judge_preflight(hop)
        violations += judge_late(hop)
        if number and hops[number - 1].is_checked_again:
            again = _check_response(hops[number - 1], "include")
            violations += (one for one in again if one not in violations)
        before_response = len(violations)
        violations += _judge_response(hop)
    readable = not violations
    first = hops[0]
    return Verdict(
        readable=readable,
        preflight_needed=first.needs_preflight,
        preflight_reasons=hop_reasons(first),
        preflight_headers=sorted_names(first.unsafe_headers) if first.needs_preflight else (),
        violations=tuple(violations),
        exposed_headers=exposed_headers(hops[-1]) if readable else (),
        warnings=cautions(hops, readable),
    )


def _judge_preflight(hop: JudgedHop) -> Iterator[Violation]:
    """https://fetch.spec.whatwg.org/#http-fetch, the CORS-preflight fetch."""
    if hop.takes_cors_protocol and hop.needs_preflight and hop.preflight_response is not None:
        yield from judge_preflight(hop, hop.preflight_response)


def _judge_response(hop: JudgedHop) -> Iterator[Violation]:
    """https://fetch.spec.whatwg.org/#http-fetch, from the CORS check to the redirect."""
    if hop.takes_cors_protocol:
        yield from _check_response(hop, hop.request.credentials)
    if hop.is_refused_redirect:
        yield _redirect_not_followed(hop)
    if hop.tainting == "opaque":
        yield from _judge_opaque(hop)


def _check_response(hop: JudgedHop, credentials: CredentialsMode) -> tuple[Violation, ...]:
    if hop.response is None:
        return ()
    return check_origin(hop.response, hop.origin, credentials, hop.request.url, _stage(hop))


def _judge_opaque(hop: JudgedHop) -> Iterator[Violation]:
    """https://fetch.spec.whatwg.org/#http-fetch, the resource policy, and what is left in mode "no-cors"."""
    response, url = hop.response, hop.request.url
    if response is not None and is_blocked_by_resource_policy(response, hop.page_origin, url):
        yield Violation(
            "resource-policy",
            _stage(hop),
            "resource-policy",
            url,
            RESOURCE_POLICY,
            response.headers.get(RESOURCE_POLICY),
            "cross-origin",
            response.status,
        )
    if hop.location is None and hop.is_recorded and not hop.is_refused_redirect:
        yield Violation("opaque-response", _stage(hop), "opaque-response", url)


def _redirect_not_followed(hop: JudgedHop) -> Violation:
    """https://fetch.spec.whatwg.org/#http-fetch, the step for redirect modes "error" and "manual"."""
    url = hop.request.url
    if hop.request.redirect == "error":
        return Violation("redirect-blocked", "redirect", "redirect-mode-error", url)
    return Violation("opaque-response", "redirect", "redirect-mode-manual", url)


def _says_nothing(hop: JudgedHop) -> bool:
    parsed = hop.parsed
    if hop.response is not None or not hop.is_recorded or parsed is None or not parsed.is_http:
        return False
    return hop.exchange.failure is not None or not (hop.needs_preflight and hop.preflight_response)


def _nothing_came_back(hop: JudgedHop) -> Violation:
    if hop.needs_preflight and hop.preflight_response is None:
        return Violation("network-failure", "preflight", "no-response-to-preflight", hop.request.url)
    return Violation("network-failure", _stage(hop), "no-response", hop.request.url)


def _stage(hop: JudgedHop) -> Stage:
    return "response" if hop.is_first else "redirect"
