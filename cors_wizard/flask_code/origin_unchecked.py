"""Finds where the header is set to the origin that was sent, and nothing around it looks at that origin."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.flask_code.literals import text_of
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.origin_forms import is_nothing
from cors_wizard.flask_code.origin_names import OriginNames, reads_origin
from cors_wizard.flask_code.own_headers import written_headers

_ALLOW_ORIGIN = "access-control-allow-origin"
_SETTERS = ("add", "set", "setdefault", "add_header", "set_header", "append", "extend", "insert", "update")


def unchecked(module: Module, origins: OriginNames) -> Iterator[ast.AST]:
    """Each place, of a table of headers its own line, not the table's first."""
    for node, scope in module.nodes:
        for name, value in written_headers(node):
            is_ours = (text_of(name) or "").strip().lower() == _ALLOW_ORIGIN and value is not None
            if (
                is_ours
                and origins.is_bare(value)
                and not _looks_at_it(module, origins, scope.function, value)
            ):
                yield name if isinstance(node, ast.Dict) and name is not None else node


def _looks_at_it(module: Module, origins: OriginNames, function: str, value: ast.expr | None) -> bool:
    """Whether anything in the same function, beside what is written, asks which origin it is."""
    written = {id(node) for node in ast.walk(value)} if value is not None else set()
    for node, scope in module.nodes:
        if scope.function != function or id(node) in written:
            continue
        if isinstance(node, ast.Match) and origins.mentions(node.subject):
            return True
        if isinstance(node, ast.Compare) and _asks_which(node, origins):
            return True
        if isinstance(node, ast.If) and _asks_what_was_kept(node.test, origins):
            return True
        is_call = isinstance(node, ast.Call) and not reads_origin(node)
        if is_call and any(origins.mentions(each) for each in _questioned(node)):
            return True
    return False


def _asks_which(compare: ast.Compare, origins: OriginNames) -> bool:
    compared = (compare.left, *compare.comparators)
    return not any(map(is_nothing, compared)) and any(map(origins.mentions, compared))


def _asks_what_was_kept(test: ast.expr, origins: OriginNames) -> bool:
    """Whether a test asks for what another function has made of the origin (`g.tenant`)."""
    parts = test.values if isinstance(test, ast.BoolOp) else [test]
    return any(
        origins.mentions(part) and not reads_origin(part) and isinstance(part, ast.Attribute | ast.Call)
        for part in parts
    )


def _questioned(call: ast.AST) -> Iterator[ast.expr]:
    """What a call decides about: its arguments and its object, unless it only sets a header."""
    if isinstance(call, ast.Call):
        is_setter = isinstance(call.func, ast.Attribute) and call.func.attr in _SETTERS
        yield from () if is_setter else call.args
        if isinstance(call.func, ast.Attribute):
            yield call.func.value
