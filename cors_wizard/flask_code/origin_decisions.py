"""Whether all conditions together keep anybody out: lists of those who are refused, answers for the rest.

A condition that names the origins that get in is a check of its own. One that names those that stay out
lets everyone else in, unless there is another condition beside it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from cors_wizard.flask_code.literals import text_of
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.origin_forms import assigned, is_nothing
from cors_wizard.flask_code.origin_names import OriginNames, reads_origin
from cors_wizard.flask_code.own_headers import written_headers
from cors_wizard.flask_code.scopes import Condition, FunctionNode, Scope, dotted_name

_ALLOW_ORIGIN = "access-control-allow-origin"
_KEEPING = ("lru_cache", "cache", "cached", "memoize")
_MOST_WAYS = 24
_MOST_LOOKS = 20_000
"""Conditions that are looked at in one file."""
_DEEPEST = 4

Atom = tuple[ast.expr, bool]
"""A condition without `and`, `or` and `not`, and whether it must hold."""


@dataclass
class Decisions:
    """What the conditions around the header come to."""

    open: list[ast.AST] = field(default_factory=list)
    """Where everyone gets in."""
    excluding: set[int] = field(default_factory=set)
    """The comparisons, by their `id`, that name who stays out."""
    is_cut: bool = False
    """Whether there were more conditions than are looked at."""


def read_decisions(module: Module, origins: OriginNames) -> Decisions:
    """What is decided before the header is set to the origin that was sent."""
    return _Reader(module, origins).read()


class _Reader:
    """Reads one file."""

    def __init__(self, module: Module, origins: OriginNames) -> None:
        self._module = module
        self._origins = origins
        self._functions: dict[str, FunctionNode] = {}
        self._ifs: dict[int, list[tuple[ast.If, Scope]]] = {}
        """Those that leave their function, by the `id` of what they are directly in."""
        self._returns: dict[int, list[tuple[ast.Return, Scope]]] = {}
        self._made: dict[str, ast.expr] = {}
        """What each name is set to first."""
        for node, scope in module.nodes:
            if isinstance(node, FunctionNode):
                self._functions.setdefault(node.name, node)
            elif isinstance(node, ast.If) and not node.orelse and _leaves(node.body[-1]):
                self._ifs.setdefault(id(scope.node), []).append((node, scope))
            elif isinstance(node, ast.Return):
                self._returns.setdefault(id(scope.node), []).append((node, scope))
            for target, value in assigned(node):
                self._made.setdefault(dotted_name(target), value)
        self._left = _MOST_LOOKS
        self._found = Decisions()

    def read(self) -> Decisions:
        for node, scope in self._module.nodes:
            for name, value in written_headers(node):
                is_ours = (text_of(name) or "").strip().lower() == _ALLOW_ORIGIN
                if is_ours and value is not None and self._left > 0:
                    self._written(node, scope, value)
        for branches in self._ifs.values():
            for node, _ in branches:
                self._refused(node)
        self._found.open += self._kept()
        self._found.is_cut = self._left <= 0
        return self._found

    def _refused(self, node: ast.If) -> None:
        """`if origin == "null": abort(403)` names who stays out, whatever is decided elsewhere."""
        self._left -= 1
        if self._left <= 0 or not _is_refusal(node.body[-1]):
            return
        for way in self._ways(node.test, True, 0):
            self._found.excluding |= {id(atom) for atom, holds in way if self._excludes(atom, not holds)}

    def _written(self, node: ast.AST, scope: Scope, value: ast.expr) -> None:
        self._left -= 1
        conditions = [*self._conditions(node, scope)]
        if isinstance(value, ast.IfExp) and self._origins.is_bare(value.body):
            conditions.append((value.test, True))
        elif not self._origins.is_bare(value):
            return
        for way in _all_of([self._ways(*each, 0) for each in conditions]):
            self._judge(way)

    def _judge(self, way: list[Atom]) -> None:
        """Remember where a way lets everyone in: nothing on it names who gets in."""
        excluding, helped = [], []
        for atom, holds in way:
            if self._is_neutral(atom):
                continue
            if self._excludes(atom, holds):
                excluding.append(atom)
            elif opened := self._helper(atom, holds):
                helped += opened
            else:
                # Another condition decides; the comparison names nobody who gets in all the same.
                self._found.excluding |= {id(each) for each, holds in way if self._excludes(each, holds)}
                return
        self._found.excluding |= set(map(id, excluding))
        self._found.open += helped or excluding[:1]

    def _conditions(self, node: ast.AST, scope: Scope) -> Iterator[Atom]:
        """What must hold where a node is: the branches around it, and what left the function before."""
        around: list[Condition | None] = [None]
        condition = scope.condition
        while condition is not None:
            around.append(condition)
            if condition.test is not None:
                yield condition.test, condition.branch
            condition = condition.outer
        line = getattr(node, "lineno", 0)
        for other, at in self._ifs.get(id(scope.node), ()):
            self._left -= 1
            if at.condition in around and (other.end_lineno or other.lineno) < line:
                yield other.test, False

    def _ways(self, test: ast.expr, holds: bool, depth: int) -> list[list[Atom]]:
        """The combinations of conditions for which a test holds, or does not."""
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            return self._ways(test.operand, not holds, depth)
        if isinstance(test, ast.BoolOp):
            parts = [self._ways(each, holds, depth) for each in test.values]
            is_all = isinstance(test.op, ast.And) is holds
            return _all_of(parts) if is_all else [way for part in parts for way in part][:_MOST_WAYS]
        if isinstance(test, ast.Name) and depth < _DEEPEST:
            made = self._made.get(test.id)
            if made is not None and not self._origins.is_whole(made):
                return self._ways(made, holds, depth + 1)
        return [[(test, holds)]]

    def _is_neutral(self, atom: ast.expr) -> bool:
        """Whether it says nothing about which origin it is."""
        if isinstance(atom, ast.Compare) and any(map(is_nothing, (atom.left, *atom.comparators))):
            return True
        if isinstance(atom, ast.Call) and isinstance(atom.func, ast.Name) and atom.func.id in self._functions:
            return False
        return not self._origins.mentions(atom) or self._origins.is_whole(atom)

    def _excludes(self, atom: ast.expr, holds: bool) -> bool:
        if not isinstance(atom, ast.Compare) or len(atom.ops) != 1:
            return False
        left, right = atom.left, atom.comparators[0]
        if not any(map(self._origins.is_whole, (left, right))):
            return False
        negative = isinstance(atom.ops[0], ast.NotIn | ast.NotEq)
        return negative is holds and isinstance(atom.ops[0], ast.In | ast.NotIn | ast.Eq | ast.NotEq)

    def _helper(self, atom: ast.expr, holds: bool) -> list[ast.AST]:
        """Where a function of the file lets everyone in; empty where it does not."""
        if not isinstance(atom, ast.Call) or not isinstance(atom.func, ast.Name):
            return []
        function = self._functions.get(atom.func.id)
        if function is None or not any(map(self._origins.mentions, atom.args)):
            return []
        found: list[ast.AST] = []
        for node, scope in self._returns.get(id(function), ()):
            if node.value is not None and self._left > 0:
                found += self._returned(node, node.value, scope, holds)
        return found

    def _returned(self, node: ast.Return, value: ast.expr, scope: Scope, holds: bool) -> list[ast.AST]:
        conditions = [self._ways(*each, 0) for each in self._conditions(node, scope)]
        is_constant = isinstance(value, ast.Constant)
        if isinstance(value, ast.Constant) and bool(value.value) is not holds:
            return []
        asks_else = not is_constant and not self._origins.mentions(value) and _reads_request(value)
        values = [] if is_constant or asks_else else [self._ways(value, holds, 0)]
        for way in _all_of([*conditions, *values]):
            about_it = [each for each in way if not self._is_neutral(each[0])]
            excluding = [atom for atom, must in about_it if self._excludes(atom, must)]
            if len(excluding) < len(about_it):
                continue
            self._found.excluding |= set(map(id, excluding))
            others = [atom for atom, _ in way if not self._origins.mentions(atom)]
            if excluding or ((is_constant or asks_else) and not others):
                return [node]
        return []

    def _kept(self) -> Iterator[ast.AST]:
        """Where a decision about one origin is kept, and found again for the next."""
        tables = {
            name
            for name, bound in self._module.bindings.of(None).items()
            if isinstance(bound[-1].value, ast.Dict) or _is_call_of(bound[-1].value, ("dict", "defaultdict"))
        }
        writing = {scope.function for node, scope in self._module.nodes if self._writes(node)}
        for node, scope in self._module.nodes:
            if isinstance(node, ast.Assign) and scope.function in writing:
                yield from (node for each in node.targets if self._keeps(each, node.value, tables))
            if isinstance(node, FunctionNode) and not node.args.args:
                kept = [each for each in node.decorator_list if _is_called(each, _KEEPING)]
                if kept and any(reads_origin(each) for each in ast.walk(node)):
                    yield from kept[:1]

    def _keeps(self, target: ast.expr, value: ast.expr, tables: set[str]) -> bool:
        return (
            isinstance(target, ast.Subscript)
            and isinstance(target.value, ast.Name)
            and target.value.id in tables
            and not self._origins.mentions(target.slice)
            and isinstance(value, ast.Compare | ast.Call | ast.BoolOp)
            and self._origins.mentions(value)
        )

    def _writes(self, node: ast.AST) -> bool:
        return any(
            (text_of(name) or "").strip().lower() == _ALLOW_ORIGIN and self._origins.is_bare(value)
            for name, value in written_headers(node)
        )


def _all_of(parts: list[list[list[Atom]]]) -> list[list[Atom]]:
    """One way of each, in every combination."""
    ways = (list(each) for each in product(*parts))
    return [[atom for way in each for atom in way] for each, _ in zip(ways, range(_MOST_WAYS), strict=False)]


def _leaves(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr):
        return _is_call_of(statement.value, ("abort",))
    return isinstance(statement, ast.Return | ast.Raise | ast.Continue)


def _is_refusal(statement: ast.stmt) -> bool:
    """Whether it ends the request with an error."""
    if isinstance(statement, ast.Return):
        statuses = (each for each in ast.walk(statement) if isinstance(each, ast.Constant))
        return any(type(each.value) is int and 400 <= each.value < 600 for each in statuses)
    return isinstance(statement, ast.Raise | ast.Expr) and _leaves(statement)


def _reads_request(value: ast.expr) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "request" for each in ast.walk(value))


def _is_call_of(node: ast.AST | None, names: tuple[str, ...]) -> bool:
    return isinstance(node, ast.Call) and _is_called(node, names)


def _is_called(node: ast.expr, names: tuple[str, ...]) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    return dotted_name(called).rpartition(".")[2] in names
