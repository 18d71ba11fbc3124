"""Loops as statements that come one after the other: the next turn, and what is behind the loop."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from cors_wizard.flask_code.evaluation.scopes import dotted_name
from cors_wizard.flask_code.origin_code.origin_words import Names


class Turn(ast.stmt):
    """Statements that come next whatever is behind them, with names of their own; a turn of a loop."""

    def __init__(self, names: Names, rest: Sequence[ast.stmt], after: Sequence[ast.stmt] | None) -> None:
        super().__init__()
        self.names = names
        self.rest = rest
        self.after = after
        """What comes after the whole loop, for `break`; None outside of one."""


class Round(ast.stmt):
    """The next round of a `while`."""

    def __init__(self, loop: ast.While, left: int) -> None:
        super().__init__()
        self.loop = loop
        self.left = left
        """How many more rounds are followed."""


def after(node: ast.Break | ast.Continue, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
    """Where a loop goes on: with its next turn, or behind it."""
    turn = next((each for each in statements if isinstance(each, Turn) and each.after is not None), None)
    if turn is None:
        return []
    return list(turn.rest if isinstance(node, ast.Continue) else turn.after or ())


def bound(target: ast.expr, item: ast.expr) -> Names | None:
    """The names that one turn binds."""
    if isinstance(target, ast.Name):
        return {target.id: item}
    if isinstance(target, ast.Tuple) and isinstance(item, ast.Tuple) and len(target.elts) == len(item.elts):
        return {dotted_name(name): one for name, one in zip(target.elts, item.elts, strict=True)}
    return None
