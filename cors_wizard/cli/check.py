"""`cors-wizard check`: probes one request and says what a browser would do; for CI."""

from __future__ import annotations

import argparse
import asyncio
import json

from cors_wizard.cli import exit_status
from cors_wizard.cli.addresses import checked_origin, checked_url
from cors_wizard.cli.knowledge import knowledge_from
from cors_wizard.cli.network import send_lazily
from cors_wizard.cli.streams import visible, wants_bold, write
from cors_wizard.errors import InputError
from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.fetch_standard import Verdict
from cors_wizard.fetch_standard.methods import is_forbidden_method, is_token
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.http_exchange import Exchange
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.probe import findings
from cors_wizard.probe.run import run_probes
from cors_wizard.report import render_markdown, render_text, verdict_line, verdict_page


def run(arguments: argparse.Namespace) -> int:
    """The verdict on one request; the named URL is probed, wherever it is."""
    facts = _facts(arguments)
    knowledge = knowledge_from(arguments.knowledge)
    found = findings(facts, asyncio.run(run_probes(facts, send_lazily)))
    if found.exchange is None or found.verdict is None:
        raise InputError("This URL cannot be probed.", hint="Give an http or https URL.")
    write(_rendered(found.exchange, found.verdict, knowledge, arguments.format))
    return _status(found.verdict)


def _facts(arguments: argparse.Namespace) -> Facts:
    given: dict[str, FactValue] = {
        "url": _url(arguments.url),
        "origin": checked_origin(arguments.origin),
        "method": _method(arguments.method),
        "request_headers": tuple(_header(line) for line in arguments.header),
        "credentials": "include" if arguments.credentials else "same-origin",
    }
    return Facts.of(Fact(name, value, "answered", "an option") for name, value in given.items())


def _url(text: str) -> str:
    url = checked_url(text)
    parsed = parse_url(url)
    if parsed is not None and parsed.has_credentials:
        hint = "Leave them out; what needs them takes an Authorization header."
        raise InputError("fetch() refuses a URL with a user name or password in it.", hint=hint)
    return url


def _method(name: str) -> str:
    if not is_token(name) or is_forbidden_method(name):
        raise InputError(
            f"Pages cannot use the method '{visible(name[:100])}'.", hint="Give one such as GET or PUT."
        )
    return name


def _header(line: str) -> str:
    name = line.partition(":")[0].strip()
    if not is_token(name):
        raise InputError(
            f"'{visible(line[:100])}' is no header.", hint="Give NAME or 'NAME: VALUE', as X-Api-Key."
        )
    return line.strip()


def _rendered(exchange: Exchange, verdict: Verdict, knowledge: Knowledge, format: str) -> str:
    if format == "json":
        return json.dumps(verdict_line(exchange, verdict, knowledge), ensure_ascii=False) + "\n"
    page = verdict_page(exchange, verdict, knowledge)
    return render_markdown(page) if format == "markdown" else render_text(page, bold=wants_bold())


def _status(verdict: Verdict) -> int:
    # What a single browser has against this machine's address says nothing about the API that is deployed.
    if verdict.readable:
        return exit_status.FINE
    first = verdict.violations[0]
    # What the browser does not even send it refuses by itself: a port, say.
    nothing_came = first.symptom == "network-failure" and first.stage != "request"
    return exit_status.CANNOT_TELL if nothing_came else exit_status.PROBLEM
