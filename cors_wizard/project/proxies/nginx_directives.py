"""Reads nginx's settings as nginx does: directives of words, some with a block, and where each is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cors_wizard.frozen import dataclass

_TOKEN = re.compile(
    r"""\s+|(?P<comment>\#[^\n]*)|(?P<mark>[{};])"""
    r"""|(?P<word>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?:\$\{\w+\}|\\.|[^\s{};\\])+|\\)""",
    re.DOTALL,
)
_DEEPEST = 40


@dataclass(frozen=True)
class Word:
    """One word, with its quotes, and its place in the text."""

    said: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """The word as nginx takes it."""
        if len(self.said) > 1 and self.said[0] in "\"'" and self.said[-1] == self.said[0]:
            return self.said[1:-1]
        return self.said


@dataclass(frozen=True)
class Directive:
    """`words;` or `words { block }`; `end` is behind its last letter."""

    words: tuple[Word, ...]
    block: tuple[Directive, ...]
    end: int

    @property
    def name(self) -> str:
        """Its first word."""
        return self.words[0].text if self.words else ""

    @property
    def start(self) -> int:
        """Where its first word is."""
        return self.words[0].start if self.words else self.end

    def everything(self) -> Iterator[Directive]:
        """Itself, and all in its block."""
        yield self
        for each in self.block:
            yield from each.everything()


def read_directives(text: str) -> tuple[Directive, ...]:
    """The directives of a file; what has no end is left out."""
    marks = [found for found in _TOKEN.finditer(text) if found["mark"] or found["word"]]
    return _read(marks, 0, 0)[0]


def _read(marks: Sequence[re.Match[str]], at: int, depth: int) -> tuple[tuple[Directive, ...], int]:
    found: list[Directive] = []
    words: list[Word] = []
    while at < len(marks):
        mark = marks[at]
        at += 1
        if mark["word"]:
            words.append(Word(mark["word"], mark.start(), mark.end()))
        elif mark["mark"] == "}":
            return tuple(found), at
        elif mark["mark"] == ";":
            found += [Directive(tuple(words), (), mark.end())] if words else []
            words = []
        elif depth < _DEEPEST:
            block, at = _read(marks, at, depth + 1)
            found.append(Directive(tuple(words), block, marks[at - 1].end()))
            words = []
    return tuple(found), at
