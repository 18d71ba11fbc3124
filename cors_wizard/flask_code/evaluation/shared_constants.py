"""Gives each module the expressions of constants that it imports from another file, for edits of these."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cors_wizard.flask_code.module import Module

_DEEPEST = 12


def with_imported_constants(modules: Sequence[Module]) -> list[Module]:
    """The modules; what is set in one and imported into another is a constant of both."""
    by_name = modules_by_name(modules)
    return [replace(module, imported_constants=dict(_imported(module, by_name))) for module in modules]


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
