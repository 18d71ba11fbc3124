"""Flask's configuration as the code makes it: every statement that sets a key, and the value that counts."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from cors_wizard.flask_code.evaluation.bound_values import holds
from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.operators import either
from cors_wizard.flask_code.evaluation.scopes import Scope
from cors_wizard.flask_code.findings import Setting, Unresolved, Value
from cors_wizard.flask_code.module import Module

SettingPlace = Literal["app-config", "config-class"]


@dataclass(frozen=True, eq=False)
class FlaskSetting:
    """One key of Flask's configuration, as one statement sets it."""

    key: str
    module: Module
    node: ast.AST
    """The expression that it is set to."""
    whole: ast.AST
    place: SettingPlace
    read: Callable[[], Value]
    scope: Scope
    """Where it comes into the configuration."""
    is_loaded: bool = True
    is_default: bool = False
    """Whether it counts only where nothing else sets the key."""


@dataclass(eq=False)
class FlaskConfig:
    """Flask's configuration as the code makes it."""

    evaluator: Evaluator
    settings: list[FlaskSetting] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    """What is loaded and cannot be read."""
    _known: dict[str, Setting | None] = field(default_factory=dict)

    def value(self, key: str) -> Value | None:
        """The value of a key: the last statement's that runs."""
        found: Value | None = None
        for one in self._of(key):
            runs = holds(self.evaluator, one.scope.condition, Place(one.module, one.scope))
            if runs is False or (one.is_default and found is not None):
                continue
            new = one.read()
            # Of classes that nothing is seen to load, any may be the one.
            is_open = runs is None or not one.is_loaded
            found = either(found, new) if is_open and found is not None else new
        return found

    @cached_property
    def _by_key(self) -> dict[str, list[FlaskSetting]]:
        found: dict[str, list[FlaskSetting]] = {}
        for one in self.settings:
            found.setdefault(one.key, []).append(one)
        return found

    def names(self) -> Iterator[str]:
        """Every key that is set."""
        return iter(self._by_key)

    def _of(self, key: str) -> list[FlaskSetting]:
        every = self._by_key.get(key, [])
        loaded = [one for one in every if one.is_loaded]
        return loaded or every

    def in_force(self, key: str) -> FlaskSetting | None:
        """The statement that counts, where the code shows that it runs, and that none below it may."""
        for one in reversed(self._of(key)):
            runs = holds(self.evaluator, one.scope.condition, Place(one.module, one.scope))
            if runs is None or not one.is_loaded or one.is_default:
                return None
            if runs:
                return one
        return None

    def setting(self, key: str) -> Setting | None:
        """A key with its value and the place of the statement that counts."""
        if key not in self._known:
            self._known[key] = self._setting(key)
        return self._known[key]

    def _setting(self, key: str) -> Setting | None:
        value = self.value(key)
        every = self._of(key)
        if value is None or not every:
            return None
        one = every[-1]
        span = one.module.span(one.node)
        return Setting(
            key,
            value,
            one.module.source(one.node),
            span,
            one.module.span(one.whole),
            one.place,
            one.is_loaded,
        )


def ready(name: str, value: Value, module: Module, node: ast.AST, scope: Scope) -> FlaskSetting:
    """A setting whose value is known already."""
    return FlaskSetting(name, module, node, node, "app-config", lambda: value, scope)
