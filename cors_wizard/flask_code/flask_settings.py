"""Reads what the code sets in Flask's configuration: `app.config`, classes and files of settings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cors_wizard.flask_code.literals import text_of
from cors_wizard.flask_code.module import Module, dotted_name

Place = Literal["app-config", "config-class"]


@dataclass(frozen=True)
class FlaskSetting:
    """One key of Flask's configuration with the expression that it is set to."""

    key: str
    value: ast.expr
    module: Module
    place: Place


def flask_settings(module: Module) -> Iterator[FlaskSetting]:
    """What `app.config[...] =`, `app.config.update(...)`, configuration classes and files set."""
    is_settings = any(word in module.file.name.lower() for word in ("config", "settings"))
    for node, scope in module.nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Subscript) and dotted_name(target.value).endswith("config"):
                    yield FlaskSetting(text_of(target.slice) or "", node.value, module, "app-config")
                elif isinstance(target, ast.Name) and (scope.in_class or is_settings):
                    yield FlaskSetting(target.id, node.value, module, "config-class")
        elif isinstance(node, ast.Call) and dotted_name(node.func).endswith(
            ("config.update", "from_mapping")
        ):
            for key, value in _given(node):
                yield FlaskSetting(key, value, module, "app-config")


def _given(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    yield from ((keyword.arg or "", keyword.value) for keyword in call.keywords)
    for given in call.args:
        if isinstance(given, ast.Dict):
            yield from (
                (text_of(key) or "", value) for key, value in zip(given.keys, given.values, strict=True)
            )
