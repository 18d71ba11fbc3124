"""Reads the paths of the routes, with the prefixes of the blueprints that own them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import clean, scanned
from cors_wizard.flask_code.literals import text_of
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.flask_code.owners import find_owners

_ROUTE_CALLS = frozenset({"route", "get", "post", "put", "delete", "patch", "add_url_rule", "add_resource"})
_CLIENTS = frozenset({"requests", "httpx", "client", "session", "test_client"})
_MOST_ROUTES = 200


def read_routes(modules: Sequence[Module]) -> tuple[Fact, ...]:
    """The fact `routes`: paths as they are written, with what their owners set in front."""
    owners = find_owners(modules)
    found = [
        (owners.prefix(module, owner) + path, module.where(call), module.says(call))
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
        if name not in _ROUTE_CALLS or owner in _CLIENTS:
            continue
        # The first argument of `add_resource` is the resource; each other one is a path.
        for given in call.args[1:] if name == "add_resource" else call.args[:1]:
            path = text_of(given)
            if path is not None and path.startswith("/"):
                yield owner, path, call


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
