"""Look-alikes in the map: who gets past a list is found on a few routes, then asked for on all. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.facts import Fact, Facts
from cors_wizard.origin_patterns import line_for
from cors_wizard.probe.attack import Stranger, strangers
from cors_wizard.probe.requests import FOREIGN_ORIGIN
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.probe.route_map import MapRow, MapStranger, RouteMap, cell_of, map_request

MOST_SAMPLES = 6
MOST_COLUMNS = 3
_OPEN = ("readable", "readable-with-cookies")
_BESIDE = ("subdomain", "sibling", "port")
"""Of the page's own owner: no alarm, but they are named."""


def plan_samples(found: RouteMap, facts: Facts, base: str) -> tuple[ProbeRequest, ...]:
    """Every look-alike of the page to a few routes that don't let everyone in."""
    return tuple(
        map_request(base, row.rule, row.method, _id(at, number), one.origin)
        for at, row in enumerate(_samples(found))
        for number, one in enumerate(_tried(found, row, facts))
    )


def read_samples(
    found: RouteMap, facts: Facts, base: str, results: tuple[ProbeResult, ...]
) -> tuple[MapStranger, ...]:
    """Those who got in: strangers, at most a few, and the page's neighbors; with cookies first."""
    by_id = {result.request.id: result for result in results}
    inside: dict[str, tuple[bool, MapStranger]] = {}
    for at, row in enumerate(_samples(found)):
        for number, one in enumerate(_tried(found, row, facts)):
            state = cell_of(by_id.get(_id(at, number)), one.origin, row.method)
            if state == "readable-with-cookies" or (state == "readable" and one.standing == "outsider"):
                known = facts.replacing(Fact("url", f"{base}{row.rule}", "answered"))
                by = one.place or line_for(known, one.origin)
                with_cookies = state == "readable-with-cookies"
                stranger = MapStranger(one.origin, one.says, by, one.standing == "neighbor")
                inside.setdefault(one.origin, (not with_cookies, stranger))
    inner = [one for _, one in sorted(inside.values(), key=lambda each: each[0])]
    others = [one for one in inner if not one.is_neighbor]
    return (*others[:MOST_COLUMNS], *(one for one in inner if one.is_neighbor))


def _id(row: int, number: int) -> str:
    return f"map-stranger-{row}-{number}"


def _samples(found: RouteMap) -> tuple[MapRow, ...]:
    """One row of each part of the API and method: what one setup covers mostly begins alike."""
    foreign = found.origins.index(FOREIGN_ORIGIN)
    # An origin that gets in shows a list to get past; where none does, there may be a pattern for others.
    rows = sorted(found.rows, key=lambda row: not any(cell in _OPEN for cell in row.cells))
    first: dict[tuple[str, ...], MapRow] = {}
    parts: dict[tuple[str, ...], MapRow] = {}
    for row in rows:
        if row.cells[foreign] == "refused":
            part = tuple(row.rule.split("/")[1:3])
            first.setdefault(part, row)
            parts.setdefault((row.method, *part), row)
    return tuple(dict.fromkeys((*first.values(), *parts.values())))[:MOST_SAMPLES]


def _tried(found: RouteMap, row: MapRow, facts: Facts) -> Iterator[Stranger]:
    """Origins that somebody else can have, of plain HTTP, or of a program beside the page.

    A route that lets in nobody of the table is asked for what the code's own checks suggest, and no more.
    """
    is_open = any(cell in _OPEN for cell in row.cells)
    for one in strangers(facts, found.origins[0]):
        asked = one.standing in ("outsider", "insecure") or one.kind in _BESIDE
        if one.origin not in found.origins and (one.place or (is_open and asked)):
            yield one
