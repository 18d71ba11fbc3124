"""The CORS-preflight cache: how long a preflight response is remembered, and which requests it answers.

https://fetch.spec.whatwg.org/#cors-preflight-cache. What is cached is measured again in every browser by
`tests/differential/test_preflight_cache.py`; the limits on its age, which no test waits for, are those of the
engines' sources (`preflight_result.cc`, `nsCORSListenerProxy.cpp`, `CrossOriginPreflightResultCache.cpp`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cors_wizard.fetch_standard.engine_differences import STANDARD, Traits
from cors_wizard.fetch_standard.headers import NON_WILDCARD_REQUEST_HEADERS, extract_list
from cors_wizard.fetch_standard.legs import Leg, legs_of
from cors_wizard.fetch_standard.methods import is_cors_safelisted_method
from cors_wizard.fetch_standard.preflight import ALLOW_HEADERS, ALLOW_METHODS, judge_preflight
from cors_wizard.http_exchange import Exchange, Response

MAX_AGE = "Access-Control-Max-Age"

DEFAULT_MAX_AGE = 5
"""Seconds for which a preflight response without a readable Access-Control-Max-Age is remembered."""

_SECONDS = re.compile(r"[0-9]{1,40}")


@dataclass(frozen=True)
class CachedPreflight:
    """What one preflight response leaves in the CORS-preflight cache."""

    origin: str
    url: str
    credentials: bool
    max_age: int
    """Seconds; 0 where nothing is remembered."""
    methods: frozenset[str]
    headers: frozenset[str]
    """Lower-cased names."""


def max_age(response: Response, traits: Traits = STANDARD) -> int:
    """For how many seconds this preflight response is remembered.

    https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, steps 7.9 to 7.11
    """
    ours, value = traits.preflight_cache, response.headers.get(MAX_AGE)
    if value and ours.negative_age_is_zero and _SECONDS.fullmatch(value.removeprefix("-")):
        value = "0" if value.startswith("-") else value
    if value is None or _SECONDS.fullmatch(value) is None:
        return 0 if value and ours.forgets_unreadable_age else DEFAULT_MAX_AGE
    return min(int(value), ours.longest_age or int(value))


def cached_preflight(exchange: Exchange, traits: Traits = STANDARD) -> CachedPreflight | None:
    """What the first preflight of an exchange leaves behind; None where there was none, or it was refused."""
    if exchange.preflight_response is None:
        return None
    leg = legs_of(exchange, traits)[0]
    response = leg.preflight_response
    if response is None or not leg.needs_preflight or any(judge_preflight(leg, response)):
        return None
    methods = extract_list(response.headers, ALLOW_METHODS) or ()
    if not methods and leg.request.use_cors_preflight:
        methods = (leg.request.method,)
    names = extract_list(response.headers, ALLOW_HEADERS) or ()
    return CachedPreflight(
        leg.origin,
        leg.request.url,
        leg.request.credentials == "include",
        max_age(response, traits),
        frozenset(methods),
        frozenset(map(str.lower, names)),
    )


def needs_another_preflight(
    cached: CachedPreflight, exchange: Exchange, seconds_later: float = 0, traits: Traits = STANDARD
) -> bool:
    """Whether a request of that many seconds later needs a preflight of its own.

    https://fetch.spec.whatwg.org/#concept-http-fetch, the step for makeCORSPreflight
    """
    leg = legs_of(exchange, traits)[0]
    if not leg.needs_preflight:
        return False
    is_kept = seconds_later < cached.max_age and _is_of_this(cached, leg)
    return not is_kept or not _covers_method(cached, leg) or not _covers_headers(cached, leg)


def _is_of_this(cached: CachedPreflight, leg: Leg) -> bool:
    """https://fetch.spec.whatwg.org/#concept-cache-match"""
    with_credentials = leg.request.credentials == "include"
    if (cached.origin, cached.url) != (leg.origin, leg.request.url):
        return False
    by_credentials = leg.traits.preflight_cache.is_by_credentials
    return cached.credentials == with_credentials or (cached.credentials and not by_credentials)


def _covers_method(cached: CachedPreflight, leg: Leg) -> bool:
    """https://fetch.spec.whatwg.org/#concept-cache-match-method"""
    method, ours = leg.request.method, leg.traits.preflight_cache
    is_safe = is_cors_safelisted_method(method) and not (method == "HEAD" and ours.head_is_a_method)
    if is_safe and not leg.request.use_cors_preflight:
        return True
    return method in cached.methods or ("*" in cached.methods and not ours.wildcard_is_literal)


def _covers_headers(cached: CachedPreflight, leg: Leg) -> bool:
    """https://fetch.spec.whatwg.org/#concept-cache-match-header"""
    ours = leg.traits.preflight_cache
    missing = {header.name for header in leg.unsafe_headers} - cached.headers
    if "*" not in cached.headers or ours.wildcard_is_literal:
        return not missing
    return ours.wildcard_covers_authorization or not missing & NON_WILDCARD_REQUEST_HEADERS
