"""What in the body of a `try` decides by raising: `Site(origin)`, `LISTED[origin]`, `validate(origin)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.flask_code.evaluation.scopes import dotted_name
from cors_wizard.flask_code.header_code.own_headers import written_headers

_TELLING = frozenset(("print", "log", "debug", "info", "warning", "error", "exception", "append", "add"))
"""Calls that raise nothing of what they are given."""


def plain_statements(body: Sequence[ast.stmt]) -> Iterator[ast.Expr | ast.Assign | ast.AnnAssign]:
    """Those that are run in any case, up to the first that branches or ends."""
    for each in body:
        if not isinstance(each, ast.Expr | ast.Assign | ast.AnnAssign):
            return
        yield each


def may_raise(statement: ast.Expr | ast.Assign | ast.AnnAssign) -> bool:
    """Whether it may raise for one origin and not for another; to write a header or a log does not."""
    inside = [*ast.walk(statement)]
    value = statement.value
    if value is None or any(True for each in inside for _ in written_headers(each)):
        return False
    if isinstance(value, ast.Call) and dotted_name(value.func).rpartition(".")[2] in _TELLING:
        return False
    return any(isinstance(each, ast.Call | ast.Subscript) for each in ast.walk(value))
