"""Reads the paths of the routes, with the prefixes of the blueprints that own them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from cors_wizard.facts import Fact
from cors_wizard.project.code.literals import text_of
from cors_wizard.project.code.module import Module, dotted_name
from cors_wizard.project.evidence import clean, scanned

_ROUTE_CALLS = frozenset({"route", "get", "post", "put", "delete", "patch", "add_url_rule"})
_CLIENTS = frozenset({"requests", "httpx", "client", "session", "test_client"})
_MOST_ROUTES = 200


def read_routes(modules: Sequence[Module]) -> tuple[Fact, ...]:
    """The fact `routes`: paths as they are written, blueprints' prefixes in front; nothing without routes."""
    prefixes = _prefixes(modules)
    found = [
        (prefixes.get(owner, "") + path, module.where(call), module.says(call))
        for module in modules
        for owner, path, call in _routes(module)
    ]
    if not found:
        return ()
    paths = tuple(dict.fromkeys(clean(path, 200) for path, _, _ in found))[:_MOST_ROUTES]
    _, where, says = found[0]
    return (scanned("routes", paths, where, says),)


def _routes(module: Module) -> Iterator[tuple[str, str, ast.Call]]:
    for call, _ in module.calls():
        owner, _, name = dotted_name(call.func).rpartition(".")
        path = text_of(call.args[0]) if call.args else None
        if name in _ROUTE_CALLS and path is not None and path.startswith("/") and owner not in _CLIENTS:
            yield owner.rpartition(".")[2], path, call


def _prefixes(modules: Sequence[Module]) -> Mapping[str, str]:
    """The prefix of each blueprint by its variable; what `register_blueprint` says wins, as in Flask."""
    prefixes: dict[str, str] = {}
    for module in modules:
        for names, value, _ in module.assignments():
            if module.makes(value, "flask.Blueprint") and isinstance(value, ast.Call) and names[0]:
                prefixes[names[0]] = _prefix(value)
    inside: dict[str, str] = {}
    for owner, name, call in _registrations(modules):
        prefixes[name] = _prefix(call) or prefixes.get(name, "")
        if owner in prefixes:
            inside[name] = owner
    return {name: "".join(prefixes[each] for each in _way_to(name, inside)) for name in prefixes}


def nested_blueprints(modules: Sequence[Module]) -> frozenset[str]:
    """The variables of the blueprints that are registered on another one."""
    own = {name for module in modules for name in _blueprints_of(module)}
    return frozenset(name for owner, name, _ in _registrations(modules) if owner in own)


def _blueprints_of(module: Module) -> Iterator[str]:
    for names, value, _ in module.assignments():
        if module.makes(value, "flask.Blueprint"):
            yield names[0].rpartition(".")[2]


def _registrations(modules: Sequence[Module]) -> Iterator[tuple[str, str, ast.Call]]:
    """Each `OWNER.register_blueprint(NAME)`."""
    for module in modules:
        for call, _ in module.calls():
            owner, _, function = dotted_name(call.func).rpartition(".")
            if function == "register_blueprint" and call.args:
                name = dotted_name(call.args[0]).rpartition(".")[2]
                yield owner.rpartition(".")[2], name, call


def _way_to(name: str, inside: Mapping[str, str]) -> list[str]:
    """The blueprints around one and itself, the outermost first; a circle ends where it closes."""
    way = [name]
    while way[0] in inside and inside[way[0]] not in way:
        way.insert(0, inside[way[0]])
    return way


def _prefix(call: ast.Call) -> str:
    given = next((keyword.value for keyword in call.keywords if keyword.arg == "url_prefix"), None)
    return (text_of(given) or "").rstrip("/")
