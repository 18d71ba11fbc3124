"""Reads texts that are written literally in code, and names the environment variables where they are not."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from cors_wizard.flask_code.module import dotted_name

_DEEPEST = 20


@dataclass(frozen=True)
class Literal:
    """What could be read of an expression."""

    texts: tuple[str, ...]
    is_whole: bool
    """Whether nothing of it is computed."""
    variables: tuple[str, ...] = ()
    """The environment variables that it is computed from."""


def read_literal(expression: ast.expr, constants: Mapping[str, ast.expr], depth: int = 0) -> Literal:
    """The texts of a literal text, list, tuple, set or pattern, or of a constant that is one."""
    if depth > _DEEPEST:
        return Literal((), False)
    if isinstance(expression, ast.Constant):
        return _of_constant(expression)
    if isinstance(expression, ast.Name) and expression.id in constants:
        return read_literal(constants[expression.id], constants, depth + 1)
    parts = _parts(expression)
    if parts is None:
        return Literal((), False, environment_variables(expression))
    read = [read_literal(part, constants, depth + 1) for part in parts]
    return Literal(
        tuple(dict.fromkeys(text for one in read for text in one.texts)),
        all(one.is_whole for one in read),
        tuple(dict.fromkeys(name for one in read for name in one.variables)),
    )


def _of_constant(constant: ast.Constant) -> Literal:
    if isinstance(constant.value, str):
        return Literal((constant.value,), True)
    return Literal((), constant.value is None)


def _parts(expression: ast.expr) -> list[ast.expr] | None:
    """The expressions whose texts together are those of a list, a sum of lists, or a pattern."""
    if isinstance(expression, (ast.List, ast.Tuple, ast.Set)):
        return expression.elts
    if isinstance(expression, ast.Starred):
        return [expression.value]
    if isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.Add):
        lists = (ast.List, ast.Tuple, ast.Name)
        both = [expression.left, expression.right]
        return both if all(isinstance(side, lists) for side in both) else None
    if isinstance(expression, ast.Call) and dotted_name(expression.func) in (
        "re.compile",
        "list",
        "tuple",
        "set",
    ):
        return expression.args[:1]
    return None


def environment_variables(expression: ast.AST) -> tuple[str, ...]:
    """The names of the environment variables that an expression reads."""
    found: list[str] = []
    for node in ast.walk(expression):
        key: ast.AST | None = None
        if isinstance(node, ast.Call) and _is_reader(node.func) and node.args:
            key = node.args[0]
        elif isinstance(node, ast.Subscript) and dotted_name(node.value).endswith("environ"):
            key = node.slice
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            found.append(key.value)
    return tuple(dict.fromkeys(found))


def _is_reader(function: ast.expr) -> bool:
    owner, _, name = dotted_name(function).rpartition(".")
    return name == "getenv" or owner.endswith("environ") or owner == "env"


def listed(option: str, text: str) -> list[str]:
    """The parts of one text of an option: a text may list names of headers and methods."""
    if option == "origins":
        return [text]
    return [part.strip() for part in text.split(",") if part.strip()]


def text_of(expression: ast.AST | None) -> str | None:
    """The text of a text constant."""
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        return expression.value
    return None
