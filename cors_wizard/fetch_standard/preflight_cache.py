"""For how long a preflight response is remembered in the CORS-preflight cache.

https://fetch.spec.whatwg.org/#cors-preflight-cache. The limits, which no test waits for, are those of the
engines' sources (`preflight_result.cc`, `nsCORSListenerProxy.cpp`, `CrossOriginPreflightResultCache.cpp`).
"""

from __future__ import annotations

import re

from cors_wizard.fetch_standard.engine_differences import STANDARD, Traits
from cors_wizard.fetch_standard.hops import hops_of
from cors_wizard.fetch_standard.preflight import judge_preflight
from cors_wizard.http_exchange import Exchange, Response

MAX_AGE = "Access-Control-Max-Age"

DEFAULT_MAX_AGE = 5
"""Seconds for which a preflight response without a readable Access-Control-Max-Age is remembered."""

_SECONDS = re.compile(r"[0-9]{1,40}")


def remembered_seconds(exchange: Exchange, traits: Traits = STANDARD) -> int | None:
    """How long an exchange's first preflight is remembered; None where there was none, or it was refused."""
    if exchange.preflight_response is None:
        return None
    hop = hops_of(exchange, traits)[0]
    response = hop.preflight_response
    if response is None or not hop.needs_preflight or any(judge_preflight(hop, response)):
        return None
    return max_age(response, traits)


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
