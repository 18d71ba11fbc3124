"""What the branches of a function do: which one is taken, whether it leaves, whether it writes a header."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from cors_wizard.flask_code.evaluation.scopes import FunctionNode, dotted_name
from cors_wizard.flask_code.header_code.own_headers import OwnHeader


def writes(function: FunctionNode, written: Sequence[OwnHeader]) -> bool:
    """Whether a function writes one of the headers, or calls one that does."""
    inside = {id(each) for each in ast.walk(function)}
    names = {each.scope.function for each in written}
    calls = (dotted_name(each.func) for each in ast.walk(function) if isinstance(each, ast.Call))
    return any(id(each.node) in inside for each in written) or not names.isdisjoint(
        name.rpartition(".")[2] for name in calls
    )


def choice(test: ast.expr, body: ast.expr, other: ast.expr) -> ast.expr:
    """One of two expressions; the expression itself where both are the same."""
    return body if body is other else ast.IfExp(test, body, other)


def leaves(node: ast.If) -> bool:
    """Whether a branch may leave the function or the loop."""
    return any(
        isinstance(each, ast.Return | ast.Raise | ast.Break | ast.Continue) for each in ast.walk(node)
    ) or any(is_abort(each) for each in ast.walk(node) if isinstance(each, ast.stmt))


def is_abort(node: ast.stmt) -> bool:
    """Whether a statement is `abort(...)`."""
    called = node.value.func if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else None
    return called is not None and dotted_name(called).rpartition(".")[2] == "abort"
