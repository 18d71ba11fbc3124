"""What a setup of their own allows on single routes: `@cross_origin`, or `CORS` given their blueprint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.findings import CorsSetup, Route
from cors_wizard.flask_code.flask_cors.resources import Rule, named_settings

_MOST = 60


def decorated_origins(setups: Sequence[CorsSetup], routes: Sequence[Route]) -> Iterator[Fact]:
    """The fact `decorated_origins`, each as `rule | path:line: origin`; a view's own decorator wins."""
    found = [
        (setup, f"{rule} | {where}: {origin}")
        for setup, rule in _own(setups, routes)
        for origin, where in _allowed(setup)
    ]
    if found:
        lines = tuple(dict.fromkeys(line for _, line in found))
        yield scanned("decorated_origins", lines[:_MOST], found[0][0].where, found[0][0].says)


def route_settings(setups: Sequence[CorsSetup], routes: Sequence[Route]) -> Iterator[Fact]:
    """The fact `route_settings`, each as `rule: setting: value`, where setups of single routes differ.

    A setup for the whole app may add to them, and `resources=` has settings for each path: none of that here.
    """
    if any(setup.kind not in ("decorator", "blueprint") or setup.option("resources") for setup in setups):
        return
    deciding: dict[str, CorsSetup] = {}
    for setup, rule in _own(setups, routes):
        deciding.setdefault(rule, setup)
    named = {rule: _settings(setup) for rule, setup in deciding.items()}
    values = list(named.values())
    if all(each == values[0] for each in values):
        return
    texts = tuple(text for rule, settings in named.items() for text in Rule(rule, (), settings).texts())
    yield scanned("route_settings", texts, setups[0].where, setups[0].says)


def _settings(setup: CorsSetup) -> Mapping[str, tuple[str, ...]]:
    given = named_settings({one.name: one.value for one in setup.options})
    places = tuple(where for _, where in _allowed(setup))
    return {**given, "configured_origins_at": places} if "configured_origins" in given else given


def _own(setups: Sequence[CorsSetup], routes: Sequence[Route]) -> Sequence[tuple[CorsSetup, str]]:
    """Each setup of single routes with the rule of such a route; a view's decorator comes first."""
    on_routes = [(each.cross_origin, each.rule) for each in routes if each.cross_origin in setups]
    of_others = {id(setup) for setup, _ in on_routes}
    decorated = [
        *((setup, rule) for setup, rule in on_routes if setup is not None),
        *((each, each.rule) for each in setups if each.kind == "decorator" and id(each) not in of_others),
    ]
    of_blueprints = [
        (setup, route.rule)
        for setup in setups
        if setup.kind == "blueprint"
        for route in routes
        if _is_of(route, setup, routes)
    ]
    return [(setup, rule) for setup, rule in (*decorated, *of_blueprints) if rule]


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
