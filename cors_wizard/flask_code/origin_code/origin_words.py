"""The words in which decisions about an origin are written down: `origin`, `either` and `unread`.

What asks for something else of the request is `either`; what decides about the origin in a way that can't be
followed is `unread`.
"""

from __future__ import annotations

import ast
import re

Names = dict[str, ast.expr]
"""What the names of one function stand for, as expressions over `origin`."""

ORIGIN, EITHER, UNREAD = (ast.Name(name, ast.Load()) for name in ("origin", "either", "unread"))
HARMLESS_FLAGS = re.compile(r"(?:re\.)?(?:I|IGNORECASE|A|ASCII|U|UNICODE)")
"""Flags that change nothing for an origin, which is in lower case."""


class TooMuchError(Exception):
    """The code is larger than what is followed."""


def is_name(node: ast.expr, name: str) -> bool:
    """Whether it is one of our own names."""
    return isinstance(node, ast.Name) and node.id == name


def is_about_origin(node: ast.AST) -> bool:
    """Whether the origin is in it, or may be."""
    return any(isinstance(each, ast.Name) and each.id in ("origin", "unread") for each in ast.walk(node))
