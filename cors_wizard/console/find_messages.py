"""All patterns laid over one text: which stands where, each place taken once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from cors_wizard.console.folding import Folded
from cors_wizard.console.message_template import Match, MessageTemplate
from cors_wizard.console.pattern import MessagePattern

MOST_OF_ONE_PATTERN = 1000
"""So many matches of one pattern are read; a log that repeats itself more often says nothing new."""


@dataclass(frozen=True)
class Found:
    """A pattern that was found in a text."""

    pattern: MessagePattern
    match: Match


class MessageFinder:
    """Finds the messages of many patterns."""

    def __init__(self, patterns: Iterable[MessagePattern]) -> None:
        self._compiled = tuple((pattern, MessageTemplate.compile(pattern.template)) for pattern in patterns)

    def find(self, folded: Folded) -> list[Found]:
        """The messages in the text, in order; where several overlap, the earliest and longest counts."""
        flat = folded.flat
        everything = [
            Found(pattern, match)
            for pattern, template in self._compiled
            if template.anchor in flat
            for match in islice(template.find(folded), MOST_OF_ONE_PATTERN)
        ]
        everything.sort(key=_most_specific_first)
        return _without_overlaps(everything)


def _most_specific_first(found: Found) -> tuple[int, int, int, str]:
    match = found.match
    return match.start, -match.weight, found.pattern.role != "verdict", found.pattern.id


def _without_overlaps(everything: list[Found]) -> list[Found]:
    taken: list[Found] = []
    end = 0
    for found in everything:
        if found.match.start >= end:
            taken.append(found)
            end = found.match.end
    return taken
