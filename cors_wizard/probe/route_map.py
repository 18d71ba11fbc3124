"""Who may call what: every route of the code, as the page, the listed origins, a stranger and `null`.

GET for routes that take it, and the preflight of every other method: nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal
from urllib.parse import quote

from cors_wizard.facts import Facts
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.headers import extract_list
from cors_wizard.fetch_standard.methods import is_cors_safelisted_method
from cors_wizard.flask_code import Route
from cors_wizard.frozen import dataclass
from cors_wizard.http_exchange import Headers
from cors_wizard.origin_patterns import entries_in_code
from cors_wizard.probe.origins import ALLOW_ORIGIN, may_be_mixed_up
from cors_wizard.probe.requests import FOREIGN_ORIGIN
from cors_wizard.probe.result import ProbeRequest, ProbeResult

CellState = Literal["readable", "readable-with-cookies", "refused", "not-seen"]

MOST_ROUTES = 60
MOST_ROWS = 120
"""Methods of routes that have a row; GET and the first other method of each route come before the rest."""
MOST_ORIGINS = 6
_REPEATED = 4
"""Rows whose first cell is asked twice more: servers that take turns differ in any of them."""
_SAMPLES = {"int": "1", "float": "1.0", "uuid": "00000000-0000-0000-0000-000000000000"}
_CONVERTER = re.compile(r"<(?:([A-Za-z_]{1,40})(?:\([^<>]{0,80}\))?:)?[^<>]{1,80}>")


@dataclass(frozen=True)
class MapRow:
    """One route, and for each origin what it may do."""

    rule: str
    method: str
    """The method that was asked for."""
    where: str
    cells: tuple[CellState, ...]


@dataclass(frozen=True)
class MapStranger:
    """A look-alike of the page that got past a list."""

    origin: str
    says: str
    by: str
    """The line that lets it in, as `path:line`; empty where none is known."""
    is_neighbor: bool = False
    """Whether the page's owner owns it, too: told below the table, and no alarm."""


@dataclass(frozen=True)
class RouteMap:
    """The whole table."""

    origins: tuple[str, ...]
    rows: tuple[MapRow, ...]
    left_out: int = 0
    """Methods of routes that were not asked, as there are too many."""
    strangers: tuple[MapStranger, ...] = ()
    """Look-alikes that have a column because they got in somewhere."""
    neighbors: tuple[MapStranger, ...] = ()
    """Other hosts and ports of the page's owner that read with the user's cookies somewhere."""
    page: str = ""
    """The page's origin where the user gave one."""
    without_vary: tuple[str, ...] = ()
    """Routes that name each origin that asks, and don't say so to caches."""
    behind_login: tuple[str, ...] = ()
    """Routes that respond 401: what they send to those who are logged in was not seen."""
    redirected: tuple[str, ...] = ()
    """Routes that respond to GET with a redirect: what it leads to was not seen."""
    at_times: tuple[str, ...] = ()
    """Routes that let the same origin in at times, and not at others."""

    @property
    def let_in(self) -> tuple[MapRow, ...]:
        """The routes whose list a look-alike gets past."""
        if not self.strangers:
            return ()
        foreign = self.origins.index(FOREIGN_ORIGIN)
        columns = [self.origins.index(each.origin) for each in self.strangers]
        return tuple(
            row
            for row in self.rows
            if any(row.cells[at].startswith("readable") for at in columns)
            and not row.cells[foreign].startswith("readable")
        )

    @property
    def page_is_refused(self) -> bool:
        """Whether no route lets the page in, as far as any response shows."""
        at = self.origins.index(self.page) if self.page in self.origins and not self.at_times else None
        states = {row.cells[at] for row in self.rows} if at is not None else set()
        return "refused" in states and states <= {"refused", "not-seen"}

    @property
    def open_with_cookies(self) -> tuple[MapRow, ...]:
        """The routes that any website may call as the user: GET is read, of others the preflight passes."""
        foreign = [at for at, origin in enumerate(self.origins) if origin in (FOREIGN_ORIGIN, "null")]
        return tuple(
            row for row in self.rows if any(row.cells[at] == "readable-with-cookies" for at in foreign)
        )


def map_origins(page: str, facts: Facts) -> tuple[str, ...]:
    """The page, the plain origins of the code's lists, a stranger, and `null`."""
    listed = (each.text.rstrip("/") for each in entries_in_code(facts) if each.kind == "is")
    named = (each for each in listed if serialize_origin(each) == each != "null")
    friends = tuple(dict.fromkeys((*((page,) if page else ()), *named)))[: MOST_ORIGINS - 2]
    return tuple(dict.fromkeys((*friends, FOREIGN_ORIGIN, "null")))


def plan_map(routes: Iterable[Route], base: str, origins: tuple[str, ...]) -> tuple[ProbeRequest, ...]:
    """One request for each cell of the table.

    Args:
        routes: of the code.
        base: the API's origin.
        origins: who asks.
    """
    chosen, _ = _chosen(routes)
    return tuple(
        map_request(base, rule, method, f"map-{row}-{column}", origin)
        for row, (rule, method, _) in enumerate(chosen)
        for column, origin in enumerate(origins)
    )


def plan_map_repeats(
    routes: Iterable[Route], base: str, origins: tuple[str, ...]
) -> tuple[ProbeRequest, ...]:
    """The first cell of a few rows twice more."""
    chosen, _ = _chosen(routes)
    return tuple(
        map_request(base, rule, method, f"again-{row}-{number}", origins[0])
        for row, (rule, method, _) in enumerate(chosen[:_REPEATED])
        for number in (1, 2)
    )


