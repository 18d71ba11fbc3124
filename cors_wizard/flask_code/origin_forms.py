"""The forms in which code looks at a part of the Origin: a slice, the first label, the host."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.flask_code.literals import text_of
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.scopes import dotted_name

_HOST = ("netloc", "hostname", "host")
_CUTTING = ("split", "partition")


def is_host(expression: ast.expr) -> bool:
    """Whether it is the origin's host: `urlparse(origin).hostname`, `origin.split("://")[1]`."""
    for node in ast.walk(expression):
        if isinstance(node, ast.Attribute) and node.attr in _HOST:
            return True
        if isinstance(node, ast.Call) and _name(node) in _CUTTING and _first(node) in ("://", "//"):
            return True
    return False


def is_without_scheme(expression: ast.expr) -> bool:
    """Whether the scheme was taken off, in whichever way."""
    cuts = (text_of(node) or "" for node in ast.walk(expression) if isinstance(node, ast.Constant))
    return is_host(expression) or any("//" in text for text in cuts)


def looks_at_scheme(node: ast.AST) -> bool:
    """Whether a condition asks for the scheme as well."""
    return any(isinstance(each, ast.Attribute) and each.attr == "scheme" for each in ast.walk(node)) or any(
        (text_of(each) or "").startswith(("https:", "http:"))
        for each in ast.walk(node)
        if isinstance(each, ast.Constant)
    )


def part_of(expression: ast.expr) -> str:
    """`startswith` for `origin[:8]`, `endswith` for `origin[-8:]`, `label` for `host.split(".")[0]`."""
    if not isinstance(expression, ast.Subscript):
        return ""
    at = expression.slice
    if isinstance(at, ast.Slice):
        if at.lower is None and at.upper is not None:
            return "startswith"
        return "endswith" if at.upper is None and at.lower is not None else ""
    cut = expression.value
    is_first = isinstance(at, ast.Constant) and at.value == 0
    is_label = is_first and isinstance(cut, ast.Call) and _name(cut) in _CUTTING and _first(cut) == "."
    return "label" if is_label else ""


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _first(call: ast.Call) -> str:
    return (text_of(call.args[0]) or "") if call.args else ""


def given_for(module: Module, name: str) -> Iterator[ast.expr]:
    """What a parameter of that name is given where the file calls its function."""
    for function, _ in module.nodes:
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
        rest = function.args.vararg
        if name not in names and not (rest and rest.arg == name):
            continue
        at = names.index(name) if name in names else len(names)
        for call, _ in module.nodes:
            if isinstance(call, ast.Call) and dotted_name(call.func).rpartition(".")[2] == function.name:
                yield from call.args[at:] if name not in names else call.args[at : at + 1]
                yield from (each.value for each in call.keywords if each.arg == name)


def values_of_case(pattern: ast.pattern) -> Iterator[ast.expr]:
    """The values that `case "a" | "b":` names."""
    if isinstance(pattern, ast.MatchValue):
        yield pattern.value
    elif isinstance(pattern, ast.MatchOr):
        for each in pattern.patterns:
            yield from values_of_case(each)
    elif isinstance(pattern, ast.MatchAs) and pattern.pattern is not None:
        yield from values_of_case(pattern.pattern)


def is_nothing(expression: ast.expr) -> bool:
    """`None`, an empty text: comparing with it only asks whether an origin was sent."""
    return isinstance(expression, ast.Constant) and not expression.value
