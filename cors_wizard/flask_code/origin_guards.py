"""Whether the code writes Access-Control-Allow-Origin only where a check of the Origin was passed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.origin_names import OriginNames
from cors_wizard.flask_code.own_headers import find_own_headers
from cors_wizard.flask_code.scopes import Scope

_ALLOW_ORIGIN = "access-control-allow-origin"


def checks_decide(modules: Sequence[Module]) -> bool:
    """Whether every place that writes the header is behind such a check, not behind a list of bans."""
    written = [each for module in modules for each in find_own_headers(module) if each.name == _ALLOW_ORIGIN]
    return bool(written) and all(_is_guarded(each.module, each.node, each.scope) for each in written)


def _is_guarded(module: Module, node: ast.AST, scope: Scope) -> bool:
    origins = OriginNames(module)
    condition = scope.condition
    while condition is not None:
        if condition.test is not None and _passes(condition.test, origins) is condition.branch:
            return True
        condition = condition.outer
    return any(_passes(test, origins) is False for test in _left_before(module, node, scope))


def _left_before(module: Module, node: ast.AST, scope: Scope) -> Iterator[ast.expr]:
    """The tests of the branches further up that leave the function."""
    for each, around in module.nodes:
        is_above = isinstance(each, ast.If) and each.lineno < getattr(node, "lineno", 0)
        if is_above and around.function == scope.function and around.condition is None:
            assert isinstance(each, ast.If)
            if isinstance(each.body[-1], ast.Return | ast.Raise) and not each.orelse:
                yield each.test


def _passes(test: ast.expr, origins: OriginNames) -> bool | None:
    """Whether the test is true of what is allowed, or false; None where it checks no origin, or does both."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = _passes(test.operand, origins)
        return None if inner is None else not inner
    if isinstance(test, ast.BoolOp):
        parts = {part for each in test.values if (part := _passes(each, origins)) is not None}
        # `origin and origin in allowed`: what says nothing of the origin only makes it stricter.
        is_strict = isinstance(test.op, ast.And) or len(test.values) == sum(
            _passes(each, origins) is not None for each in test.values
        )
        return parts.pop() if len(parts) == 1 and is_strict else None
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        compared = (test.left, test.comparators[0])
        if any(map(origins.mentions, compared)):
            return isinstance(test.ops[0], ast.In | ast.Eq) or (
                False if isinstance(test.ops[0], ast.NotIn | ast.NotEq) else None
            )
    if isinstance(test, ast.Call):
        inner_test = _of_any(test)
        if inner_test is not None:
            return _passes(inner_test, origins)
        asked = [*test.args, *([test.func.value] if isinstance(test.func, ast.Attribute) else ())]
        return True if any(map(origins.mentions, asked)) else None
    return None


def _of_any(call: ast.Call) -> ast.expr | None:
    """What `any(... for ...)` asks of each."""
    is_any = isinstance(call.func, ast.Name) and call.func.id == "any" and len(call.args) == 1
    argument = call.args[0] if is_any else None
    return argument.elt if isinstance(argument, ast.GeneratorExp | ast.ListComp) else None