def _at_times(chosen: list[_Row], origin: str, by_id: Mapping[str, ProbeResult]) -> Iterator[str]:
    for row, (rule, method, _) in enumerate(chosen[:_REPEATED]):
        own = by_id.get(f"map-{row}-0")
        ids = (f"map-{row}-0", f"again-{row}-1", f"again-{row}-2")
        states = {cell_of(by_id.get(id), origin, method, own) for id in ids} - {"not-seen"}
        if len(states) > 1:
            yield rule


def read_map(routes: Iterable[Route], origins: tuple[str, ...], results: Iterable[ProbeResult]) -> RouteMap:
    """The table of what was allowed."""
    by_id = {result.request.id: result for result in results}
    chosen, left_out = _chosen(routes)
    rows = tuple(
        MapRow(rule, method, where, tuple(_cells(row, origins, method, by_id)))
        for row, (rule, method, where) in enumerate(chosen)
    )
    silent = (rule for row, (rule, method, _) in enumerate(chosen) if _is_silent(row, origins, method, by_id))
    vary = tuple(dict.fromkeys(silent))
    login, redirected = (_with_status(chosen, by_id, each) for each in (range(401, 402), range(300, 400)))
    at_times = tuple(dict.fromkeys(_at_times(chosen, origins[0], by_id)))
    return RouteMap(
        origins,
        rows,
        left_out,
        without_vary=vary,
        behind_login=login,
        redirected=redirected,
        at_times=at_times,
    )


def _with_status(chosen: list[_Row], by_id: Mapping[str, ProbeResult], statuses: range) -> tuple[str, ...]:
    """The rules whose first response has one of them."""
    first = ((rule, by_id.get(f"map-{row}-0")) for row, (rule, _, _) in enumerate(chosen))
    found = (rule for rule, each in first if each and each.response and each.response.status in statuses)
    return tuple(dict.fromkeys(found))


def _is_silent(row: int, origins: tuple[str, ...], method: str, by_id: Mapping[str, ProbeResult]) -> bool:
    """Whether GET names two origins, each to the page that asked, in a response that a cache may mix up."""
    found = ((by_id.get(f"map-{row}-{column}"), origin) for column, origin in enumerate(origins))
    named = [
        result
        for result, origin in found
        if result and result.response and result.response.headers.get(ALLOW_ORIGIN) == origin
    ]
    return method == "GET" and len(named) > 1 and any(map(may_be_mixed_up, named))


_Row = tuple[str, str, str]
"""A rule, a method of it, and the place."""


def _chosen(routes: Iterable[Route]) -> tuple[list[_Row], int]:
    """Each rule and method once, by rule, and how many there are beyond that."""
    found: dict[tuple[str, str], str] = {}
    later: set[tuple[str, str]] = set()
    for route in routes:
        others = [name for name in route.methods if name not in ("GET", "HEAD", "OPTIONS")]
        methods = (["GET"] if "GET" in route.methods or not route.methods else []) + others
        found.update(
            {(route.rule, method): route.where for method in methods if (route.rule, method) not in found}
        )
        later.update((route.rule, method) for method in others[1:])
    first = [key for key in found if key not in later][:MOST_ROUTES]
    asked = {*first, *[key for key in found if key in later][: MOST_ROWS - len(first)]}
    # One route's methods are together, whichever of its functions has them.
    order = {rule: at for at, (rule, _) in reversed([*enumerate(found)])}
    kept = sorted((key for key in found if key in asked), key=lambda key: order[key[0]])
    return [(rule, method, found[rule, method]) for rule, method in kept], len(found) - len(kept)


def map_request(base: str, rule: str, method: str, id: str, origin: str) -> ProbeRequest:
    """The request of one cell: a GET, or the preflight of what writes."""
    url = base + quote(
        _CONVERTER.sub(lambda found: _SAMPLES.get(found[1] or "", "x"), rule), safe="/:@!$&'()*+,;=~%-._"
    )
    purpose = f"{method} {rule} as {origin}"
    if method == "GET":
        return ProbeRequest(id, purpose, "GET", url, Headers.of({"Origin": origin}))
    asked = {"Access-Control-Request-Method": method, "Origin": origin}
    return ProbeRequest(id, purpose, "OPTIONS", url, Headers.of(asked))


def _cells(
    row: int, origins: tuple[str, ...], method: str, by_id: Mapping[str, ProbeResult]
) -> Iterator[CellState]:
    for column, origin in enumerate(origins):
        yield cell_of(by_id.get(f"map-{row}-{column}"), origin, method, by_id.get(f"map-{row}-0"))


def cell_of(
    result: ProbeResult | None, origin: str, method: str, own: ProbeResult | None = None
) -> CellState:
    """What an origin may do, by the response to it and to the page."""
    if result is None or result.response is None or result.is_turned_away(own):
        return "not-seen"
    if method != "GET" and result.is_in_its_place:
        # Even with the page's header such a response isn't a preflight's.
        return "not-seen"
    headers = result.response.headers
    values = headers.all(ALLOW_ORIGIN)
    allowed = len(values) == 1 and values[0] in ("*", origin)
    if method != "GET":
        named = extract_list(headers, "Access-Control-Allow-Methods") or ()
        fits = is_cors_safelisted_method(method) or method in named or "*" in named
        allowed = allowed and fits and 200 <= result.response.status < 300
    if not allowed:
        return "refused"
    with_cookies = values[0] == origin and headers.get("Access-Control-Allow-Credentials") == "true"
    return "readable-with-cookies" if with_cookies else "readable"
