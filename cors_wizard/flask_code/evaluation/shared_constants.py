"""Gives each module what it imports from other files: constants, for edits of these, and kinds of classes."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cors_wizard.flask_code.module import Module, subclasses

_DEEPEST = 12
_MOST_HOPS = 4


def with_imported_constants(modules: Sequence[Module]) -> list[Module]:
    """The modules; what is set in one and imported into another is a constant of both."""
    by_name = modules_by_name(modules)
    return [
        replace(module, imported_constants=dict(_imported(module, by_name)))
        for module in with_imported_classes(modules)
    ]


def with_imported_classes(modules: Sequence[Module]) -> list[Module]:
    """The modules; a class that is made from Flask's in one file is known where it is imported."""
    by_name = modules_by_name(modules)
    known = {module.path: module for module in modules}
    for _ in range(_MOST_HOPS):
        changed = False
        for path, module in known.items():
            found = dict(_classes(module, by_name, known))
            if found.keys() - module.kinds.keys():
                linked = replace(module, kinds={**module.kinds, **found})
                known[path] = replace(linked, kinds=subclasses(linked))
                changed = True
        if not changed:
            break
    return [known[module.path] for module in modules]


def _classes(
    module: Module, by_name: Mapping[str, Module], known: Mapping[str, Module]
) -> Iterator[tuple[str, str]]:
    for name, meaning in module.names.items():
        source, _, last = meaning.rpartition(".")
        other = by_name.get(source.lstrip("."))
        if other is not None and other.path != module.path and last in (kinds := known[other.path].kinds):
            yield name, kinds[last]


def modules_by_name(modules: Sequence[Module]) -> Mapping[str, Module]:
    """The modules by each end of their dotted names that is no other module's (`shop.config`, `config`)."""
    found: dict[str, list[Module]] = {}
    for module in modules:
        parts = module.path.removesuffix(".py").removesuffix("/__init__").split("/")[-_DEEPEST:]
        for start in range(len(parts)):
            found.setdefault(".".join(parts[start:]), []).append(module)
    return {name: those[0] for name, those in found.items() if len(those) == 1}


def _imported(module: Module, by_name: Mapping[str, Module]) -> Iterator[tuple[str, ast.expr]]:
    for name, meaning in module.names.items():
        source, _, constant = meaning.rpartition(".")
        other = by_name.get(source.lstrip("."))
        if other is not None and other is not module and constant in other.constants:
            yield name, other.constants[constant]
