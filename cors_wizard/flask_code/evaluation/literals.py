"""Small readings of single expressions and values that need nothing around them."""

from __future__ import annotations

import ast


def listed(option: str, text: str) -> list[str]:
    """The parts of one text of an option: a text may list names of headers and methods."""
    if option == "origins":
        return [text]
    return [part.strip() for part in text.split(",") if part.strip()]


def text_of(expression: ast.AST | str | None) -> str | None:
    """The text of a text constant."""
    if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
        return expression.value
    return None
