"""URLs and origins from outside, checked before anything is done with them. Imports nothing heavy."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from cors_wizard.cli.streams import visible
from cors_wizard.errors import InputError
from cors_wizard.facts import Fact
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.urls import parse_url

_MOST_SHOWN = 100


def facts_from_addresses(arguments: argparse.Namespace) -> Iterator[Fact]:
    """The facts that `--url` and `--origin` give; raises InputError."""
    if (url := getattr(arguments, "url", None)) is not None:
        yield Fact("url", checked_url(url), "answered", "--url")
    if (origin := getattr(arguments, "origin", None)) is not None:
        yield Fact("origin", checked_origin(origin), "answered", "--origin")
    yield from direct_fact(arguments)


def direct_fact(arguments: argparse.Namespace) -> Iterator[Fact]:
    """The server behind the proxy, where `--direct` gives it; raises InputError."""
    if (direct := getattr(arguments, "direct", None)) is not None:
        from cors_wizard.probe.layers import DIRECT_OPTION

        yield Fact("direct_url", checked_url(direct), "answered", DIRECT_OPTION)


def checked_url(text: str) -> str:
    """The text, if it is an http or https URL; raises InputError."""
    bare = text.strip()
    parsed = parse_url(bare)
    odd = any(char.isspace() or not char.isprintable() for char in bare)
    if parsed is None or not parsed.is_http or not parsed.host or odd:
        raise InputError(
            f"{_shown(text)} isn't the URL of a web server.",
            hint="Give it whole, as http://localhost:5000/api.",
        )
    return bare


def checked_origin(text: str) -> str:
    """The origin of what was given, which may be the page's whole URL; raises InputError."""
    if text.strip() == "null" or text.lower().startswith("file:"):
        return "null"
    try:
        return serialize_origin(checked_url(text))
    except InputError:
        hint = "Give scheme, host and port, as http://localhost:3000."
        raise InputError(f"{_shown(text)} isn't an origin.", hint=hint) from None


def _shown(text: str) -> str:
    shown = visible(text[:_MOST_SHOWN])
    return f"'{shown}...'" if len(text) > _MOST_SHOWN else f"'{shown}'"
