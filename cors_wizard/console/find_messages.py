"""All patterns matched against one text: which one is where, each place taken once, repeats counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from string import digits

from cors_wizard.console.folding import BREAK, Folded
from cors_wizard.console.message_template import Match, MessageTemplate
from cors_wizard.console.pattern import MessagePattern
from cors_wizard.frozen import dataclass

FIRST_OF_A_PATTERN = 200
LAST_OF_A_PATTERN = 100
"""So many different texts of one pattern are kept; a log with more of them says nothing new in between."""


@dataclass(frozen=True)
class Found:
    """A pattern that was found in a text."""

    pattern: MessagePattern
    match: Match
    repeats: tuple[tuple[int, int], ...] = ()
    """Where the very same text stands again, in offsets of the folded text."""


class MessageFinder:
    """Finds the messages of many patterns."""

    def __init__(self, patterns: Iterable[MessagePattern]) -> None:
        self._by_word: dict[str, list[tuple[frozenset[str], MessagePattern]]] = {}
        for pattern in patterns:
            words = inner_words(pattern.template)
            self._by_word.setdefault(max(words, key=len, default=""), []).append((words, pattern))
        self._words = frozenset[str]().union(*(words for each in self._by_word.values() for words, _ in each))
        self._compiled: dict[str, MessageTemplate] = {}

    def find(self, folded: Folded) -> list[Found]:
        """The messages in the text, in order of their first place; where several overlap, the earliest and
        longest counts."""
        everything = [
            (pattern, match)
            for template, pattern in self._likely(folded)
            for match in template.find(folded)
            if not pattern.alone or _stands_alone(folded.clean, match)
            if pattern.engine != "javascript" or not _is_in_a_module(folded.clean, match)
        ]
        everything.sort(key=_most_specific_first)
        return _without_surplus(_with_repeats(folded.flat, _without_overlaps(everything)))

    def _likely(self, folded: Folded) -> Iterator[tuple[MessageTemplate, MessagePattern]]:
        """The patterns whose words and anchor are in the text; only these are compiled."""
        if not folded.lines.strip():
            return
        flat, kinds = folded.flat, _kinds_of_lines(folded.lines)
        words = frozenset(word for kind in kinds for word in self._words.intersection(kind.split(" ")))
        digest = "\n".join(kinds) if len(flat) > _SHORT else ""
        # Patterns that share their anchor are looked for once.
        present: dict[str, bool] = {}
        for inner, pattern in (each for word in ("", *words) for each in self._by_word.get(word, ())):
            if inner <= words:
                template = self._template(pattern.template)
                anchor = template.anchor
                if anchor not in present:
                    present[anchor] = (not digest or _may_hold(digest, anchor)) and anchor in flat
                if present[anchor]:
                    yield template, pattern

    def _template(self, text: str) -> MessageTemplate:
        if text not in self._compiled:
            self._compiled[text] = MessageTemplate.compile(text)
        return self._compiled[text]


_NOT_LITERAL = re.compile(r"\[\[.*?\]\]|\{[a-z0-9_]*\}", re.DOTALL)
_INNER = re.compile(r"(?<= )[\w'().,:;/*-]+(?= )", re.ASCII)
"""A word between two blanks of which folding changes nothing but its case."""


def inner_words(template: str) -> frozenset[str]:
    """Words between two blanks of any text with this message, in folded form without digits."""
    words = _INNER.findall(_NOT_LITERAL.sub("\n", template).lower())
    return frozenset(filter(None, (word.translate(_NO_DIGITS) for word in words)))


_NO_DIGITS = str.maketrans("", "", digits)
_SHORT = 10_000
"""Characters that are searched sooner than their kinds of lines are."""
_PORTION = 1_000_000
"""Characters that are taken apart at once."""


def _kinds_of_lines(lines: str) -> set[str]:
    """The lines without their digits, long ones in portions: most lines of a log differ in numbers alone."""
    kinds: set[str] = set()
    start = 0
    while start < len(lines):
        end = lines.find(" ", start + _PORTION)
        end = len(lines) if end < 0 else end
        kinds.update(lines[start:end].translate(_NO_DIGITS).split("\n"))
        start = end + 1
    return kinds


def _may_hold(digest: str, anchor: str) -> bool:
    """Whether a text with these kinds of lines may have an anchor, which may reach over two of them."""
    return all(piece in digest for piece in anchor.translate(_NO_DIGITS).split(" "))


_QUOTES = frozenset("'\"`\u2018\u2019\u201d\u201c\u00bb\u00ab")
_MOST_BEHIND = 300
_LONGEST_NAME = 60
_MODULE = re.compile(r"(?<![A-Za-z_])[a-z_][a-z0-9_]{0,40}\.\Z")
_SOURCE = re.compile(r"\s{1,20}[^\s:]{1,200}:[0-9:]{1,15}\s{0,20}")
"""The file and line that consoles print at a line's end."""


