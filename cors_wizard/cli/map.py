"""`cors-wizard map`: which origin may call which route, asked of the running API."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast, get_args

from cors_wizard.cli import exit_status
from cors_wizard.cli.consent import ProbeConsent
from cors_wizard.cli.diagnose import scanner_for
from cors_wizard.cli.streams import read_text, say, visible, write
from cors_wizard.errors import InputError
from cors_wizard.facts import Facts
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.typed import checked_origin, checked_url
from cors_wizard.printable import json_text
from cors_wizard.probe.lazily import send_lazily
from cors_wizard.probe.route_map import CellState, RouteMap, map_origins
from cors_wizard.probe.run_map import run_map
from cors_wizard.report.map_page import Before, map_json, map_markdown, map_text


def run(arguments: argparse.Namespace) -> int:
    """The table; exit status 1 where somebody reads a route who should not, or the page reads none."""
    url = getattr(arguments, "url", None)
    if url is None:
        raise InputError(
            "The API's address is missing.", hint="Give it with --url, as http://localhost:5000."
        )
    base = serialize_origin(checked_url(url))
    scanner = scanner_for(arguments)
    if scanner is None:
        raise InputError("There is no Flask project here.", hint="Give its folder with --project.")
    scan = scanner()
    if not scan.code.routes:
        raise InputError(
            "No route was found in the project's code.", hint="Give another folder with --project."
        )
    if not ProbeConsent(getattr(arguments, "probe", "auto"), sys.stdin.isatty())(base):
        return exit_status.CANNOT_TELL
    before = _before(arguments.before) if arguments.before else None
    page = getattr(arguments, "origin", None)
    facts = Facts.of(scan.facts)
    page = checked_origin(page) if page else ""
    origins = map_origins(page, facts)
    found = asyncio.run(
        run_map(
            scan.code.routes,
            base,
            origins,
            facts,
            send_lazily,
            page="" if page == base else page,
            tell=lambda count: say(f"Sending {count} GET and OPTIONS requests to {base}."),
        )
    )
    write(_rendered(found, arguments.format, before))
    return _status(found)


def _rendered(found: RouteMap, format: str, before: Before | None) -> str:
    if format == "json":
        return json_text(map_json(found, before)) + "\n"
    return map_markdown(found, before) if format == "markdown" else map_text(found, before)


def _status(found: RouteMap) -> int:
    if found.open_with_cookies or found.let_in or found.page_is_refused or found.at_times:
        return exit_status.PROBLEM
    # One origin that got no response anywhere may be the one that gets in.
    columns = zip(*(row.cells for row in found.rows), strict=True)
    is_unseen = any(all(cell == "not-seen" for cell in column) for column in columns)
    return exit_status.CANNOT_TELL if is_unseen else exit_status.FINE


def _before(path: Path) -> Before:
    """The cells of an earlier map; raises InputError where the file holds none."""
    try:
        table = json.loads(read_text(str(path)))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{visible(str(path))} is not a map as JSON.", hint=_HINT) from error
    routes = table.get("routes") if isinstance(table, dict) else None
    found = dict(_cells(routes)) if isinstance(routes, list) else {}
    if not found:
        raise InputError(f"{visible(str(path))} is not a map as JSON.", hint=_HINT)
    return found


_HINT = "Write one before the change: cors-wizard map ... --format json > before.json"


def _cells(routes: list[object]) -> Iterator[tuple[tuple[str, str, str], CellState]]:
    for row in routes:
        cells = row.get("cells") if isinstance(row, dict) else None
        for cell in cells if isinstance(cells, list) else ():
            if isinstance(row, dict) and isinstance(cell, dict) and cell.get("state") in get_args(CellState):
                key = (str(row.get("rule")), str(row.get("method")), str(cell.get("origin")))
                yield key, cast(CellState, cell["state"])
