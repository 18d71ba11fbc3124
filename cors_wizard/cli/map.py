"""`cors-wizard map`: which origin may call which route, asked of the running API."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from cors_wizard.cli import exit_status
from cors_wizard.cli.addresses import checked_origin, checked_url
from cors_wizard.cli.consent import ProbeConsent
from cors_wizard.cli.diagnose import scanner_for
from cors_wizard.cli.network import send_lazily
from cors_wizard.cli.streams import say, write
from cors_wizard.errors import InputError
from cors_wizard.facts import Facts
from cors_wizard.fetch_standard import serialise_origin
from cors_wizard.probe.route_map import RouteMap, map_origins, plan_map, read_map
from cors_wizard.report.map_page import map_json, map_markdown, map_text


def run(arguments: argparse.Namespace) -> int:
    """The table; exit status 1 where any website reads a route with the user's cookies."""
    url = getattr(arguments, "url", None)
    if url is None:
        raise InputError(
            "The API's address is missing.", hint="Give it with --url, as http://localhost:5000."
        )
    base = serialise_origin(checked_url(url))
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
    page = getattr(arguments, "origin", None)
    origins = map_origins(
        checked_origin(page) if page else "", Facts.of(scan.facts).items("configured_origins")
    )
    requests = plan_map(scan.code.routes, base, origins)
    say(f"Sending {len(requests)} GET and OPTIONS requests to {base}.")
    found = read_map(scan.code.routes, origins, asyncio.run(send_lazily(requests)))
    write(_rendered(found, arguments.format))
    return _status(found)


def _rendered(found: RouteMap, format: str) -> str:
    if format == "json":
        return json.dumps(map_json(found), ensure_ascii=False) + "\n"
    return map_markdown(found) if format == "markdown" else map_text(found)


def _status(found: RouteMap) -> int:
    if all(cell == "not-seen" for row in found.rows for cell in row.cells):
        return exit_status.CANNOT_TELL
    return exit_status.PROBLEM if found.strangers_read_with_cookies else exit_status.FINE
