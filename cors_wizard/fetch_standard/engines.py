"""Judging an exchange as one engine does, by the tables of `engine_differences`."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from cors_wizard.fetch_standard.cors_fetch import judge_by
from cors_wizard.fetch_standard.engine_differences import TRAITS, Engine, Traits
from cors_wizard.fetch_standard.headers import LONGEST_SAFE_VALUE, combined
from cors_wizard.fetch_standard.verdict import Verdict, Violation
from cors_wizard.http_exchange import Exchange, Headers, Response


@lru_cache(maxsize=64)
def judge_in(exchange: Exchange, engine: Engine) -> Verdict:
    """What this engine decides about an exchange, its violations in the order in which it would stop."""
    traits = TRAITS[engine]
    verdict = judge_by(as_seen(exchange, traits), traits)
    return replace(verdict, violations=_in_order(verdict.violations, traits))


def as_seen(exchange: Exchange, traits: Traits) -> Exchange:
    """The exchange as the engine reads it before any rule of the standard applies."""
    if traits.skips_empty_lines_of:
        exchange = _reread(exchange, traits.skips_empty_lines_of)
    headers = _as_sent(exchange.request.headers, traits)
    return replace(exchange, request=replace(exchange.request, headers=headers))


def _as_sent(headers: Headers, traits: Traits) -> Headers:
    """The headers that count: neither ignored nor safe to this engine alone."""
    pairs = combined(headers) if traits.combines_request_headers else headers
    return Headers(tuple((name, value) for name, value in pairs if not _is_nothing(name, value, traits)))


def _is_nothing(name: str, value: str, traits: Traits) -> bool:
    lower = name.lower()
    pattern = traits.safelisted_request_headers.get(lower)
    short = len(value) <= LONGEST_SAFE_VALUE
    safe = short and pattern is not None and re.fullmatch(pattern, value) is not None
    return safe or lower in traits.ignored_request_headers


def _reread(exchange: Exchange, names: frozenset[str]) -> Exchange:
    return replace(
        exchange,
        preflight_response=_less_empty_lines(exchange.preflight_response, names),
        response=_less_empty_lines(exchange.response, names),
        cached_response=_less_empty_lines(exchange.cached_response, names),
        redirects=tuple(
            replace(
                hop,
                preflight_response=_less_empty_lines(hop.preflight_response, names),
                response=_less_empty_lines(hop.response, names),
            )
            for hop in exchange.redirects
        ),
    )


def _less_empty_lines(response: Response | None, names: frozenset[str]) -> Response | None:
    if response is None:
        return None
    skipped = {name for name in names if (response.headers.get(name) or "").strip(", ")}
    kept = tuple((name, value) for name, value in response.headers if value or name.lower() not in skipped)
    return replace(response, headers=Headers(kept))


def _in_order(violations: tuple[Violation, ...], traits: Traits) -> tuple[Violation, ...]:
    ordered: list[Violation] = []
    for (stage, _), group in groupby(violations, key=lambda found: (found.stage, found.url)):
        found = list(group)
        ordered += sorted(found, key=lambda one: _rank(one, traits)) if stage == "preflight" else found
    return tuple(ordered)


def _rank(violation: Violation, traits: Traits) -> tuple[int, bool, str]:
    order = traits.looks_first_at
    place = order.index(violation.symptom) if violation.symptom in order else len(order)
    late = violation.symptom == "header-disallowed" and violation.wanted not in traits.meets_first
    by_name = traits.sorts_refused_headers and violation.symptom == "header-disallowed"
    # Only among refused headers does the name count: they come after all else.
    return place, late, (violation.wanted or "") if by_name else ""
