"""Judging a recorded exchange as a browser would: preflight, response, redirects, exposure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from cors_wizard.fetch_standard.arrival import judge_arrival, judge_late
from cors_wizard.fetch_standard.cautions import cautions
from cors_wizard.fetch_standard.cors_check import check_origin
from cors_wizard.fetch_standard.engine_differences import STANDARD, Traits
from cors_wizard.fetch_standard.exposure import exposed_headers
from cors_wizard.fetch_standard.legs import Leg, legs_of
from cors_wizard.fetch_standard.preflight import judge_preflight, leg_reasons, sorted_names
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
    legs = legs_of(exchange, traits)
    violations: list[Violation] = []
    before_response = 0
    for number, leg in enumerate(legs):
        place = before_response if leg.is_refused_first else len(violations)
        violations[place:place] = judge_arrival(leg)
        if _says_nothing(leg) and not violations:
            violations.append(_nothing_came_back(leg))
        violations += _judge_preflight(leg)
        violations += judge_late(leg)
        if number and legs[number - 1].is_checked_again:
            again = _check_response(legs[number - 1], "include")
            violations += (one for one in again if one not in violations)
        before_response = len(violations)
        violations += _judge_response(leg)
    readable = not violations
    first = legs[0]
    return Verdict(
        readable=readable,
        preflight_needed=first.needs_preflight,
        preflight_reasons=leg_reasons(first),
        preflight_headers=sorted_names(first.unsafe_headers) if first.needs_preflight else (),
        violations=tuple(violations),
        exposed_headers=exposed_headers(legs[-1]) if readable else (),
        warnings=cautions(legs, readable),
    )


def _judge_preflight(leg: Leg) -> Iterator[Violation]:
    """https://fetch.spec.whatwg.org/#http-fetch, the CORS-preflight fetch."""
    if leg.takes_cors_protocol and leg.needs_preflight and leg.preflight_response is not None:
        yield from judge_preflight(leg, leg.preflight_response)


def _judge_response(leg: Leg) -> Iterator[Violation]:
    """https://fetch.spec.whatwg.org/#http-fetch, from the CORS check to the redirect."""
    if leg.takes_cors_protocol:
        yield from _check_response(leg, leg.request.credentials)
    if leg.is_refused_redirect:
        yield _redirect_not_followed(leg)
    if leg.tainting == "opaque":
        yield from _judge_opaque(leg)


def _check_response(leg: Leg, credentials: CredentialsMode) -> tuple[Violation, ...]:
    if leg.response is None:
        return ()
    return check_origin(leg.response, leg.origin, credentials, leg.request.url, _stage(leg))


def _judge_opaque(leg: Leg) -> Iterator[Violation]:
    """https://fetch.spec.whatwg.org/#http-fetch, the resource policy, and what is left in mode "no-cors"."""
    response, url = leg.response, leg.request.url
    if response is not None and is_blocked_by_resource_policy(response, leg.page_origin, url):
        yield Violation(
            "resource-policy",
            _stage(leg),
            "resource-policy",
            url,
            RESOURCE_POLICY,
            response.headers.get(RESOURCE_POLICY),
            "cross-origin",
            response.status,
        )
    if leg.location is None and leg.is_recorded and not leg.is_refused_redirect:
        yield Violation("opaque-response", _stage(leg), "opaque-response", url)


def _redirect_not_followed(leg: Leg) -> Violation:
    """https://fetch.spec.whatwg.org/#http-fetch, the step for redirect modes "error" and "manual"."""
    url = leg.request.url
    if leg.request.redirect == "error":
        return Violation("redirect-blocked", "redirect", "redirect-mode-error", url)
    return Violation("opaque-response", "redirect", "redirect-mode-manual", url)


def _says_nothing(leg: Leg) -> bool:
    parsed = leg.parsed
    if leg.response is not None or not leg.is_recorded or parsed is None or not parsed.is_http:
        return False
    return leg.exchange.failure is not None or not (leg.needs_preflight and leg.preflight_response)


def _nothing_came_back(leg: Leg) -> Violation:
    if leg.needs_preflight and leg.preflight_response is None:
        return Violation("network-failure", "preflight", "no-response-to-preflight", leg.request.url)
    return Violation("network-failure", _stage(leg), "no-response", leg.request.url)


def _stage(leg: Leg) -> Stage:
    return "response" if leg.is_first else "redirect"