def _stands_alone(clean: str, match: Match) -> bool:
    """Whether only a quote's end, a remark in brackets, signs or a source stand behind it on its line."""
    behind = clean[match.end : match.end + _MOST_BEHIND].partition("\n")[0].partition(BREAK)[0]
    if behind[:1] in _QUOTES or behind.lstrip(" ").startswith("("):
        return True
    ends = behind.startswith((",", ".", ";")) or not any(map(str.isalnum, behind))
    return ends or _SOURCE.fullmatch(behind) is not None


def _is_in_a_module(clean: str, match: Match) -> bool:
    """Whether a module's name is right before it: `celery.exceptions.TimeoutError` is Python's."""
    is_class = clean[match.start : match.start + 1].isupper()
    return is_class and _MODULE.search(clean[max(0, match.start - _LONGEST_NAME) : match.start]) is not None


_Placed = tuple[MessagePattern, Match]


def _most_specific_first(placed: _Placed) -> tuple[int, int, bool, str]:
    pattern, match = placed
    return match.start, -match.weight, pattern.role != "verdict", pattern.id


def _without_overlaps(everything: list[_Placed]) -> list[_Placed]:
    kept: list[_Placed] = []
    quoting = -1
    for pattern, match in everything:
        if not kept or match.start >= kept[-1][1].end:
            kept.append((pattern, match))
        elif match.start == _reason_at(kept[-1][1]) and len(kept) != quoting:
            quoting, (outer, around) = len(kept), kept[-1]
            weight = around.weight + match.weight
            kept[-1] = outer, replace(around, end=max(match.end, around.end), weight=weight)
    return kept


def _reason_at(match: Match) -> int:
    """Where the sentence begins that a message quotes to its end; a line's break in it is none of its end."""
    name, start, end = match.captures[-1] if match.captures else ("", 0, 0)
    return start if name == "_reason" and end == match.end else -1


def _with_repeats(flat: str, placed: Iterable[_Placed]) -> list[Found]:
    first: dict[tuple[str, str], _Placed] = {}
    again: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for pattern, match in placed:
        key = pattern.id, flat[match.start : match.end]
        if key in first:
            again.setdefault(key, []).append((match.start, match.end))
        else:
            first[key] = pattern, match
    return [Found(pattern, match, tuple(again.get(key, ()))) for key, (pattern, match) in first.items()]


def _without_surplus(found: list[Found]) -> list[Found]:
    places: dict[str, list[int]] = {}
    for index, each in enumerate(found):
        places.setdefault(each.pattern.id, []).append(index)
    surplus = {
        index
        for indexes in places.values()
        for index in indexes[FIRST_OF_A_PATTERN : max(len(indexes) - LAST_OF_A_PATTERN, FIRST_OF_A_PATTERN)]
    }
    return [each for index, each in enumerate(found) if index not in surplus]
