"""The table of who may call what: for a terminal, as Markdown, as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.fixes.quoting import plain
from cors_wizard.masking import mask_text
from cors_wizard.probe.route_map import CellState, MapRow, RouteMap
from cors_wizard.report.as_json import SCHEMA_VERSION, Json

_WORDS: dict[CellState, str] = {
    "readable": "readable",
    "readable-with-cookies": "with cookies",
    "refused": "refused",
    "not-seen": "not seen",
}


def map_text(found: RouteMap) -> str:
    """The table in columns."""
    lines = [_head(found), *map(_line, found.rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    shown = [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return "\n".join((*shown, *_notes(found), ""))


def map_markdown(found: RouteMap) -> str:
    """The table as Markdown has tables."""
    head = _head(found)
    lines = [head, ["---"] * len(head), *map(_line, found.rows)]
    shown = ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
    return "\n".join((*shown, "", *_notes(found), ""))


def map_json(found: RouteMap) -> Json:
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
                    for origin, state in zip(found.origins, row.cells, strict=True)
                ],
            }
            for row in found.rows
        ],
        "left_out": found.left_out,
    }


def _head(found: RouteMap) -> list[str]:
    return ["route", *map(_shown, found.origins)]


def _line(row: MapRow) -> list[str]:
    return [_shown(f"{row.method} {row.rule}"), *(_WORDS[state] for state in row.cells)]


def _shown(text: str) -> str:
    return plain(mask_text(text))


def _notes(found: RouteMap) -> Iterator[str]:
    if open_rows := found.strangers_read_with_cookies:
        yield f"Any website may read {len(open_rows)} of these with the user's cookies."
    if found.left_out:
        yield f"{found.left_out} more routes were not requested."
