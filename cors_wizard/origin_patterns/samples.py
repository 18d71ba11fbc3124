"""Texts that a pattern matches, each with what of it the pattern does not spell out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from cors_wizard.frozen import dataclass
from cors_wizard.origin_patterns.syntax import Choice, Edge, Literally, OneOf, Part, Repeated, Unread

_FILLERS = (
    ("evil", "evil"),
    ("evil.test", "evil.test"),
    ("https://evil.test", "https://evil.test"),
    ("65000", "65000"),
    ("https://evil", ".evil.test"),
    ("https", ".evil.test"),
    ("https", "evil.test"),
)
"""What an open part becomes at the beginning of the text, and further on."""
_LONGEST = 300
_MOST_OPTIONS = 6
_MOST_TIMES = 12
_MOST_DOTS = 4
_MOST_STEPS = 1_000


@dataclass(frozen=True)
class Sample:
    """A text that a pattern matches."""

    text: str
    free: tuple[bool, ...]
    """For each character, whether the pattern leaves it to the author of the text."""
    starts_open: bool
    """Whether anything may come before it."""
    ends_open: bool
    """Whether anything may come after it."""


@dataclass(frozen=True)
class _Way:
    """How what is left open is filled in."""

    filler: tuple[str, str]
    dot: int
    """Which of the unescaped dots becomes a letter; none where it is negative."""
    takes_optional: bool
    option: int


def samples(pattern: Choice, *, starts_open: bool, ends_open: bool) -> Iterator[Sample]:
    """A few dozen texts that the pattern matches; nothing where it demands what is unknown.

    Args:
        pattern: as it was read.
        starts_open: whether the pattern is searched for, and not only looked for at the beginning.
        ends_open: whether it need not match up to the end.
    """
    options = range(min(_MOST_OPTIONS, _widest(pattern)))
    ways = product(options, (False, True), (-1, *range(_MOST_DOTS)), _FILLERS)
    for option, optional, dot, filler in ways:
        writer = _Writer(_Way(filler, dot, optional, option))
        if writer.write(pattern):
            start = starts_open and not writer.has_start
            yield Sample("".join(writer.chars), tuple(writer.free), start, ends_open and not writer.has_end)


def _widest(part: Part) -> int:
    if isinstance(part, Repeated):
        return _widest(part.part)
    if isinstance(part, Choice):
        return max(len(part.options), *(_widest(each) for option in part.options for each in option), 1)
    return 1


class _Writer:
    """Writes one text in one way."""

    def __init__(self, way: _Way) -> None:
        self._way = way
        self.chars: list[str] = []
        self.free: list[bool] = []
        self.has_start = False
        self.has_end = False
        self._dots = 0
        self._steps = 0

    def write(self, part: Part) -> bool:
        """Append what matches the part; False where nothing is known to."""
        self._steps += 1
        # Nested counts of nothing would take forever and write no character.
        if len(self.chars) > _LONGEST or self._steps > _MOST_STEPS or isinstance(part, Unread):
            return False
        if isinstance(part, Edge):
            return self._edge(part)
        if self.has_end:
            return False
        if isinstance(part, Literally):
            return self._add(part.char, is_free=False)
        if isinstance(part, OneOf):
            return self._one(part)
        if isinstance(part, Repeated):
            return self._repeated(part)
        return all(map(self.write, part.options[self._way.option % len(part.options)]))

    @property
    def _is_host_start(self) -> bool:
        return self.chars[-1:] == ["/"]

    def _edge(self, edge: Edge) -> bool:
        self.has_end |= edge.is_end
        self.has_start |= not edge.is_end
        return edge.is_end or not self.chars

    def _add(self, text: str, *, is_free: bool) -> bool:
        self.chars.extend(text)
        self.free.extend([is_free] * len(text))
        return True

    def _one(self, part: OneOf) -> bool:
        if part.is_dot:
            self._dots += 1
            if self._dots - 1 != self._way.dot:
                # What is meant, as a rule; a host cannot begin with it.
                return self._add("x", is_free=True) if self._is_host_start else self._add(".", is_free=False)
        char = next((each for each in "x0-.:/" if each in part.has), min(part.has, default=""))
        return bool(char) and self._add(char, is_free=True)

    def _repeated(self, repeated: Repeated) -> bool:
        part = repeated.part
        least = max(repeated.least, 1) if self._way.takes_optional else repeated.least
        most = repeated.most
        if isinstance(part, OneOf) and (most is None or most > 1) and (least or repeated.least):
            filler = self._way.filler[bool(self.chars)]
            fits = set(filler) <= part.has and len(filler) >= least and (most is None or len(filler) <= most)
            if fits:
                return self._add(filler, is_free=True)
        if least > _MOST_TIMES:
            return False
        return all(self.write(part) for _ in range(least))
