"""The facts that `--url`, `--origin` and `--direct` give. Imports nothing heavy."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from cors_wizard.facts import Fact
from cors_wizard.fetch_standard.typed import checked_origin, checked_url


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
