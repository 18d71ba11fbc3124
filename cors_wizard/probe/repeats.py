"""The page's own request a few times more: whether the server always responds alike. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from cors_wizard.facts import Fact, Facts
from cors_wizard.probe.page_request import PageRequest, read_page_request
from cors_wizard.probe.requests import SAFE_METHODS, actual, preflight
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.probe.shown import clean

_PREFIX = "again-"
_AFTER = f"{_PREFIX}after-others"
_LISTED = f"{_PREFIX}as-listed"
_ALLOW_ORIGIN = "Access-Control-Allow-Origin"
_TIMES = 4
"""Of two servers that take turns, one that differs is missed once in sixteen."""


def plan_repeats(facts: Facts) -> tuple[ProbeRequest, ...]:
    """The request itself, or the preflight of one that writes; empty where no URL is known."""
    page = read_page_request(facts)
    return () if page is None else tuple(_repeated(page, number) for number in range(1, _TIMES + 1))


def plan_after_others(facts: Facts, results: tuple[ProbeResult, ...]) -> tuple[ProbeRequest, ...]:
    """What shows whether the first response is kept for all; empty where nothing hints at it."""
    page, sent = read_page_request(facts), {result.request.id for result in results}
    if page is None or page.request.method not in SAFE_METHODS:
        return ()
    planned = []
    if "proxy_caches" in facts:
        says = "the same after all others, as the proxy keeps responses"
        planned.append(actual(page, _AFTER, says, method=page.request.method, origin=page.origin))
    if mixed_up := named_another(results):
        origin = mixed_up.request.headers.get("Origin")
        says = f"a preflight from {origin}, whose response named another origin"
        planned.append(preflight(page, _LISTED, says, origin=origin))
    return tuple(each for each in planned if each.id not in sent)


def is_of_listed(request_id: str) -> bool:
    """Whether a probe was sent as an origin that the code or a proxy allows by name."""
    return request_id.startswith("attack-listed")


def named_another(results: Iterable[ProbeResult]) -> ProbeResult | None:
    """The response to an origin on the code's list that names another origin."""
    for result in results:
        named = result.response.headers.get(_ALLOW_ORIGIN) if result.response else None
        own = result.request.headers.get("Origin")
        if is_of_listed(result.request.id) and named not in (None, "*", own):
            return result
    return None


def _kept(results: Iterable[ProbeResult]) -> str:
    """That the response of the first caller is sent to all, in one sentence; else empty."""
    by_id = {result.request.id: result for result in results}
    listed, mixed_up = by_id.get(_LISTED), named_another(by_id.values())
    origin = listed.request.headers.get("Origin") if listed else None
    if not (listed and mixed_up and mixed_up.response and origin and listed.allows(origin)):
        return ""
    named = mixed_up.response.headers.get(_ALLOW_ORIGIN)
    return clean(
        f"The server allows {origin} in a preflight, and its response to that page names {named}: "
        "a cache keeps the response of the first caller, and the next page is blocked."
    )


def about_repeats(facts: Facts, page: PageRequest, results: tuple[ProbeResult, ...]) -> Fact | None:
    """The fact `responses_vary`, with how it was seen, in one sentence; None where they don't."""
    caches = facts.get("proxy_caches")
    if says := _kept(results):
        return Fact("responses_vary", "kept", "probed", f"{says} {caches.evidence if caches else ''}".strip())
    if (says := _varies(facts, page, results)) and caches and _is_kept_by_proxy(page, results):
        says = (
            "The same request goes otherwise after those from other origins: the proxy sends a response "
            f"that it keeps to all callers. {caches.evidence}"
        )
        return Fact("responses_vary", "kept", "probed", says)
    return Fact("responses_vary", "by-server", "probed", says) if says else None


def _is_kept_by_proxy(page: PageRequest, results: Iterable[ProbeResult]) -> bool:
    """Whether the same request went otherwise from some moment on; servers that take turns go to and fro."""
    by_id = {result.request.id: result for result in results}
    own, after = by_id.get("request"), by_id.get(_AFTER)
    if own is None or after is None or after.response is None:
        return False
    went = [_passes(page, each) for each in (own, *_answered(by_id, own))]
    return went[0] != went[-1] and sum(a != b for a, b in pairwise(went)) == 1


def is_repeat(request_id: str) -> bool:
    """Whether a probe asked the same once more."""
    return request_id.startswith(_PREFIX)


def _varies(facts: Facts, page: PageRequest, results: Iterable[ProbeResult]) -> str:
    """How often the same request went otherwise, in one sentence; empty where it never did."""
    by_id = {result.request.id: result for result in results}
    own = by_id.get("request" if page.request.method in SAFE_METHODS else "preflight")
    if own is None or own.response is None:
        return ""
    tries = tuple(_answered(by_id, own))
    passed = _passes(page, own)
    others = sum(_passes(page, each) != passed for each in tries)
    if not others:
        return ""
    was, went = ("passes", "is blocked") if passed else ("is blocked", "passes")
    proxy = next((line.partition(": ")[0] for line in facts.items("proxied_to")), "")
    return (
        f"The same request {was} once and {went} in {others} of {len(tries)} more tries: several servers or "
        f"processes respond there{f' (through {proxy})' if proxy else ''}, and not all run the same code, "
        "or a cache is between."
    )


def _repeated(page: PageRequest, number: int) -> ProbeRequest:
    id, times = f"{_PREFIX}{number}", f"once more ({number} of {_TIMES})"
    method = page.request.method
    if method in SAFE_METHODS:
        return actual(page, id, f"the same {times}", method=method, origin=page.origin)
    return preflight(page, id, f"the same preflight {times}", origin=page.origin)


def _answered(by_id: Mapping[str, ProbeResult], own: ProbeResult) -> Iterator[ProbeResult]:
    for id, result in by_id.items():
        if is_repeat(id) and id != _LISTED and result.response and not result.is_turned_away(own):
            yield result


def _passes(page: PageRequest, result: ProbeResult) -> bool:
    if page.request.credentials == "include":
        return result.allows_credentials(page.origin)
    return result.allows(page.origin)
