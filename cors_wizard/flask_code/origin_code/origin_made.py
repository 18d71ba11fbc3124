"""What code makes of the origin before it compares it, written down in one expression."""

from __future__ import annotations

import ast
from collections.abc import Callable

from cors_wizard.flask_code.evaluation.scopes import Scope, dotted_name
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.origin_code.origin_forms import assigned
from cors_wizard.flask_code.origin_code.origin_names import keeps_origin, reads_origin

_DEEPEST = 12
_METHODS = frozenset(
    ("strip", "lstrip", "rstrip", "lower", "casefold", "replace", "removeprefix", "removesuffix")
)
_CUTS = frozenset(("split", "rsplit", "partition", "rpartition"))
_HOSTS = frozenset(("netloc", "hostname"))
_PARSERS = frozenset(("urlparse", "urlsplit"))

ReadConstant = Callable[[ast.expr], str | int | None]


class OriginMade:
    """Writes expressions of one file as what they make of the origin: `origin.lstrip('https://')`."""

    def __init__(self, module: Module, read: ReadConstant) -> None:
        self._module = module
        self._read = read
        self._set: dict[tuple[str, str], list[tuple[int, ast.expr]]] = {}
        """What each name is set to, by function, with the lines."""
        for node, scope in module.nodes:
            for target, value in assigned(node):
                key = (scope.function, dotted_name(target))
                self._set.setdefault(key, []).append((getattr(node, "lineno", 0), value))

    def written(self, expression: ast.expr, scope: Scope) -> str | None:
        """The expression over `origin`; None where it is the origin itself, or something else is in it."""
        line = getattr(expression, "lineno", 0)
        made = self._made(expression, scope.function, line, 0)
        return None if made is None or made == "origin" else made

    def _made(self, node: ast.expr, function: str, line: int, depth: int) -> str | None:
        if depth > _DEEPEST:
            return None
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
            return self._made(node.values[0], function, line, depth + 1)
        if isinstance(node, ast.NamedExpr):
            return self._made(node.value, function, line, depth + 1)
        if reads_origin(node):
            return "origin"
        if isinstance(node, ast.Name):
            return self._named(node, function, line, depth)
        found = self._part(self._with_parsed(node, function, line))
        if found is None:
            return None
        inner, after = found
        before = self._made(inner, function, line, depth + 1)
        if isinstance(node, ast.Attribute):
            return before and f"urlsplit({before}){after}"
        return before and f"{before}{after}"

    def _named(self, node: ast.Name, function: str, line: int, depth: int) -> str | None:
        """What a name was set to last, before the line; a parameter is the origin."""
        earlier = [each for each in self._set.get((function, node.id), ()) if each[0] <= line]
        if not earlier:
            return "origin" if function else None
        at, value = earlier[-1]
        # In its own line the name has the value from before: `origin = origin.strip()`.
        return self._made(value, function, at - 1 if at == line or reads(value, node.id) else at, depth + 1)

    def _with_parsed(self, node: ast.expr, function: str, line: int) -> ast.expr:
        """`urlsplit(origin).netloc` for `parsed.netloc`."""
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            return node
        earlier = [each for each in self._set.get((function, node.value.id), ()) if each[0] <= line]
        return ast.Attribute(earlier[-1][1], node.attr, ast.Load()) if earlier else node

    def _part(self, node: ast.expr) -> tuple[ast.expr, str] | None:
        """What a step is done to, and the step as it is written."""
        if isinstance(node, ast.Attribute):
            return self._host(node)
        if isinstance(node, ast.Subscript):
            return self._subscript(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
            if keeps_origin(node):
                return node.func.value, ""
            given = self._given(node)
            return None if given is None else (node.func.value, f".{node.func.attr}({given})")
        return None

    def _host(self, node: ast.Attribute) -> tuple[ast.expr, str] | None:
        parsed = node.value
        is_parsed = isinstance(parsed, ast.Call) and dotted_name(parsed.func).rpartition(".")[2] in _PARSERS
        if node.attr not in _HOSTS or not isinstance(parsed, ast.Call) or not is_parsed or not parsed.args:
            return None
        return parsed.args[0], f".{node.attr}"

    def _subscript(self, node: ast.Subscript) -> tuple[ast.expr, str] | None:
        at, cut = node.slice, node.value
        if isinstance(at, ast.Slice):
            ends = [self._read(each) if each is not None else None for each in (at.lower, at.upper)]
            is_known = all(
                isinstance(end, int) or each is None
                for end, each in zip(ends, (at.lower, at.upper), strict=True)
            )
            first, last = ("" if end is None else str(end) for end in ends)
            return (cut, f"[{first}:{last}]") if is_known and at.step is None else None
        number = self._read(at)
        if not isinstance(cut, ast.Call) or not isinstance(cut.func, ast.Attribute):
            return None
        given = self._given(cut)
        if cut.func.attr not in _CUTS or given is None or not isinstance(number, int):
            return None
        return cut.func.value, f".{cut.func.attr}({given})[{number}]"

    def _given(self, call: ast.Call) -> str | None:
        """The values that a method is given; None where one is unknown."""
        values = [self._read(each) for each in (*call.args, *(each.value for each in call.keywords))]
        return None if None in values else ", ".join(map(repr, values))


def reads(value: ast.expr, name: str) -> bool:
    """Whether an expression has this name in it."""
    return any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(value))
