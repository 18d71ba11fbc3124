"""Parses a script; what could hurt the parser is turned away before it sees it."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from cors_wizard.page_code.sources.syntax import Syntax

if TYPE_CHECKING:
    from tree_sitter import Language, Parser

_MOST_BYTES = 400_000
_DEEPEST = 500
"""Brackets within brackets: the parser's own recursion ends a small stack at some thousands."""
_LONG_LINE = 5_000
_DECLARATIONS = (
    *("variable_declarator", "function_declaration", "generator_function_declaration"),
    *("required_parameter", "assignment_pattern"),
)
_BRACKET = re.compile(rb"[][(){}]")


def parse_script(code: bytes, path: str, *, is_typescript: bool) -> Syntax | str:
    """The tree of a script, or why it was not parsed."""
    reason = _obstacle(code)
    if reason:
        return reason
    return Syntax(_parser(is_typescript).parse(code).root_node, path)


_DECLARED = re.compile(
    rb"\b(?:const|let|var|function)\b\s*\*?\s*([\w$]+|\{[^{}]{0,500}\}|\[[^\[\]]{0,300}\])"
    rb"|[(,]\s*([\w$]{1,60})\s*=(?![=>])"
)
"""The second: a parameter with a default."""
_WORD = re.compile(rb"[\w$]+")
_MOST_DECLARATIONS = 3_000
_NEAREST = 3


def declarations(root: Syntax, code: bytes) -> list[tuple[str, int, int]]:
    """Every name that is declared anywhere, with the stretch of what it is declared to be."""
    found: list[tuple[str, int, int]] = []
    for match in islice(_DECLARED.finditer(code), _MOST_DECLARATIONS):
        group = match.lastindex or 1
        node = root.node.descendant_for_byte_range(match.start(group), match.start(group) + 1)
        for _ in range(_NEAREST):
            if node is None or node.type in _DECLARATIONS:
                break
            node = node.parent
        if node is not None and node.type in _DECLARATIONS:
            names = (word.decode() for word in _WORD.findall(match.group(group)))
            found += [(name, node.start_byte, node.end_byte) for name in names]
    return found


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
