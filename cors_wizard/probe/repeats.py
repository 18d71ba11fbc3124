"""The page's own request a few times more: whether the server always responds alike. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cors_wizard.facts import Facts
from cors_wizard.probe.page_request import PageRequest, read_page_request
from cors_wizard.probe.requests import SAFE_METHODS, actual, preflight
from cors_wizard.probe.result import ProbeRequest, ProbeResult

_PREFIX = "again-"
_TIMES = 4
"""Of two servers that take turns, one that differs is missed once in sixteen."""


def plan_repeats(facts: Facts) -> tuple[ProbeRequest, ...]:
    """The request itself, or the preflight of one that writes; empty where no URL is known."""
    page = read_page_request(facts)
    return () if page is None else tuple(_repeated(page, number) for number in range(1, _TIMES + 1))


def is_repeat(request_id: str) -> bool:
    """Whether a probe asked the same once more."""
    return request_id.startswith(_PREFIX)


def varies(facts: Facts, page: PageRequest, results: Iterable[ProbeResult]) -> str:
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
        if is_repeat(id) and result.response and not result.is_turned_away(own):
            yield result


def _passes(page: PageRequest, result: ProbeResult) -> bool:
    if page.request.credentials == "include":
        return result.allows_credentials(page.origin)
    return result.allows(page.origin)
