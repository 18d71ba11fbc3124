"""Headers that the code writes only for some statuses: `if response.status_code == 200: ...`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.flask_code.own_headers import find_own_headers
from cors_wizard.flask_code.scopes import FunctionNode

_ORIGIN = "access-control-allow-origin"


def status_test(statement: ast.If) -> ast.Compare | None:
    """The comparison of an `if` that looks at the response's status, where all of its parts must hold."""
    test = statement.test
    parts = test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]
    return next((each for each in parts if isinstance(each, ast.Compare) and _is_status(each)), None)


def _is_status(test: ast.Compare) -> bool:
    return dotted_name(test.left).rpartition(".")[2] in ("status_code", "status")


def read_header_conditions(modules: Sequence[Module]) -> Iterator[Fact]:
    """The fact `header_condition`: the first such comparison around the header of the origin."""
    for module in modules:
        written = [each.node for each in find_own_headers(module) if each.name == _ORIGIN]
        for node, _ in module.nodes if written else ():
            if isinstance(node, ast.If) and (test := status_test(node)) is not None:
                inside = {id(part) for each in node.body for part in ast.walk(each)}
                is_left = leaves_early(node) and any(_follows(each, node, module) for each in written)
                if is_left or any(id(each) in inside for each in written):
                    yield scanned(
                        "header_condition", module.source(test), module.where(node), module.says(node)
                    )
                    return


def leaves_early(statement: ast.If) -> bool:
    """`if response.status_code >= 400: ...; return response`"""
    return isinstance(statement.body[-1], ast.Return) and not statement.orelse


def _follows(written: ast.AST, statement: ast.If, module: Module) -> bool:
    """Whether a header is written further down in the function that an `if` leaves."""
    around = [
        node
        for node, _ in module.nodes
        if isinstance(node, FunctionNode) and any(each is statement for each in node.body)
    ]
    later = [each for node in around for each in node.body if each.lineno > statement.lineno]
    return any(part is written for each in later for part in ast.walk(each))
