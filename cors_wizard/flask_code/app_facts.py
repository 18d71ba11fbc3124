"""The facts on the app itself: where it is made, under which names it runs, which routes it has."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import Found, clean, scanned
from cors_wizard.flask_code.apps import App, has_routes
from cors_wizard.flask_code.configuration.flask_config import FlaskConfig
from cors_wizard.flask_code.evaluation.scopes import dotted_name
from cors_wizard.flask_code.findings import Route
from cors_wizard.flask_code.flask_cors.cors_setups import Surroundings
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.source_lines import SourceLines

_MOST_ROUTES = 200


def about_app(app: App | None, apps: Sequence[App]) -> Found:
    """The facts `app_file`, `app_style`, `app_variable`, and a note on other apps."""
    if app is None:
        return Found(notes=("No Python file in this folder makes a Flask app, as far as could be read.",))
    facts = [
        scanned("app_file", app.module.path, app.where, app.says),
        scanned("app_style", "factory" if app.function else "module", app.where, app.says),
    ]
    if app.variable:
        facts.append(scanned("app_variable", app.variable, app.where, app.says))
    others = sorted({one.module.path for one in apps if not one.module.is_test} - {app.module.path})
    if not others:
        return Found(tuple(facts))
    more = ", ".join(others[:5]) + (", ..." if len(others) > 5 else "")
    return Found(tuple(facts), (f"There are several Flask apps; {app.module.path} was taken, not {more}.",))


def app_names(around: Surroundings) -> frozenset[str]:
    """The names under which the app is run: its own, and those of a factory's result or of Flask-SocketIO."""
    names = {"app", "application"}
    factories = {around.app.function} - {""} if around.app else set()
    if around.app and around.app.variable:
        names.add(around.app.variable.rpartition(".")[2])
    for module in around.modules:
        for targets, value, _ in module.assignments():
            if module.makes(value, "flask_socketio.SocketIO") or _calls_one_of(value, factories):
                names.update(target.rpartition(".")[2] for target in targets if target)
    return frozenset(names)


def _calls_one_of(value: ast.expr, functions: set[str]) -> bool:
    return isinstance(value, ast.Call) and dotted_name(value.func).rpartition(".")[2] in functions


def routes_fact(routes: Sequence[Route], lines: SourceLines) -> Iterator[Fact]:
    """The fact `routes`: full paths as they are written; `unimported`: what some of their views lack."""
    if routes:
        paths = tuple(dict.fromkeys(clean(route.rule, 200) for route in routes))[:_MOST_ROUTES]
        first = routes[0]
        yield scanned("routes", paths, first.where, lines.line(first.file, first.line))
    lacking = [route for route in routes if route.lacks]
    for first in lacking[:1]:
        items = tuple(f"{name} {clean(route.rule, 200)}" for route in lacking for name in route.lacks)
        yield scanned("unimported", items[:_MOST_ROUTES], first.where, lines.line(first.file, first.line))


def blueprint(around: Surroundings) -> Iterator[Fact]:
    """The blueprint that owns the routes (others may be nested in it), where the app has none of its own."""
    nested = _nested(around.modules)
    outer = [one for one in around.blueprints if one.variable.rpartition(".")[2] not in nested]
    if len(outer) != 1:
        return
    only = outer[0]
    if around.app and has_routes(around.app):
        return
    yield scanned("blueprint_variable", only.variable, f"{only.module.path}:{only.line}", only.says)


def trusted_hosts(config: FlaskConfig) -> Iterator[Fact]:
    """The hosts that Flask 3.1 and newer responds to at all, where the code names them."""
    setting = config.setting("TRUSTED_HOSTS")
    if setting is not None and setting.value.is_whole and setting.value.texts:
        yield scanned("trusted_hosts", setting.value.texts, setting.span.where, setting.expression)


def _nested(modules: Sequence[Module]) -> frozenset[str]:
    """The variables of the blueprints that are registered on another one."""
    own = {
        names[0].rpartition(".")[2]
        for module in modules
        for names, value, _ in module.assignments()
        if module.makes(value, "flask.Blueprint")
    }
    found = set()
    for module in modules:
        for call, _ in module.calls():
            owner, _, function = dotted_name(call.func).rpartition(".")
            if function == "register_blueprint" and call.args and owner.rpartition(".")[2] in own:
                found.add(dotted_name(call.args[0]).rpartition(".")[2])
    return frozenset(found)
