"""A template compiled to a matcher that never backtracks.

The longest literal is the anchor. From each place where it stands, the parts to its right are walked forwards
and those to its left backwards; a placeholder always ends at the nearest literal that may follow it, within a
fixed reach, and nothing is ever tried twice. So the time is linear in the text, whatever the text is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from cors_wizard.console.folding import BREAK, Folded, fold_literal
from cors_wizard.console.template_parts import Literal, Optional, Part, Placeholder, parse_template
from cors_wizard.console.template_steps import Hole, Step, steps_of
from cors_wizard.frozen import dataclass

_REACH = {"word": 4096, "number": 12, "free": 2048}
"""The most characters that a placeholder takes."""
_REST_OF_LINE = 300
"""The most that free text takes at a template's end."""
_LOWER_METHODS = frozenset({"get", "head", "post", "put", "patch", "delete", "options"})
_OF_ADDRESSES = "/:*<[\u2026"
"""An address has one of these, also one that is masked, cut short or a link; a function in a stack none."""
_OPENERS = "'(<[{"
_CLOSERS = "'.,;)>]}"

_FREE_TRIES = 500
_CHARACTERS_FOR_A_MISS = 2000
_CHARACTERS_FOR_A_MATCH = 1000
"""A log may repeat a message, but where an anchor stands more often than that, it must not cost time."""
_SAME_BEFORE, _SAME_AFTER = 200, 64
"""So much beside a message decides with it which of its optional parts are there."""
_TRIES_AT_THE_END = 100
"""So many of the last places are tried all the same: what happened last is what people ask about."""


@dataclass(frozen=True)
class Match:
    """One place where a template was found, in offsets of the folded text."""

    start: int
    end: int
    weight: int
    """How many characters matched a literal: the more, the more specific."""
    captures: tuple[tuple[str, int, int], ...]
    """Name, start and end of each placeholder's text."""


@dataclass(frozen=True)
class MessageTemplate:
    """A compiled template."""

    anchor: str
    """The literal that is looked for, folded."""
    left: tuple[Part, ...]
    """The parts left of the anchor, nearest first, as they are written."""
    right: tuple[Part, ...]

    @cached_property
    def before(self) -> tuple[Step, ...]:
        """The way from the anchor to the left; made where the anchor is found."""
        return steps_of(tuple(map(_folded, self.left)), (), forwards=False)

    @cached_property
    def after(self) -> tuple[Step, ...]:
        """The way to the right."""
        return steps_of(tuple(map(_folded, self.right)), (), forwards=True)

    @cached_property
    def has_digits(self) -> bool:
        """Whether a literal has a digit."""
        return any(map(str.isdecimal, f"{self.anchor}{_letters((*self.left, *self.right))}"))

    @classmethod
    def compile(cls, template: str) -> MessageTemplate:
        """The matcher of a template; raises TemplateError where there can be none."""
        parts = _without_last_stop(parse_template(template))
        literals = [(len(part.text), -index) for index, part in enumerate(parts) if isinstance(part, Literal)]
        _, index = max(literals)
        anchor = parts[-index]
        assert isinstance(anchor, Literal)
        return cls(fold_literal(anchor.text), parts[:-index][::-1], parts[-index + 1 :])

    def find(self, folded: Folded) -> Iterator[Match]:
        """Every match in the text, in order; matches of one template never overlap."""
        flat, position = folded.flat, 0
        misses = _FREE_TRIES + len(flat) // _CHARACTERS_FOR_A_MISS
        matches = _FREE_TRIES + len(flat) // _CHARACTERS_FOR_A_MATCH
        last: tuple[int, Match] | None = None
        # No step asks which digit it is, unless a literal has one.
        same = flat if self.has_digits else folded.shape
        while misses and matches and (position := flat.find(self.anchor, position)) >= 0:
            match = _again(same, position, last) or self._match_at(folded, position)
            last = (position, match) if match else last
            position = max(position + len(self.anchor), match.end if match else 0)
            if match:
                matches -= 1
                yield match
            else:
                misses -= 1
        if position >= 0:
            yield from self._last_matches(folded, position)

    def _last_matches(self, folded: Folded, done: int) -> Iterator[Match]:
        flat, places, position = folded.flat, list[int](), len(folded.flat)
        while len(places) < _TRIES_AT_THE_END and (position := flat.rfind(self.anchor, done, position)) >= 0:
            places.append(position)
        for place in reversed(places):
            match = self._match_at(folded, place) if place >= done else None
            if match:
                done = match.end
                yield match

    def _match_at(self, folded: Folded, position: int) -> Match | None:
        right = _Walk(folded, position + len(self.anchor), forwards=True)
        if not right.take(self.after):
            return None
        left = _Walk(folded, position, forwards=False)
        if not left.take(self.before):
            return None
        captures = [*left.captures, *right.captures]
        weight = left.weight + len(self.anchor) + right.weight
        return Match(left.position, right.position, weight, tuple(captures))


def _again(text: str, position: int, last: tuple[int, Match] | None) -> Match | None:
    """The last match once more, where the text around this place is the same."""
    if last is None:
        return None
    before, match = last
    begin, end = max(match.start - _SAME_BEFORE, 0), match.end + _SAME_AFTER
    step = position - before
    if begin + step < 0 or not text.startswith(text[begin:end], begin + step):
        return None
    captures = tuple((name, start + step, stop + step) for name, start, stop in match.captures)
    return Match(match.start + step, match.end + step, match.weight, captures)


