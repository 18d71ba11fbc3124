"""The table of who may call what: for a terminal, as Markdown, as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from cors_wizard.fixes.quoting import code_span, plain
from cors_wizard.masking import mask_text
from cors_wizard.probe.route_map import MOST_ROWS, CellState, MapRow, MapStranger, RouteMap
from cors_wizard.report.verdict_json import SCHEMA_VERSION, Json

_WORDS: dict[CellState, str] = {
    "readable": "readable",
    "readable-with-cookies": "with cookies",
    "refused": "refused",
    "not-seen": "not seen",
}


Before = Mapping[tuple[str, str, str], CellState]
"""What an earlier map says, by rule, method and origin."""


def cells_by_place(found: RouteMap) -> Before:
    """A map as something that a later one can be compared with."""
    return {
        (row.rule, row.method, origin): state
        for row in found.rows
        for origin, state in zip(found.origins, row.cells, strict=True)
    }


def map_text(found: RouteMap, before: Before | None = None, *, room: int | None = None) -> str:
    """The table in columns; where they need more than the room, a line for each origin below its route."""
    lines = [_head(found), *(_line(found, row, before or {}) for row in found.rows)]
    shown = _in_columns(lines)
    if room is not None and max(map(len, shown)) > room:
        shown = list(_below_each_other(lines))
    return "\n".join((*shown, *_notes(found, before), ""))


def _in_columns(lines: list[list[str]]) -> list[str]:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]


def _below_each_other(lines: list[list[str]]) -> Iterator[str]:
    (_, *origins), *rows = lines
    width = max(map(len, origins))
    for route, *cells in rows:
        yield route
        yield from (f"  {origin:<{width}}  {cell}" for origin, cell in zip(origins, cells, strict=True))


def map_markdown(found: RouteMap, before: Before | None = None) -> str:
    """The table as Markdown has tables."""
    rows = (_line(found, row, before or {}) for row in found.rows)
    head = ["route", *map(_code, found.origins)]
    # Routes and origins may hold what Markdown obeys: `/items/<int:item>` is a tag to it.
    lines = [head, ["---"] * len(head), *([code_span(route), *cells] for route, *cells in rows)]
    shown = ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
    return "\n".join((*shown, "", *_notes(found, before, _code), ""))


def map_json(found: RouteMap, before: Before | None = None) -> Json:
    """The table as data."""
    return {
        "schema_version": SCHEMA_VERSION,
        "origins": list(found.origins),
        "routes": [
            {
                "rule": row.rule,
                "method": row.method,
                "where": row.where,
                "cells": [
                    {"origin": origin, "state": state}
                    | ({"before": (before or {}).get((row.rule, row.method, origin))} if before else {})
                    for origin, state in zip(found.origins, row.cells, strict=True)
                ],
            }
            for row in found.rows
        ],
        "look_alikes": [
            {"origin": mask_text(each.origin), "says": each.says, "by": each.by or None}
            for each in found.strangers
        ],
        "neighbors": [
            {"origin": mask_text(each.origin), "says": each.says, "by": each.by or None}
            for each in found.neighbors
        ],
        "left_out": found.left_out,
        "without_vary": list(found.without_vary),
        "behind_login": list(found.behind_login),
        "redirected": list(found.redirected),
        "at_times": list(found.at_times),
    }


def _head(found: RouteMap) -> list[str]:
    return ["route", *map(_shown, found.origins)]


def _line(found: RouteMap, row: MapRow, before: Before) -> list[str]:
    was = (before.get((row.rule, row.method, origin)) for origin in found.origins)
    cells = (_cell(state, earlier) for state, earlier in zip(row.cells, was, strict=True))
    return [_shown(f"{row.method} {row.rule}"), *cells]


def _cell(state: CellState, earlier: CellState | None) -> str:
    return _WORDS[state] if earlier in (None, state) else f"{_WORDS[earlier]} -> {_WORDS[state]}"


def _shown(text: str) -> str:
    return plain(mask_text(text))


def _code(text: str) -> str:
    return code_span(_shown(text))


def _notes(found: RouteMap, before: Before | None, name: Callable[[str], str] = _shown) -> Iterator[str]:
    read = [row for row in found.open_with_cookies if row.method == "GET"]
    sent = [row for row in found.open_with_cookies if row.method != "GET"]
    if read:
        yield f"Any website may read {len(read)} of these with the user's cookies."
    if sent:
        yield f"Any website may send {len(sent)} of these with the user's cookies: the preflight passes."
    if found.let_in:
        yield f"{len(found.let_in)} of these let in who is not on the list:"
        yield from (_stranger_line(each, name) for each in found.strangers)
    if found.neighbors:
        yield "These get in with the user's cookies, too: check that all are yours."
        yield from (_stranger_line(each, name) for each in found.neighbors)
    if found.at_times:
        yield (
            f"At times only: {', '.join(map(name, found.at_times))}. The same request gets different "
            "responses: several servers or processes respond there, and not all run the same code."
        )
    if found.page_is_refused:
        yield f"{name(found.page)} can read none of these."
    if any("not-seen" in row.cells for row in found.rows):
        yield "Not seen: no response, or one in the route's place, as of a rate limit, a proxy or an error."
    if found.behind_login:
        yield f"Seen without a login, with status 401: {', '.join(map(name, found.behind_login))}."
    if found.redirected:
        yield f"Redirected, and not followed: {', '.join(map(name, found.redirected))}."
    if any(row.method != "GET" for row in found.rows):
        yield "Only GET and preflights were sent: responses to methods that write were not seen."
    if found.without_vary:
        yield f"`Vary: Origin` is missing: a cache may mix up {', '.join(map(name, found.without_vary))}."
    if before is not None:
        changed = sum(before.get(key, state) != state for key, state in cells_by_place(found).items())
        yield f"{changed} cells changed." if changed != 1 else "1 cell changed."
        earlier = {origin for _, _, origin in before}
        if new := [origin for origin in found.origins if origin not in earlier]:
            yield f"Not in the earlier map: {', '.join(map(name, new))}."
    if found.left_out:
        yield f"{found.left_out} more methods of routes were not asked: a map has at most {MOST_ROWS} rows."


def _stranger_line(each: MapStranger, name: Callable[[str], str]) -> str:
    return f"  {name(each.origin)}: {_shown(each.says)}{f' ({name(each.by)})' if each.by else ''}"
