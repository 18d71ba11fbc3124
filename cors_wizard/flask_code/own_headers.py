"""Finds headers of the CORS protocol that the code writes by itself, without flask-cors."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from cors_wizard.flask_code.literals import text_of
from cors_wizard.flask_code.module import Module

_SETTERS = frozenset({"add", "set", "setdefault", "add_header", "set_header"})
_OURS = ("access-control-allow-", "access-control-expose-headers", "access-control-max-age")
_ATTRIBUTES = {
    "access_control_allow_origin": "access-control-allow-origin",
    "access_control_allow_credentials": "access-control-allow-credentials",
    "access_control_allow_headers": "access-control-allow-headers",
    "access_control_allow_methods": "access-control-allow-methods",
}


@dataclass(frozen=True)
class OwnHeader:
    """One place where code writes an `Access-Control-` header."""

    module: Module
    line: int
    says: str
    name: str
    """In lower case."""
    value: str | None
    """The value, where it is written literally."""


def find_own_headers(module: Module) -> tuple[OwnHeader, ...]:
    """Every `Access-Control-` header that a file writes."""
    found: list[OwnHeader] = []
    for node, _ in module.nodes:
        for name, value in written_headers(node):
            lower = name.strip().lower()
            if lower.startswith(_OURS):
                line = getattr(node, "lineno", 0)
                found.append(OwnHeader(module, line, module.says(node), lower, _text(value)))
    return tuple(found)


def _text(value: ast.expr | None) -> str | None:
    if isinstance(value, ast.Constant) and type(value.value) in (int, bool):
        return str(value.value).lower()
    return text_of(value)


def written_headers(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """Names and values of headers that a node could write."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Subscript):
                yield text_of(target.slice) or "", node.value
            elif isinstance(target, ast.Attribute):
                yield _ATTRIBUTES.get(target.attr, ""), node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _SETTERS:
        if len(node.args) == 2:
            yield text_of(node.args[0]) or "", node.args[1]
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            yield text_of(key) or "", value
    elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
        yield text_of(node.elts[0]) or "", node.elts[1]
