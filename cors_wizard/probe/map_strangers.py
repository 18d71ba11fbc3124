"""Look-alikes in the map: who gets past a list is found on a few routes, then asked for on all. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.origin_patterns import line_for
from cors_wizard.probe.attack import Stranger, strangers
from cors_wizard.probe.requests import FOREIGN_ORIGIN
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.probe.route_map import MapRow, MapStranger, RouteMap, cell_of, map_request

MOST_SAMPLES = 6
MOST_COLUMNS = 3
_OPEN = ("readable", "readable-with-cookies")


def plan_samples(found: RouteMap, facts: Facts, base: str) -> tuple[ProbeRequest, ...]:
    """Every look-alike of the page to a few routes that let the page or a listed origin in, not everyone."""
    return tuple(
        map_request(base, row.rule, row.method, _id(at, number), one.origin)
        for at, row in enumerate(_samples(found))
        for number, one in enumerate(_tried(found, facts))
    )


def read_samples(
    found: RouteMap, facts: Facts, base: str, results: tuple[ProbeResult, ...]
) -> tuple[MapStranger, ...]:
    """Those who got in, at most a few; with the user's cookies first."""
    by_id = {result.request.id: result for result in results}
    inside: dict[str, tuple[bool, MapStranger]] = {}
    for at, row in enumerate(_samples(found)):
        for number, one in enumerate(_tried(found, facts)):
            state = cell_of(by_id.get(_id(at, number)), one.origin, row.method)
            if state == "readable-with-cookies" or (state == "readable" and one.standing == "outsider"):
                known = facts.replacing(Fact("url", f"{base}{row.rule}", "answered"))
                by = one.place or line_for(known, one.origin)
                with_cookies = state == "readable-with-cookies"
                inside.setdefault(one.origin, (not with_cookies, MapStranger(one.origin, one.says, by)))
    return tuple(one for _, one in sorted(inside.values(), key=lambda each: each[0]))[:MOST_COLUMNS]


def _id(row: int, number: int) -> str:
    return f"map-stranger-{row}-{number}"


def _samples(found: RouteMap) -> tuple[MapRow, ...]:
    """One row of each part of the API and method: what one setup covers mostly begins alike."""
    foreign = found.origins.index(FOREIGN_ORIGIN)
    # Where the page is refused, an origin on the list shows that there is one to get past.
    named = [at for at, origin in enumerate(found.origins) if origin not in (FOREIGN_ORIGIN, "null")]
    first: dict[tuple[str, ...], MapRow] = {}
    parts: dict[tuple[str, ...], MapRow] = {}
    for row in found.rows:
        if any(row.cells[at] in _OPEN for at in named) and row.cells[foreign] not in _OPEN:
            part = tuple(row.rule.split("/")[1:3])
            first.setdefault(part, row)
            parts.setdefault((row.method, *part), row)
    return tuple(dict.fromkeys((*first.values(), *parts.values())))[:MOST_SAMPLES]


def _tried(found: RouteMap, facts: Facts) -> Iterator[Stranger]:
    """Those whom somebody else can be, or who came over plain HTTP."""
    page = found.origins[0]
    if serialize_origin(page) == page and page not in (FOREIGN_ORIGIN, "null"):
        for one in strangers(facts, page):
            if one.standing in ("outsider", "insecure") and one.origin not in found.origins:
                yield one
