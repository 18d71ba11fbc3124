"""What a setup of their own allows on single routes: `@cross_origin`, or `CORS` given their blueprint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.findings import CorsSetup, Route
from cors_wizard.flask_code.flask_cors.resources import Rule, named_settings

_MOST = 60


def about_single_routes(setups: Sequence[CorsSetup], routes: Sequence[Route]) -> Iterator[Fact]:
    """The facts `decorated_origins` and `route_settings`; a view's own decorator wins."""
    own = _own(setups, routes)
    yield from _decorated_origins(own)
    # A setup for the whole app may add to them, and `resources=` has settings for each path.
    if not any(each.kind not in ("decorator", "blueprint") or each.option("resources") for each in setups):
        yield from _route_settings(own)


def _decorated_origins(own: Sequence[tuple[CorsSetup, str]]) -> Iterator[Fact]:
    """Each as `rule | path:line: origin`."""
    found = [
        (setup, f"{rule} | {where}: {origin}") for setup, rule in own for origin, where in _allowed(setup)
    ]
    if found:
        lines = tuple(dict.fromkeys(line for _, line in found))
        yield scanned("decorated_origins", lines[:_MOST], found[0][0].where, found[0][0].says)


def _route_settings(own: Sequence[tuple[CorsSetup, str]]) -> Iterator[Fact]:
    """Each as `rule: setting: value`, where the setups of single routes differ."""
    deciding: dict[str, CorsSetup] = {}
    for setup, rule in own:
        deciding.setdefault(rule, setup)
    named = {rule: _settings(setup) for rule, setup in deciding.items()}
    values = list(named.values())
    if any(each != values[0] for each in values):
        texts = tuple(text for rule, each in named.items() for text in Rule(rule, (), each).texts())
        yield scanned("route_settings", texts, own[0][0].where, own[0][0].says)


def _settings(setup: CorsSetup) -> Mapping[str, tuple[str, ...]]:
    given = named_settings({one.name: one.value for one in setup.options})
    places = tuple(where for _, where in _allowed(setup))
    return {**given, "configured_origins_at": places} if "configured_origins" in given else given


def _own(setups: Sequence[CorsSetup], routes: Sequence[Route]) -> Sequence[tuple[CorsSetup, str]]:
    """Each setup of single routes with the rule of such a route; a view's decorator comes first."""
    known = {id(setup) for setup in setups}
    on_routes = [(each.cross_origin, each.rule) for each in routes if id(each.cross_origin) in known]
    of_others = {id(setup) for setup, _ in on_routes}
    decorated = [
        *((setup, rule) for setup, rule in on_routes if setup is not None),
        *((each, each.rule) for each in setups if each.kind == "decorator" and id(each) not in of_others),
    ]
    of_owner: dict[str, list[Route]] = {}
    for route in routes:
        of_owner.setdefault(route.owner, []).append(route)
    of_blueprints = [
        (setup, route.rule)
        for setup in setups
        if setup.kind == "blueprint"
        for route in _of_blueprint(setup, of_owner.get(setup.target.rpartition(".")[2], []))
    ]
    return [(setup, rule) for setup, rule in (*decorated, *of_blueprints) if rule]


def _of_blueprint(setup: CorsSetup, named: Sequence[Route]) -> Sequence[Route]:
    """Of the routes whose owner has the blueprint's name, those of its own file where it is in several."""
    files = {each.file for each in named}
    return [each for each in named if each.owner and (each.file == setup.file or len(files) == 1)]


def _allowed(setup: CorsSetup) -> Iterator[tuple[str, str]]:
    """Each origin and its place; without the option flask-cors allows every origin."""
    option = setup.option("origins")
    if option is None:
        yield "*", setup.where
    elif option.source != "config":
        for item in option.value.items or (option.value,):
            if item.text:
                yield item.text, item.span.where if item.span else setup.where
