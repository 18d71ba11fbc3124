"""Whom `@cross_origin` allows on which route."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.findings import CorsSetup

_MOST = 60


def decorated_origins(setups: Sequence[CorsSetup]) -> Iterator[Fact]:
    """The fact `decorated_origins`, each as `rule | path:line: origin`."""
    found = [
        (setup, f"{setup.rule} | {where}: {origin}")
        for setup in setups
        if setup.kind == "decorator" and setup.rule
        for origin, where in _allowed(setup)
    ]
    if found:
        lines = tuple(dict.fromkeys(line for _, line in found))
        yield scanned("decorated_origins", lines[:_MOST], found[0][0].where, found[0][0].says)


def _allowed(setup: CorsSetup) -> Iterator[tuple[str, str]]:
    """Each origin and its place; without the option flask-cors allows every origin."""
    option = setup.option("origins")
    if option is None:
        yield "*", setup.where
    elif option.source != "config":
        for item in option.value.items or (option.value,):
            if item.text:
                yield item.text, item.span.where if item.span else setup.where
