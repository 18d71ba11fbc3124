"""Damaged messages, recognized by how many of their letters are there: a screenshot, misspellings.

A message is known by the pieces of five letters that its template shares with a few lines of text. Nothing is
asserted: the message says how much of it was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from cors_wizard.console.damaged_values import damaged_values
from cors_wizard.console.folding import fold
from cors_wizard.console.pattern import MessagePattern
from cors_wizard.console.reading import ConsoleMessage, Span
from cors_wizard.console.template_parts import Literal, Optional, parse_template
from cors_wizard.facts import Fact
from cors_wizard.frozen import dataclass

_READ = 8000
_LONGEST_LINE = 2000
_MOST_LINES = 8
_LENGTH = 5
"""With fewer letters, prose that mentions CORS in the same words comes too near."""
_SHORTEST = 40
_NEAR_ENOUGH = 0.72
_NEVER_SURE = 0.99
_A_LINE_TELLS = 0.05
"""A line belongs to a message if it has so much of it that the lines before have not."""
_A_MESSAGE_OF_ITS_OWN = 0.4
_A_PIECE = 12
_PACKAGE = re.compile(r"\bflask[_-]\w+")
_CODE = re.compile(r"\bsec[0-9]{4}\b")
"""What Edge's old messages begin with; without it their words are anybody's."""
_CORS_HEADERS = ("allow-origin", "allow-methods", "allow-headers", "allow-credentials", "expose-headers")
_OF_ITS_FRAME = 8
"""Pieces of a message's optional parts that show a line beside it to belong to it."""


@dataclass(frozen=True)
class _Shape:
    pattern: MessagePattern
    size: int
    before: frozenset[str]
    """Pieces of the optional parts that come before what must be there."""
    after: frozenset[str]
    names: tuple[frozenset[str], ...]
    """Pieces of what must be named: a server's message about another package says nothing."""
    headers: tuple[frozenset[str], ...]
    """Pieces of the CORS headers that it names."""


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    pieces: frozenset[str]


class _Index:
    """The pieces of many messages, and whose they are."""

    def __init__(self, known: tuple[MessagePattern, ...]) -> None:
        self.shapes: list[_Shape] = []
        self.with_piece: dict[str, list[int]] = {}
        # What is left of a message that was cut off is part of many, and tells none of them.
        heads = frozenset[str]().union(*(_pieces(_literals(each)[1]) for each in known if each.role == "cut"))
        for pattern in known:
            before, firm, after = _literals(pattern)
            pieces = _pieces(firm) - heads
            if len(pieces) >= _SHORTEST:
                for piece in pieces:
                    self.with_piece.setdefault(piece, []).append(len(self.shapes))
                shape = _Shape(
                    pattern,
                    len(pieces),
                    _pieces(before),
                    _pieces(after),
                    _names(pattern, firm),
                    _headers(firm),
                )
                self.shapes.append(shape)
        self.telling = frozenset(self.with_piece).union(
            *(shape.before | shape.after for shape in self.shapes)
        )


