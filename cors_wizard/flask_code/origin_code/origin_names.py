"""Tells which expressions of a file are the Origin that was sent, or made of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import dotted_name
from cors_wizard.flask_code.header_code.own_headers import written_headers
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.origin_code.origin_forms import assigned

CALLED = ("origin", "req_origin", "request_origin", "origin_header")
_SAME = ("lower", "strip", "rstrip", "casefold")
"""Methods of a text that leave an origin the origin that it is."""


class OriginNames:
    """The names of one file that hold the origin."""

    def __init__(self, module: Module) -> None:
        self._names = frozenset(_names(module))

    def mentions(self, expression: ast.expr) -> bool:
        """Whether an expression is the origin that was sent, or made of it."""
        return any(reads_origin(node) or name_of(node) in self._names for node in ast.walk(expression))

    def is_name(self, expression: ast.AST) -> bool:
        """Whether it is a name that holds the origin."""
        return dotted_name(expression) in self._names

    def is_whole(self, expression: ast.expr) -> bool:
        """Whether it is the origin itself, perhaps in lower case, with a default or without blanks."""
        if isinstance(expression, ast.NamedExpr):
            return self.is_whole(expression.value)
        while isinstance(expression, ast.Call) and keeps_origin(expression):
            assert isinstance(expression.func, ast.Attribute)
            expression = expression.func.value
        if isinstance(expression, ast.BoolOp) and isinstance(expression.op, ast.Or):
            expression = expression.values[0]
        return reads_origin(expression) or self.is_name(expression)

    def is_bare(self, value: ast.expr | None) -> bool:
        """Whether it is the origin as it was sent, perhaps with a default (`origin or "*"`)."""
        if isinstance(value, ast.Call) and not reads_origin(value) and _is_lookup(value):
            value = value.args[1]  # a table's default
        if isinstance(value, ast.IfExp) and self.is_bare(value.test):
            value = value.body
        if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.Or):
            value = value.values[0]
        return value is not None and (reads_origin(value) or self.is_name(value))


def _writes_header(value: ast.expr) -> bool:
    """Whether these are headers of a response: `[*headers, ("Access-Control-Allow-Origin", origin)]`."""
    pairs = (pair for each in ast.walk(value) for pair in written_headers(each))
    return any((text_of(name) or "").lower() == "access-control-allow-origin" for name, _ in pairs)


def _is_lookup(call: ast.Call) -> bool:
    """`table.get(key, default)`."""
    return isinstance(call.func, ast.Attribute) and call.func.attr == "get" and len(call.args) > 1


def keeps_origin(call: ast.Call) -> bool:
    """Whether a call of a text's method leaves an origin the origin that it is."""
    # What takes off letters takes off those of a name, too; only a slash is in no origin's end.
    harmless = all(not (text_of(each) or "x").strip("/ \t\r\n") for each in call.args)
    is_same = isinstance(call.func, ast.Attribute) and call.func.attr in _SAME
    return is_same and harmless and not reads_origin(call)


def reads_origin(node: ast.AST) -> bool:
    """Whether it is `request.headers.get("Origin")`, `request.origin` or the like.

    The page's address in `Referer` begins with its origin, and what is made of it is the same for any page.
    """
    if isinstance(node, ast.Attribute):
        return dotted_name(node).endswith(("request.origin", "request.referrer"))
    return header_of(node) in ("origin", "referer")


def header_of(node: ast.AST) -> str:
    """The header that is read, in lower case: `request.headers.get("Origin")`, `environ["HTTP_ORIGIN"]`."""
    name: ast.expr | None = None
    if isinstance(node, ast.Subscript) and is_of_request(node.value):
        name = node.slice
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        name = node.args[0] if node.args and is_of_request(node.func.value) else None
    return (text_of(name) or "").lower().removeprefix("http_").replace("_", "-")


def is_of_request(owner: ast.expr) -> bool:
    """Whether these are the request's headers or its WSGI environment."""
    return dotted_name(owner).rpartition(".")[2] in ("headers", "environ")


def name_of(node: ast.AST) -> str:
    """The name that a node reads: `origin`, `g.tenant`, and `g.get("tenant")` too."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        key = text_of(node.args[0]) if node.args else None
        return f"{dotted_name(node.func.value)}.{key}" if key else ""
    return dotted_name(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def _names(module: Module) -> Iterator[str]:
    """Set from the origin, or parameters that are called so."""
    known: set[str] = set()
    for node, scope in module.nodes:
        known.update(name for name in scope.parameters if name.lower() in CALLED)
        for target, value in assigned(node):
            made_of_it = any(reads_origin(each) or name_of(each) in known for each in ast.walk(value))
            if made_of_it and not _writes_header(value) and isinstance(target, ast.Name | ast.Attribute):
                known.update(filter(None, (dotted_name(target),)))
    return iter(known)
