"""Where a key is in a TOML text: `tomllib` forgets the lines, and a complaint needs one."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

KeyPath = tuple[str | int, ...]

_HEADER = re.compile(r"\s{0,40}(\[\[?)\s{0,40}([^\[\]=#]{1,200})\]")
_KEY = re.compile(r"\s{0,40}([A-Za-z0-9_\-.\"' ]{1,200})=")
_TRIPLE = ('"""', "'''")


def line_of(text: str, *keys: Any) -> int:
    """The 1-based line at which a key path begins, or the longest part of it that is found; else 0."""
    lines = key_lines(text)
    found = (lines.get(keys[:length]) for length in range(len(keys), 0, -1))
    return next((line for line in found if line is not None), 0)


def first_content_line(text: str, *keys: Any) -> int:
    """The 1-based line on which a string begins: below its key where it opens at a line's end."""
    line = line_of(text, *keys)
    opening = text.splitlines()[line - 1].rstrip() if line else ""
    return line + opening.endswith(_TRIPLE)


def key_lines(text: str) -> dict[KeyPath, int]:
    """Every key path of a TOML text with the 1-based line on which it begins."""
    index = _Index()
    value = _Value()
    for number, line in enumerate(text.splitlines(), start=1):
        if value.is_open:
            value.read(line)
        elif header := _HEADER.match(line):
            index.enter(_parts(header[2]), number, is_item=header[1] == "[[")
        elif key := _KEY.match(line):
            index.note(_parts(key[1]), number)
            value.read(line[key.end() :])
    return index.lines


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]


class _Index:
    """The paths met so far, below the table that the last header opened."""

    def __init__(self) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._table: KeyPath = ()
        self._items: Counter[KeyPath] = Counter()

    def enter(self, parts: list[str], number: int, *, is_item: bool) -> None:
        path: KeyPath = ()
        for part in parts[:-1]:
            path = (*path, part)
            if path in self._items:
                path = (*path, self._items[path] - 1)
        path = (*path, parts[-1])
        self.lines.setdefault(path, number)
        if is_item:
            self._items[path] += 1
            path = (*path, self._items[path] - 1)
        self._table = path
        self.lines.setdefault(path, number)

    def note(self, parts: list[str], number: int) -> None:
        for length in range(1, len(parts) + 1):
            self.lines.setdefault((*self._table, *parts[:length]), number)


class _Value:
    """Whether a value goes on over the next line (an open `'''` or bracket); the TOML must be sound."""

    def __init__(self) -> None:
        self._quote = ""
        self._depth = 0

    @property
    def is_open(self) -> bool:
        return bool(self._quote) or self._depth > 0

    def read(self, line: str) -> None:
        at = 0
        while at < len(line):
            if self._quote:
                at = self._after_quote(line, at)
                continue
            char = line[at]
            if char == "#":
                break
            if char in "\"'":
                self._quote = line[at : at + 3] if line.startswith(_TRIPLE, at) else char
                at += len(self._quote)
                continue
            self._depth = max(0, self._depth + (char in "[{") - (char in "]}"))
            at += 1

    def _after_quote(self, line: str, at: int) -> int:
        if line[at] == "\\" and self._quote[0] == '"':
            return at + 2
        if line.startswith(self._quote, at):
            at += len(self._quote)
            self._quote = ""
            return at
        return at + 1