class NearFinder:
    """Finds what is nearly a message among many patterns."""

    def __init__(self, patterns: Iterable[MessagePattern]) -> None:
        self._patterns = tuple(patterns)

    @cached_property
    def _index(self) -> _Index:
        """Made when it is first needed: most people paste the message and nothing else."""
        return _Index(self._patterns)

    def tells(self, text: str) -> bool:
        """Whether this may be a piece of a message."""
        pieces = _pieces(fold(text[:_LONGEST_LINE]).flat)
        return len(pieces) >= _A_PIECE and len(pieces & self._index.telling) >= _A_PIECE

    def find(self, text: str, free: Sequence[Span]) -> Iterator[ConsoleMessage]:
        """What these stretches of the text are probably meant to be, in order."""
        left = _READ
        for start, end in free:
            if left <= 0:
                return
            lines = list(self._lines(text, start, min(end, start + left)))
            left -= end - start
            yield from self._among(text, lines)

    def _lines(self, text: str, start: int, end: int) -> Iterator[_Line]:
        """The lines that share a little with any message."""
        for line in text[start:end].split("\n"):
            pieces = _pieces(fold(line[:_LONGEST_LINE]).flat)
            # What is too short for any message asks for no index.
            if len(pieces) >= _LENGTH and len(pieces & self._index.telling) >= _LENGTH:
                yield _Line(start, start + len(line), pieces)
            start += len(line) + 1

    def _among(self, text: str, lines: list[_Line]) -> Iterator[ConsoleMessage]:
        index = taken = 0
        while index < len(lines):
            shape, score, length = self._best(lines[index : index + _MOST_LINES])
            if shape is None:
                index += 1
                continue
            first, last = index, index + length
            while first > taken and len(lines[first - 1].pieces & shape.before) >= _OF_ITS_FRAME:
                first -= 1
            while (
                last < len(lines) and len(lines[last].pieces & (shape.after - shape.before)) >= _OF_ITS_FRAME
            ):
                last += 1
            yield _make(text, (lines[first].start, lines[last - 1].end), shape.pattern, score)
            index = taken = last

    def _best(self, lines: list[_Line]) -> tuple[_Shape | None, float, int]:
        """The nearest message that begins in the first of these lines, and how many of them it takes."""
        counts: dict[int, int] = {}
        seen: set[str] = set()
        best: tuple[float, int, int] | None = None
        for length, line in enumerate(lines, start=1):
            if length > 1 and best and self._alone(line, best[1]) >= _A_MESSAGE_OF_ITS_OWN:
                break
            self._add(line.pieces - seen, counts)
            seen |= line.pieces
            score, number = self._likeliest(counts)
            if score >= _NEAR_ENOUGH and (best is None or self._adds(score, number, best)):
                best = score, number, length
            elif best:
                break
        if best is None or not self._begins_here(lines, best):
            return None, 0.0, 0
        shape = self._index.shapes[best[1]]
        there = frozenset[str]().union(*(line.pieces for line in lines[: best[2]]))
        if any(len(name & there) < _NEAR_ENOUGH * len(name) for name in shape.names):
            return None, 0.0, 0
        if _is_about_another(shape.headers, there):
            return None, 0.0, 0
        return shape, best[0], best[2]

    def _likeliest(self, counts: dict[int, int]) -> tuple[float, int]:
        """Of the messages that are near enough, the one that explains most of the text."""
        scored = ((round(found / self._index.shapes[each].size, 2), each) for each, found in counts.items())
        return max(
            (pair for pair in scored if pair[0] >= _NEAR_ENOUGH),
            key=lambda pair: (counts[pair[1]], pair[0], -pair[1]),
            default=(0.0, -1),
        )

    def _adds(self, score: float, number: int, best: tuple[float, int, int]) -> bool:
        """Whether with one more line something more was found."""
        found, size = score * self._index.shapes[number].size, self._index.shapes[best[1]].size
        return (found - best[0] * size) / size >= _A_LINE_TELLS

    def _begins_here(self, lines: list[_Line], best: tuple[float, int, int]) -> bool:
        """Whether the first line is a part of it, and not only what is before it."""
        score, number, length = best
        rest = frozenset[str]().union(*(line.pieces for line in lines[1:length]))
        counts: dict[int, int] = {}
        self._add(rest, counts)
        return score - counts.get(number, 0) / self._index.shapes[number].size >= _A_LINE_TELLS

    def _alone(self, line: _Line, number: int) -> float:
        counts: dict[int, int] = {}
        self._add(line.pieces, counts)
        return counts.get(number, 0) / self._index.shapes[number].size

    def _add(self, pieces: Iterable[str], counts: dict[int, int]) -> None:
        for piece in pieces:
            for number in self._index.with_piece.get(piece, ()):
                counts[number] = counts.get(number, 0) + 1


def _make(text: str, span: Span, pattern: MessagePattern, score: float) -> ConsoleMessage:
    start, end = span
    pasted = text[start:end]
    read = tuple(
        Fact(name, value, "pasted", "read from a text that is nearly this message", (start + at, start + to))
        for name, value, (at, to) in damaged_values(pattern, pasted)
    )
    stated = tuple(
        Fact(name, value, "pasted", "read from a text that is nearly this message", span)
        for name, value in pattern.facts.items()
    )
    return ConsoleMessage(
        pattern_id=pattern.id,
        engine=pattern.engine,
        symptom=pattern.symptom,
        role=pattern.role,
        text=pasted,
        line=text.count("\n", 0, start) + 1,
        span=span,
        facts=(*read, *stated),
        causes=pattern.causes,
        says=pattern.says,
        certainty=min(round(score, 2), _NEVER_SURE),
    )


def _literals(pattern: MessagePattern) -> tuple[str, str, str]:
    """The letters that must be there, and those of the optional parts before and after them."""
    written = ["", "", ""]
    place = 0
    for part in parse_template(pattern.template):
        if isinstance(part, Optional):
            inner = " ".join(piece.text for piece in part.parts if isinstance(piece, Literal))
            written[place] += f"{inner} "
        elif isinstance(part, Literal):
            written[1] += f"{part.text} "
            place = 2
    before, firm, after = (fold(each).flat for each in written)
    return before, firm, after


def _names(pattern: MessagePattern, firm: str) -> tuple[frozenset[str], ...]:
    """The pieces of each package that a server's message names, or of a browser's code for it."""
    found = (_PACKAGE if pattern.engine == "server" else _CODE).findall(firm)
    return tuple(pieces for each in found if (pieces := _pieces(each)))


def _headers(firm: str) -> tuple[frozenset[str], ...]:
    return tuple(_pieces(each) for each in _CORS_HEADERS if each in firm)


def _is_about_another(headers: tuple[frozenset[str], ...], there: frozenset[str]) -> bool:
    """Whether a text names a CORS header, and hardly a letter of those that the message names."""
    is_named = any(_pieces(each) <= there for each in _CORS_HEADERS)
    return bool(headers) and is_named and all(2 * len(each & there) < len(each) for each in headers)


def _pieces(text: str) -> frozenset[str]:
    """The overlapping five-letter pieces of the words."""
    letters = re.sub(r"[^\w]+", " ", text)
    return frozenset(letters[index : index + _LENGTH] for index in range(len(letters) - _LENGTH + 1))
