"""Turns the lines and columns of `ast` into offsets into the file as it is on disk."""

from __future__ import annotations

import ast
import re

from cors_wizard.facts.found import TextFile
from cors_wizard.flask_code.findings import Span

_LINE_END = re.compile(r"\r\n|\r|\n")


class LineStarts:
    """The offset at which each line of a file begins."""

    def __init__(self, file: TextFile) -> None:
        self._path = file.path
        self._lines = file.lines
        raw = file.raw
        first = 1 if raw.startswith("\ufeff") else 0
        self._starts = [first, *(found.end() for found in _LINE_END.finditer(raw))]

    def offset(self, line: int, column: int) -> int:
        """The offset of a line's column, which `ast` counts in bytes of UTF-8."""
        if not 0 < line <= len(self._lines):
            return self._starts[-1]
        text = self._lines[line - 1]
        characters = column if text.isascii() else len(text.encode()[:column].decode(errors="ignore"))
        return self._starts[line - 1] + characters

    def span(self, node: ast.AST) -> Span:
        """Where a node is written."""
        line, end_line = getattr(node, "lineno", 1), getattr(node, "end_lineno", None) or 1
        start = self.offset(line, getattr(node, "col_offset", 0))
        end = self.offset(end_line, getattr(node, "end_col_offset", None) or 0)
        return Span(self._path, line, end_line, start, end)
