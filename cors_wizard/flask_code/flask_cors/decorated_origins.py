"""Whom a setup of their own allows on single routes: `@cross_origin`, or `CORS` given their blueprint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.findings import CorsSetup, Route

_MOST = 60


def decorated_origins(setups: Sequence[CorsSetup], routes: Sequence[Route]) -> Iterator[Fact]:
    """The fact `decorated_origins`, each as `rule | path:line: origin`; a view's own decorator wins."""
    decorated = [(setup, setup.rule) for setup in setups if setup.kind == "decorator" and setup.rule]
    of_blueprints = [
        (setup, route.rule)
        for setup in setups
        if setup.kind == "blueprint"
        for route in routes
        if _is_of(route, setup, routes)
    ]
    found = [
        (setup, f"{rule} | {where}: {origin}")
        for setup, rule in (*decorated, *of_blueprints)
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


def _is_of(route: Route, setup: CorsSetup, routes: Sequence[Route]) -> bool:
    """Whether a route is the blueprint's; of two of one name in different files only that of its own file."""
    if not route.owner or route.owner != setup.target.rpartition(".")[2]:
        return False
    files = {each.file for each in routes if each.owner == route.owner}
    return route.file == setup.file or len(files) == 1
