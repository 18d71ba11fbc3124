"""A statement that leaves a function before another one of it is carried out."""

from __future__ import annotations

import ast

from cors_wizard.flask_code.evaluation.scopes import FunctionNode, Scope, dotted_name, holds, names_in
from cors_wizard.frozen import dataclass


@dataclass(frozen=True, eq=False)
class EarlyReturn:
    """The first statement of a function that may leave it above an expression."""

    leaving: ast.stmt
    mine: ast.stmt
    """The statement of the function that holds the expression."""
    between: tuple[ast.stmt, ...]

    @property
    def is_certain(self) -> bool:
        """Whether what is below is never carried out."""
        return isinstance(self.leaving, ast.Return)


def return_above(node: ast.AST, scope: Scope) -> EarlyReturn | None:
    """What may leave the function around a node before it; None where nothing does."""
    function = scope.node
    if not isinstance(function, FunctionNode):
        return None
    mine = next((each for each in function.body if holds(each, node)), None)
    above = [each for each in function.body if mine is not None and each.lineno < mine.lineno]
    leaving = next((each for each in above if _returns(each)), None)
    if mine is None or leaving is None:
        return None
    return EarlyReturn(leaving, mine, tuple(above[above.index(leaving) + 1 :]))


def run_above(node: ast.AST, top: ast.Module, owners: frozenset[str]) -> EarlyReturn | None:
    """The `app.run()` of a file above a statement: what is below waits until the server stops."""
    mine = next((each for each in top.body if holds(each, node)), None)
    above = [each for each in top.body if mine is not None and each.lineno < mine.lineno]
    running = next((each for each in above if _runs(each, owners)), None)
    if mine is None or running is None:
        return None
    return EarlyReturn(running, mine, tuple(above[above.index(running) + 1 :]))


def _runs(statement: ast.stmt, owners: frozenset[str]) -> bool:
    calls = (each for each in ast.walk(statement) if isinstance(each, ast.Call))
    return not isinstance(statement, (FunctionNode, ast.ClassDef)) and any(
        (name.endswith(".run") and name.removesuffix(".run") in owners)
        or (name.rpartition(".")[2] in _SERVERS and owners & names_in(call))
        for call, name in ((each, dotted_name(each.func)) for each in calls)
    )


_SERVERS = ("serve", "run_simple")
"""What waitress and Werkzeug start an app with."""


def _returns(statement: ast.stmt) -> bool:
    """Whether a statement may leave the function; what it defines doesn't."""
    if isinstance(statement, ast.Return):
        return True
    if isinstance(statement, (FunctionNode, ast.ClassDef)):
        return False
    return any(_returns(each) for each in ast.iter_child_nodes(statement) if isinstance(each, ast.stmt))
