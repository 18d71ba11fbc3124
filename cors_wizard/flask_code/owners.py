"""Who owns a route: blueprints, namespaces and APIs, each known by the file that makes it and its name there.

Two files may both call theirs `bp`, as Flask's own tutorial does.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cors_wizard.flask_code.literals import text_of
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.flask_code.shared_constants import modules_by_name

Owner = tuple[str, str]
"""The path of a file, and the name of a variable in it."""

_APIS = ("flask_restful.Api", "flask_restx.Api")
_PREFIX_NAMES = {"flask.Blueprint": "url_prefix", "flask_restx.Namespace": "path"} | dict.fromkeys(
    _APIS, "prefix"
)
_REGISTERING = frozenset({"register_blueprint", "add_namespace", "init_app"})
_DEEPEST = 8


@dataclass(frozen=True)
class Owners:
    """The owners of a project's routes."""

    modules: Mapping[str, Module]
    """By their paths."""
    by_name: Mapping[str, Module]
    prefixes: Mapping[Owner, str]
    inside: Mapping[Owner, Owner]

    def find(self, module: Module, dotted: str) -> Owner:
        """The owner that a name means in a file."""
        return _find(self.modules, self.by_name, self.prefixes, module, dotted)

    def prefix(self, module: Module, dotted: str) -> str:
        """What stands in front of the paths of that owner's routes."""
        way: list[Owner] = []
        owner: Owner | None = self.find(module, dotted)
        # A circle ends where it closes.
        while owner is not None and owner in self.prefixes and owner not in way:
            way.insert(0, owner)
            owner = self.inside.get(owner)
        return "".join(self.prefixes[each] for each in way)


def find_owners(modules: Sequence[Module]) -> Owners:
    """All that the files make, with the prefixes that registering them adds."""
    by_path, by_name = {module.path: module for module in modules}, modules_by_name(modules)
    prefixes = {owner: prefix for module in modules for owner, prefix, _ in _made(module)}
    inside: dict[Owner, Owner] = {}
    for module in modules:
        for outer, inner, call in (*_registered(module), *_of_apis(module)):
            child = _find(by_path, by_name, prefixes, module, inner)
            parent = _find(by_path, by_name, prefixes, module, outer)
            if child not in prefixes:
                continue
            prefixes[child] = _given(call, "url_prefix", "path") or prefixes[child]
            if parent in prefixes and parent != child:
                inside[child] = parent
    return Owners(by_path, by_name, prefixes, inside)


def _made(module: Module) -> Iterator[tuple[Owner, str, ast.Call]]:
    for names, value, _ in module.assignments():
        kind = module.meaning(value.func) if isinstance(value, ast.Call) else ""
        if isinstance(value, ast.Call) and kind in _PREFIX_NAMES and names[0]:
            prefix = _given(value, _PREFIX_NAMES[kind])
            if kind == "flask_restx.Namespace" and not prefix and value.args:
                prefix = f"/{text_of(value.args[0]) or ''}"
            yield (module.path, names[0].rpartition(".")[2]), prefix, value


def _registered(module: Module) -> Iterator[tuple[str, str, ast.Call]]:
    """Each `OWNER.register_blueprint(NAME)` and its like as (owner, name, call); `init_app` reversed."""
    for call, _ in module.calls():
        owner, _, function = dotted_name(call.func).rpartition(".")
        given = dotted_name(call.args[0]) if call.args else ""
        if function in _REGISTERING and owner and given:
            yield (given, owner, call) if function == "init_app" else (owner, given, call)


def _of_apis(module: Module) -> Iterator[tuple[str, str, ast.Call]]:
    """`api = Api(blueprint)`."""
    for (_, name), _, call in _made(module):
        given = dotted_name(call.args[0]) if call.args else ""
        if module.meaning(call.func) in _APIS and given:
            # What it was made with is known already.
            yield given, name, ast.Call(call.func, [], [])


def _given(call: ast.Call, *names: str) -> str:
    found = next((option.value for option in call.keywords if option.arg in names), None)
    return (text_of(found) or "").rstrip("/")


def _find(
    modules: Mapping[str, Module],
    by_name: Mapping[str, Module],
    known: Mapping[Owner, str],
    module: Module,
    dotted: str,
) -> Owner:
    """Follows imports to the file that makes it; where none leads there, the only one of that name."""
    for _ in range(_DEEPEST):
        first, _, rest = dotted.partition(".")
        meaning = module.names.get(first)
        if (module.path, dotted.rpartition(".")[2]) in known and meaning is None:
            break
        source, _, name = f"{meaning}.{rest}".rstrip(".").rpartition(".") if meaning else ("", "", "")
        other = by_name.get(source.lstrip("."))
        if other is None or other is module:
            break
        module, dotted = modules[other.path], name
    last = dotted.rpartition(".")[2]
    alike = [owner for owner in known if owner[1] == last]
    here = (module.path, last)
    return alike[0] if here not in known and len(alike) == 1 else here
