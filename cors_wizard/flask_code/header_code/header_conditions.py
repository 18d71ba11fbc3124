"""Headers that the code writes only for some statuses: `if response.status_code == 200: ...`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, dotted_name, holds
from cors_wizard.flask_code.header_code.own_headers import find_own_headers
from cors_wizard.flask_code.module import Module
from cors_wizard.frozen import dataclass

_ORIGIN = "access-control-allow-origin"
_STATUS = frozenset({"status_code", "status"})
_OF_RESPONSE = frozenset({"mimetype", "content_type", "is_json", "is_streamed", "direct_passthrough"})
"""What else of a response a hook may look at, where the name isn't the request's."""
_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


@dataclass(frozen=True)
class StatusBranch:
    """An `if` about the response's status that keeps a statement of the same function from running."""

    kind: Literal["around", "else", "exit"]
    """The statement is inside it, in its `else`, or below it, where it has left the function."""
    branch: ast.If
    test: ast.expr
    """The part of its condition that decides alone."""

    @property
    def says(self) -> str:
        """With which statuses the statement runs."""
        return ast.unparse(self.test if self.kind == "around" else _opposite(self.test))


def is_of_method(test: ast.expr) -> bool:
    """Whether a condition looks at the request's method alone."""
    asked = [each for each in ast.walk(test) if isinstance(each, ast.Attribute | ast.Name | ast.Call)]
    names = {dotted_name(each) for each in asked if isinstance(each, ast.Attribute)}
    is_plain = not any(isinstance(each, ast.Call) for each in asked)
    return is_plain and bool(names) and all(name.endswith("request.method") for name in names)


def status_branches(
    function: ast.AST, statement: ast.AST, is_meant: Callable[[ast.expr], bool] | None = None
) -> Iterator[StatusBranch]:
    """What keeps a statement of a function from running with some statuses, from the outside in.

    Args:
        function: the function.
        statement: the statement in it.
        is_meant: which conditions count, in place of those about a status.
    """
    is_meant = is_meant or _is_of_status
    block = list(getattr(function, "body", ()))
    while block:
        around = next((each for each in block if holds(each, statement)), None)
        if around is None:
            return
        for each in block[: block.index(around)]:
            leaves = isinstance(each, ast.If) and not each.orelse and isinstance(each.body[-1], ast.Return)
            if leaves and isinstance(each, ast.If) and (test := _part(each.test, ast.Or, is_meant)):
                yield StatusBranch("exit", each, test)
        if isinstance(around, ast.If):
            is_else = any(part is statement for each in around.orelse for part in ast.walk(each))
            if test := _part(around.test, ast.Or if is_else else ast.And, is_meant):
                yield StatusBranch("else" if is_else else "around", around, test)
            block = around.orelse if is_else else around.body
        else:
            block = list(getattr(around, "body", ()))


def parts_of(test: ast.expr, operator: type[ast.boolop]) -> list[ast.expr]:
    """The conditions that `and` or `or` joins; the whole where it doesn't."""
    return list(test.values) if isinstance(test, ast.BoolOp) and isinstance(test.op, operator) else [test]


def _part(
    test: ast.expr, operator: type[ast.boolop], is_meant: Callable[[ast.expr], bool]
) -> ast.expr | None:
    """The part of a condition that looks at nothing else."""
    return next((each for each in parts_of(test, operator) if is_meant(each)), None)


def _is_of_status(test: ast.expr) -> bool:
    is_of_it = any(isinstance(each, ast.Attribute) and _is_read(each) for each in ast.walk(test))
    return is_of_it and not any(isinstance(each, ast.BoolOp) for each in ast.walk(test))


def _is_read(node: ast.Attribute) -> bool:
    is_response = node.attr in _OF_RESPONSE and not dotted_name(node.value).endswith("request")
    return node.attr in _STATUS or is_response


def _opposite(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in _OPPOSITE:
        return ast.Compare(test.left, [_OPPOSITE[type(test.ops[0])]()], test.comparators)
    return ast.UnaryOp(ast.Not(), test)


def read_header_conditions(modules: Sequence[Module]) -> Iterator[Fact]:
    """The fact `header_condition`: the first such comparison that decides on the header of the origin."""
    for module in modules:
        written = [each.node for each in find_own_headers(module) if each.name == _ORIGIN]
        for node, _ in module.nodes if written else ():
            if not isinstance(node, FunctionNode):
                continue
            found = (each for one in written for each in status_branches(node, one))
            if (each := next(found, None)) is not None:
                place = module.where(each.branch)
                yield scanned("header_condition", each.says, place, module.says(each.branch))
                return
