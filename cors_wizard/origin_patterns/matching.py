"""Whether a check takes an origin: its pattern is not run, but followed at all positions at once."""

from __future__ import annotations

from functools import lru_cache

from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.origin_patterns.checks import OriginCheck
from cors_wizard.origin_patterns.syntax import Choice, Edge, Literally, OneOf, Part, Repeated, Unread

_LONGEST = 300
_MOST_STEPS = 50_000

Positions = frozenset[int]


class _TooMuch(Exception):
    """The pattern is larger than what is followed."""


@lru_cache(maxsize=4096)
def takes(check: OriginCheck, origin: str) -> bool:
    """Whether the check lets this origin in; False where that is unknown.

    Letters in either case are the same: flask-cors compares so, and browsers send lower case.
    """
    if check.kind == "any":
        return True
    text = origin.lower()
    if check.kind == "within":
        return text in check.text.lower()
    if check.kind == "host":
        parsed = parse_url(text)
        return parsed is not None and parsed.host == check.text.lower().partition(":")[0]
    if check.kind == "made":
        return check.made is not None and check.made.takes(text)
    pattern = check.pattern
    if pattern is None or len(text) > _LONGEST:
        return False
    starts = frozenset(range(len(text) + 1)) if check.starts_open else frozenset({0})
    try:
        ends = _Matcher(text).ends(pattern, starts)
    except _TooMuch:
        return False
    return bool(ends) if check.ends_open else len(text) in ends


def is_readable(check: OriginCheck) -> bool:
    """Whether all of the pattern is followed, so that an origin that it doesn't take isn't let in."""
    return check.pattern is not None and not _has_unread(check.pattern)


def _has_unread(part: Part) -> bool:
    if isinstance(part, Choice):
        return any(_has_unread(each) for option in part.options for each in option)
    return _has_unread(part.part) if isinstance(part, Repeated) else isinstance(part, Unread)


class _Matcher:
    """Walks a pattern along one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._steps = 0

    def ends(self, part: Part, starts: Positions) -> Positions:
        """Where a part may end that begins at one of these positions."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise _TooMuch
        if not starts or isinstance(part, Unread):
            return frozenset()
        if isinstance(part, Edge):
            return starts & {len(self._text) if part.is_end else 0}
        if isinstance(part, Choice):
            return frozenset[int]().union(*(self._sequence(option, starts) for option in part.options))
        if isinstance(part, Repeated):
            return self._repeated(part, starts)
        return frozenset(at + 1 for at in starts if at < len(self._text) and self._is(part, self._text[at]))

    @staticmethod
    def _is(part: OneOf | Literally, char: str) -> bool:
        return char == part.char.lower() if isinstance(part, Literally) else char in part.has

    def _sequence(self, parts: tuple[Part, ...], starts: Positions) -> Positions:
        for part in parts:
            starts = self.ends(part, starts)
        return starts

    def _repeated(self, repeated: Repeated, starts: Positions) -> Positions:
        for _ in range(min(repeated.least, _LONGEST + 1)):
            starts = self.ends(repeated.part, starts)
        reached = fresh = starts
        times = repeated.least
        while fresh and (repeated.most is None or times < repeated.most):
            fresh = self.ends(repeated.part, fresh) - reached
            reached |= fresh
            times += 1
        return reached
