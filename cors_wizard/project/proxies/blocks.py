"""The blocks of settings: nginx's and Caddy's in braces, Apache's `<Location /api>`, each by its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cors_wizard.frozen import dataclass
from cors_wizard.project.proxies.comments import hash_lines

_MARKS = re.compile(
    r"""(?<![^\s;{}(])(?:"(?:\\.|[^"\\])*+"|'(?:\\.|[^'\\])*+')|\$\{\w+\}|\\.|(?P<mark>[{}])"""
)
"""What is quoted, a variable's name and a letter behind `\\` open and close nothing."""
_SECTION = re.compile(r"<(?P<end>/?)\w")


@dataclass(frozen=True)
class Block:
    """One block, with the numbers of the lines that open and close it."""

    first: int
    last: int


def blocks(lines: Sequence[str]) -> list[Block]:
    """The blocks in braces, an inner one before the one around it; one that isn't closed has no end."""
    found: list[Block] = []
    opened: list[int] = []
    for number, line in hash_lines(lines):
        for each in _MARKS.finditer(line):
            if each["mark"] == "{":
                opened.append(number)
            elif each["mark"] and opened:
                found.append(Block(opened.pop(), number))
    return [*found, *(Block(first, len(lines) + 1) for first in reversed(opened))]


def sections(lines: Sequence[str]) -> list[Block]:
    """Apache's sections, in the same order."""
    found: list[Block] = []
    opened: list[int] = []
    for number, line in hash_lines(lines):
        section = _SECTION.match(line)
        if section and not section["end"]:
            opened.append(number)
        elif section and opened:
            found.append(Block(opened.pop(), number))
    return [*found, *(Block(first, len(lines) + 1) for first in reversed(opened))]


def around(every: Sequence[Block], line: int) -> list[Block]:
    """Those around a line, the innermost first."""
    found = [each for each in every if each.first < line <= each.last]
    return sorted(found, key=lambda each: each.last - each.first)


def ends(lines: Sequence[str]) -> dict[int, int]:
    """For each line that opens a block, the last line of its outermost."""
    return {each.first: each.last for each in sorted(blocks(lines), key=lambda each: each.last)}