class _Walk:
    """A walk away from the anchor, one part after the other."""

    def __init__(self, folded: Folded, position: int, *, forwards: bool) -> None:
        self.flat, self.clean = folded.flat, folded.clean
        self.position = position
        self.forwards = forwards
        self.weight = 0
        self.captures: list[tuple[str, int, int]] = []

    def take(self, steps: tuple[Step, ...]) -> bool:
        """Walk over the steps; False, and none taken, where one does not fit."""
        begin = self.position, self.weight, len(self.captures)
        for step in steps:
            if isinstance(step, tuple):
                self.take(step)
            elif not (self._literal(step) if isinstance(step, str) else self._placeholder(step)):
                self.position, self.weight = begin[:2]
                del self.captures[begin[2] :]
                return False
        return True

    def _literal(self, text: str) -> bool:
        start = self.position if self.forwards else self.position - len(text)
        if start < 0 or not self.flat.startswith(text, start):
            return False
        self.position = start + len(text) if self.forwards else start
        self.weight += len(text)
        return True

    def _placeholder(self, hole: Hole) -> bool:
        part = hole.part
        if part.kind == "number":
            end: int | None = self._end_of_number()
        else:
            end = self._end_forwards(hole) if self.forwards else self._end_backwards(hole)
        if end is None:
            return False
        start, stop = (self.position, end) if self.forwards else (end, self.position)
        if not _fits(part, self.clean[start:stop], quoted=self._is_quoted(start)):
            return False
        self.captures.append((part.name, start, stop))
        self.position = end
        return True

    def _is_quoted(self, start: int) -> bool:
        return start > 0 and self.flat[start - 1] == "'"

    def _end_of_number(self) -> int | None:
        limit = self.position + (_REACH["number"] if self.forwards else -_REACH["number"])
        if self.forwards:
            text = self.flat[self.position : limit]
            if text.startswith("(null)"):
                return self.position + len("(null)")
            return self.position + len(text) - len(text.lstrip("0123456789"))
        text = self.flat[max(limit, 0) : self.position]
        return self.position - (len(text) - len(text.rstrip("0123456789")))

    def _end_forwards(self, hole: Hole) -> int | None:
        part, flat, start = hole.part, self.flat, self.position
        limit = min(start + _REACH[part.kind], len(flat))
        stop = flat.find(" " if part.kind == "word" else BREAK, start, limit)
        limit = limit if stop < 0 else stop
        found = [flat.find(text, start, limit + len(text)) for text in hole.nexts]
        ends = [end for end in found if end >= 0]
        if hole.open_end:
            ends.append(self._open_end(part, limit))
        return min(ends, default=None)

    def _open_end(self, part: Placeholder, limit: int) -> int:
        start = self.position
        if part.kind == "free":
            line_end = self.clean.find("\n", start, limit)
            return min(limit if line_end < 0 else line_end, start + _REST_OF_LINE)
        return start + len(self.flat[start:limit].rstrip(_CLOSERS))

    def _end_backwards(self, hole: Hole) -> int | None:
        part, flat, stop = hole.part, self.flat, self.position
        limit = max(stop - _REACH[part.kind], 0)
        blank = flat.rfind(" " if part.kind == "word" or hole.open_end else BREAK, limit, stop)
        limit = max(limit, blank + 1)
        found = [(flat.rfind(text, max(limit - len(text), 0), stop), len(text)) for text in hole.nexts]
        ends = [start + length for start, length in found if start >= 0]
        if hole.open_end:
            # A template that begins with a placeholder takes the word there, without what opens a quotation.
            ends.append(stop - len(flat[limit:stop].lstrip(_OPENERS)))
        return max(ends, default=None)


def _fits(part: Placeholder, text: str, *, quoted: bool) -> bool:
    if part.kind == "free":
        return True
    if part.name == "method" and not _is_method(text):
        return False
    if part.name == "url" and text and not any(mark in text for mark in _OF_ADDRESSES):
        return False
    # `Redirect location ''` is what Chromium prints; without quotes nothing is no value.
    return (bool(text) or quoted) and " " not in text and "\n" not in text


def _is_method(text: str) -> bool:
    """A method is a bare word among others, so it must look like one; `patch` is a real error."""
    return (
        len(text) <= 40 and text.isascii() and text.isalpha() and (text.isupper() or text in _LOWER_METHODS)
    )


def _letters(parts: tuple[Part, ...]) -> str:
    """All literals of these parts."""
    inner = (
        _letters(part.parts) if isinstance(part, Optional) else part.text
        for part in parts
        if not isinstance(part, Placeholder)
    )
    return "".join(inner)


def _folded(part: Part) -> Part:
    if isinstance(part, Optional):
        inner = tuple(
            Literal(fold_literal(piece.text)) if isinstance(piece, Literal) else piece for piece in part.parts
        )
        return Optional(inner)
    return Literal(fold_literal(part.text)) if isinstance(part, Literal) else part


def _without_last_stop(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts with the sentence's full stop made optional: people cut it off and some versions lack it."""
    index = max(index for index, part in enumerate(parts) if not isinstance(part, Optional))
    last, rest = parts[index], parts[index + 1 :]
    if not isinstance(last, Literal) or not last.text.endswith((".", "。")):
        return parts
    text, stop = last.text[:-1], last.text[-1]
    if not text:
        return (*parts[:index], *rest) if index else parts
    if len(text) == 1 and index and getattr(parts[index - 1], "kind", "") == "free":
        # Without the stop, a quote inside the value would end it.
        return parts
    return (*parts[:index], Literal(text), Optional((Literal(stop),)), *rest)
