"""One text file that is edited by exact spans; its line ends and byte order mark stay as they are.

Positions are those of the text as the readers see it (line feeds only, no byte order mark).
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator
from functools import cached_property

from cors_wizard.facts.found import TextFile
from cors_wizard.frozen import dataclass

_MARK = "\ufeff"


@dataclass(frozen=True)
class Edit:
    """A piece of text that takes the place of another; an empty span inserts."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Source:
    """One file of the project."""

    path: str
    raw: str
    """The text as it is in the file."""
    is_writable: bool = True
    """Whether writing the text gives the file's own bytes back."""
    encoding: str = "utf-8"
    """How the text is written."""

    @cached_property
    def text(self) -> str:
        """The text with line feeds alone."""
        return self.raw.removeprefix(_MARK).replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def lines(self) -> list[str]:
        """Its lines; the first one has number 1."""
        return self.text.split("\n")

    @cached_property
    def tree(self) -> ast.Module:
        """What the file says as Python; raises SyntaxError and the like where it isn't."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes in their strings are not our user's concern now
            return ast.parse(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    @property
    def file(self) -> TextFile:
        """The file as the readers take it."""
        return TextFile(self.path, self.text)

    @cached_property
    def line_end(self) -> str:
        """What ends most of its lines."""
        windows = self.raw.count("\r\n")
        return "\r\n" if windows * 2 > self.raw.count("\n") else "\n"

    def line_start(self, line: int) -> int:
        """The position at which a line begins; past the last one, the end."""
        return min(self._starts[min(line, len(self._starts)) - 1], len(self.text))

    def line_of(self, position: int) -> int:
        """The number of the line that holds a position."""
        return self.text.count("\n", 0, position) + 1

    def position(self, line: int, column: int) -> int:
        """The position of a line and a column in bytes of UTF-8, as `ast` counts them."""
        content = self.lines[line - 1]
        if content.isascii():
            return self.line_start(line) + column
        return self.line_start(line) + len(content.encode()[:column].decode(errors="replace"))

    def span(self, node: ast.AST) -> tuple[int, int]:
        """The first position of a node, and the one after its last."""
        line, end_line = getattr(node, "lineno", 1), getattr(node, "end_lineno", 1)
        column, end_column = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", 0)
        return self.position(line, column), self.position(end_line, end_column)

    def says(self, node: ast.AST) -> str:
        """The text of a node."""
        start, end = self.span(node)
        return self.text[start:end]

    def edited(self, edits: Iterable[Edit]) -> Source:
        """The file with these edits, which must not overlap."""
        parts: list[str] = []
        at = 0
        places = self._raw_places
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            start, end = places(edit.start), places(edit.end)
            parts += [self.raw[at:start], edit.text.replace("\n", self.line_end)]
            at = end
        return Source(self.path, "".join((*parts, self.raw[at:])), encoding=self.encoding)

    def _raw_places(self, position: int) -> int:
        if self.raw is self.text or self.raw == self.text:
            return position
        return self._offsets[position]

    @cached_property
    def _offsets(self) -> list[int]:
        return list(_offsets(self.raw))


def _offsets(raw: str) -> Iterator[int]:
    """For each position of the text its position in the file; a line feed stands for both end characters."""
    start = 1 if raw.startswith(_MARK) else 0
    for place in range(start, len(raw)):
        if raw[place] == "\n" and place > start and raw[place - 1] == "\r":
            continue
        yield place
    yield len(raw)


def indent_of(line: str) -> str:
    """The white space at the beginning of a line."""
    return line[: len(line) - len(line.lstrip(" \t"))]
