"""Parses a script; what could hurt the parser is turned away before it sees it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cors_wizard.page_code.sources.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Language, Parser, Query

_MOST_BYTES = 400_000
_DEEPEST = 500
"""Brackets within brackets: the parser's own recursion ends a small stack at some thousands."""
_LONG_LINE = 5_000
_BRACKET = re.compile(rb"[][(){}]")


def parse_script(code: bytes, path: str, *, is_typescript: bool) -> Syntax | str:
    """The tree of a script, or why it was not parsed."""
    reason = _obstacle(code)
    if reason:
        return reason
    root = Syntax(_parser(is_typescript).parse(code).root_node, path)
    root.is_typescript = is_typescript
    return root


_DECLARATION_QUERY = """
(variable_declarator name: (identifier) @name value: (_) @value)
(variable_declarator name: (object_pattern) @name value: (_) @value)
(variable_declarator name: (array_pattern) @name value: (_) @value)
(function_declaration name: (identifier) @name body: (_) @value)
"""
_WORD = re.compile(r"[\w$]+")


def declarations(root: Syntax) -> list[tuple[str, int, int]]:
    """Every name that is declared anywhere, with the stretch of what it is declared to be."""
    from tree_sitter import QueryCursor

    found: list[tuple[str, int, int]] = []
    for _, captures in QueryCursor(_query(is_typescript=root.is_typescript)).matches(root.node):
        value = captures["value"][0]
        written = (captures["name"][0].text or b"").decode("utf-8", errors="replace")
        found += [(name, value.start_byte, value.end_byte) for name in _WORD.findall(written[:1000])]
    return found


@cache
def _query(*, is_typescript: bool) -> Query:
    from tree_sitter import Query

    return Query(_language(is_typescript), _DECLARATION_QUERY)


def _obstacle(code: bytes) -> str:
    if len(code) > _MOST_BYTES:
        return f"is larger than {_MOST_BYTES // 1000} kB"
    if is_minified(code):
        return "looks minified"
    return "is nested too deeply" if _depth(code) > _DEEPEST else ""


def is_minified(code: bytes) -> bool:
    """Whether a tool wrote this without line breaks."""
    if len(code) < _LONG_LINE:
        return False
    return any(
        len(line) > _LONG_LINE and line.count(b" ") < len(line) // 20 for line in code.split(b"\n")
    ) or len(code) > 500 * (code.count(b"\n") + 1)


def _depth(code: bytes) -> int:
    depth = deepest = 0
    for bracket in _BRACKET.findall(code):
        depth = depth + 1 if bracket in b"([{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest


@cache
def _parser(is_typescript: bool) -> Parser:
    from tree_sitter import Parser

    return Parser(_language(is_typescript))


@cache
def _language(is_typescript: bool) -> Language:
    """TypeScript's own grammar reads `<T>value`, the other one JSX and plain JavaScript."""
    import tree_sitter_typescript as grammars
    from tree_sitter import Language

    return Language(grammars.language_typescript() if is_typescript else grammars.language_tsx())
