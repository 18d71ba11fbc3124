"""Reads a regular expression into its parts without running it.

A user's pattern may take exponential time, so it is never matched here. It is read once, from left to right;
what is unknown of it (a look-around, a back-reference) is remembered as such.
"""

from __future__ import annotations

import string
from dataclasses import dataclass

LONGEST_PATTERN = 500
_DEEPEST = 12
ALPHABET = frozenset(string.ascii_lowercase + string.digits + ".-:/")
"""The characters that an origin is written with."""
_WORD = frozenset(string.ascii_lowercase + string.digits)
_DIGITS = frozenset(string.digits)
_CLASSES = {
    "w": _WORD,
    "W": ALPHABET - _WORD,
    "d": _DIGITS,
    "D": ALPHABET - _DIGITS,
    "s": frozenset[str](),
    "S": ALPHABET,
}


@dataclass(frozen=True)
class OneOf:
    """One character out of a set."""

    has: frozenset[str]
    is_dot: bool = False
    """Whether it is an unescaped dot, which most people mean literally."""


@dataclass(frozen=True)
class Literally:
    """One character as it is written."""

    char: str


@dataclass(frozen=True)
class Repeated:
    """A part that may come several times, or not at all."""

    part: Part
    least: int
    most: int | None


@dataclass(frozen=True)
class Choice:
    """A group: one of several sequences."""

    options: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True)
class Edge:
    """The beginning or the end of the text."""

    is_end: bool


@dataclass(frozen=True)
class Unread:
    """What demands more than a sequence of characters: look-around, back-reference, word boundary."""


Part = OneOf | Literally | Repeated | Choice | Edge | Unread


class _TooOdd(Exception):
    """The pattern is not one that can be read."""


def parse_pattern(pattern: str) -> Choice | None:
    """The parts of a regular expression in Python's syntax; None where it cannot be read."""
    if len(pattern) > LONGEST_PATTERN:
        return None
    try:
        parser = _Parser(pattern)
        found = parser.choice(0)
        return found if parser.at == len(pattern) else None
    except _TooOdd:
        return None


@dataclass
class _Parser:
    """A recursive-descent parser; each character is looked at once."""

    text: str
    at: int = 0

    def choice(self, depth: int) -> Choice:
        """Alternatives, up to a closing bracket or the end."""
        if depth > _DEEPEST:
            raise _TooOdd
        options = [self._sequence(depth)]
        while self._take("|"):
            options.append(self._sequence(depth))
        return Choice(tuple(options))

    def _sequence(self, depth: int) -> tuple[Part, ...]:
        parts: list[Part] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            part = self._one(depth)
            if part is not None:
                parts.append(self._repeated(part))
        return tuple(parts)

    def _one(self, depth: int) -> Part | None:
        char = self._next()
        if char in "^$":
            return Edge(is_end=char == "$")
        if char == ".":
            return OneOf(ALPHABET, is_dot=True)
        if char == "[":
            return self._set()
        if char == "(":
            return self._group(depth)
        if char == "\\":
            return self._escaped()
        if char in "*+?":
            raise _TooOdd
        return Literally(char)

    def _escaped(self) -> Part:
        char = self._next()
        if char in _CLASSES:
            return OneOf(_CLASSES[char])
        if char in "AZz":
            return Edge(is_end=char != "A")
        if char in "bB" or char.isdigit():
            return Unread()
        return Literally(char)

    def _group(self, depth: int) -> Part | None:
        if self._take("?"):
            kind = self._next()
            if kind == "P" or (kind == "<" and self.text[self.at : self.at + 1] not in ("=", "!", "")):
                return self._named(depth, kind)
            if kind in "=!<":
                self._closed(depth)
                return Unread()
            if kind != ":":
                return self._flags(depth)
        return self._closed(depth)

    def _named(self, depth: int, kind: str) -> Part:
        if kind == "P" and not self._take("<"):
            raise _TooOdd
        while self._next() != ">":
            pass
        return self._closed(depth)

    def _flags(self, depth: int) -> Part | None:
        while (char := self._next()) not in ":)":
            if not char.isalpha() and char != "-":
                raise _TooOdd
        return self._closed(depth) if char == ":" else None

    def _closed(self, depth: int) -> Choice:
        found = self.choice(depth + 1)
        if not self._take(")"):
            raise _TooOdd
        return found

    def _set(self) -> Part:
        is_negative = self._take("^")
        has: set[str] = set()
        is_first = True
        while is_first or self.text[self.at : self.at + 1] != "]":
            is_first = False
            has |= self._member()
        self.at += 1
        lower = frozenset(char.lower() for char in has)
        if len(lower) == 1 and not is_negative:
            return Literally(min(lower))
        return OneOf(ALPHABET - lower if is_negative else lower & ALPHABET)

    def _member(self) -> set[str]:
        char = self._next()
        if char == "\\":
            char = self._next()
            if char in _CLASSES:
                return set(_CLASSES[char])
        if self.text[self.at : self.at + 1] == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", ""):
            self.at += 1
            last = self._next()
            last = self._next() if last == "\\" else last
            return {each for each in string.printable if char <= each <= last}
        return {char}

    def _repeated(self, part: Part) -> Part:
        least: int = 1
        most: int | None = 1
        sign = self.text[self.at : self.at + 1]
        if sign and sign in "*+?":
            self.at += 1
            least, most = (1 if sign == "+" else 0), (1 if sign == "?" else None)
        elif sign == "{" and (counted := self._counted()):
            least, most = counted
        else:
            return part
        if not self._take("?"):
            self._take("+")
        return Repeated(part, least, most)

    def _counted(self) -> tuple[int, int | None] | None:
        end = self.text.find("}", self.at, self.at + 12)
        low, comma, high = self.text[self.at + 1 : end].partition(",") if end > 0 else ("", "", "")
        if not (low + high).isdigit():
            return None
        self.at = end + 1
        least = int(low or 0)
        return least, (int(high) if high else None) if comma else least

    def _next(self) -> str:
        if self.at >= len(self.text):
            raise _TooOdd
        self.at += 1
        return self.text[self.at - 1]

    def _take(self, char: str) -> bool:
        taken = self.text[self.at : self.at + 1] == char
        self.at += taken
        return taken
