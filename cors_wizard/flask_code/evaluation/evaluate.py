"""Finds the value of an expression: constants, lists, tables, variables and helpers, across all files.

Nothing is executed. What is not resolved stays unknown, with the expression and its place; a known part of a
list or a table is kept beside an unknown one. Steps and depth are limited, so that no file can take long.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import Any

from cors_wizard.flask_code.evaluation.scopes import Scope, dotted_name
from cors_wizard.flask_code.findings import Unresolved, Value
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.sources import Sources
from cors_wizard.frozen import dataclass

_DEEPEST = 60
_MOST_STEPS = 60_000
_MOST_STEPS_IN_ALL = 2_000_000
_LONGEST_SOURCE = 120


@dataclass(frozen=True, eq=False)
class Place:
    """Where an expression is read: its file, its scope, and the values of names known there alone."""

    module: Module
    scope: Scope
    names: Mapping[str, Value] = field(default_factory=dict)
    depth: int = 0

    def deeper(self) -> Place:
        """One step further down in an expression."""
        return Place(self.module, self.scope, self.names, self.depth + 1)

    def at(self, module: Module, scope: Scope) -> Place:
        """Somewhere else, where the names of here mean nothing."""
        return Place(module, scope, {}, self.depth + 1)

    def knowing(self, names: Mapping[str, Value]) -> Place:
        """With these names known as well."""
        return Place(self.module, self.scope, {**self.names, **names}, self.depth + 1)


Reader = Callable[["Evaluator", Any, Place], Value | None]
"""Reads one kind of expression; None if it can't."""


class Evaluator:
    """Evaluates expressions of a project's files, each at most once."""

    def __init__(
        self, sources: Sources, environment: Mapping[str, str], readers: Mapping[type, Reader]
    ) -> None:
        self.sources = sources
        self.environment = environment
        """The environment variables that files set, by name."""
        self._readers = readers
        self._known: dict[tuple[int, str], Value] = {}
        self._running: set[int] = set()
        self.bindings_running: set[int] = set()
        """The statements that are being followed: a name that is set to itself ends there."""
        self._steps = 0
        self._steps_in_all = 0
        self._calls: dict[str, list[tuple[Module, ast.Call, Scope]]] | None = None
        self.config: Callable[[str], Value | None] = lambda key: None
        """The value of a key of Flask's configuration; set once the configuration is read."""
        self.factory: tuple[str, str] | None = None
        """The file and the function that make the app that is meant, where one of several is."""
        self.is_exhausted = False
        """Whether some expression was too large to be followed."""

    def read(self, node: ast.AST | None, module: Module, scope: Scope) -> Value:
        """The value of an expression where it is written."""
        self._steps_in_all += self._steps
        self._steps = 0 if self._steps_in_all < _MOST_STEPS_IN_ALL else _MOST_STEPS
        return self.value(node, Place(module, scope))

    def value(self, node: ast.AST | None, place: Place) -> Value:
        """The value of an expression that is part of a larger one."""
        key = (id(node), place.module.path)
        if not place.names and key in self._known:
            return self._known[key]
        self._steps += 1
        if place.depth > _DEEPEST or self._steps > _MOST_STEPS or id(node) in self._running:
            self.is_exhausted = self.is_exhausted or self._steps > _MOST_STEPS
            return self.unknown(node, place)
        self._running.add(id(node))
        found = self._evaluate(node, place) if isinstance(node, ast.expr) else None
        self._running.discard(id(node))
        found = found if found is not None else self.unknown(node, place)
        if found.kind == "unknown" and not found.unresolved:
            here = self.unknown(node, place)
            found = replace(here, variables=found.variables, alternatives=found.alternatives)
        if not place.names:
            self._known[key] = found
        return found

    def unknown(self, node: ast.AST | None, place: Place) -> Value:
        """An expression that is not followed, as it is written."""
        if node is None or not hasattr(node, "lineno"):
            return Value("unknown", unresolved=(Unresolved("", place.module.path, 0),))
        source = " ".join(place.module.source(node).split())
        short = source if len(source) <= _LONGEST_SOURCE else source[: _LONGEST_SOURCE - 3] + "..."
        return Value("unknown", unresolved=(Unresolved(short, place.module.path, node.lineno),))

    def _evaluate(self, node: ast.expr, place: Place) -> Value | None:
        read = self._readers.get(type(node))
        return read(self, node, place.deeper()) if read else None

    def calls_of(self, function: str) -> list[tuple[Module, ast.Call, Scope]]:
        """The calls of a function of that name in all files that were parsed."""
        if self._calls is None:
            self._calls = {}
            for module in self.sources.parsed():
                for call, scope in module.calls():
                    name = dotted_name(call.func).rpartition(".")[2]
                    self._calls.setdefault(name, []).append((module, call, scope))
        return self._calls.get(function, []) if function else []
