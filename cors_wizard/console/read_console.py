"""Pasted text to messages and facts: the reader that everything else asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cors_wizard.console.clipboards import read_clipboards
from cors_wizard.console.clipboards.copied import of_this_request
from cors_wizard.console.clipboards.lone_url import A_PAGE, A_URL, AN_ADDRESS
from cors_wizard.console.engine_hints import engine_hint
from cors_wizard.console.exact_messages import exact_messages
from cors_wizard.console.find_messages import MessageFinder
from cors_wizard.console.foreign_messages import ForeignFinder
from cors_wizard.console.free_lines import free_stretches, line_end, line_start
from cors_wizard.console.group_messages import group_messages
from cors_wizard.console.looks_like import looks_like
from cors_wizard.console.near_messages import NearFinder
from cors_wizard.console.pattern import MessagePattern
from cors_wizard.console.phrases import Lexicon
from cors_wizard.console.raised import raised_in
from cors_wizard.console.reading import MOST_OF_PROSE, ConsoleMessage, Reading
from cors_wizard.console.said_statuses import SaidFinder
from cors_wizard.console.said_words import WordsFinder
from cors_wizard.facts import Facts

_MOST_UNREAD = 50
_MOST_READ_OF_NOISE = 20_000
_LONE = ((A_URL,), (AN_ADDRESS,), (A_PAGE,))
"""Found where a text is nothing else."""
_LIMIT = (
    "The paste is long. All of it was searched for messages of browsers and servers. What you say in words "
    f"of your own was read only in its first {MOST_OF_PROSE:,} characters. Paste the rest separately."
)


class ConsoleReader:
    """Reads pasted text with a set of patterns; compiled once, used for every paste."""

    def __init__(
        self, patterns: Iterable[MessagePattern], phrases: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        everything = tuple(patterns)
        known = tuple(each for each in everything if not each.told)
        self._finder = MessageFinder(known)
        self._near = NearFinder(known)
        self._foreign = ForeignFinder(everything)
        self._said = SaidFinder(everything)
        self._words = WordsFinder(everything, Lexicon(phrases or {}))

    def read(self, text: str) -> Reading:
        """Everything that is understood of a text. Any text gives an answer."""
        exact = exact_messages(text, self._finder)
        damaged = with_damaged(text, exact, self._near)
        read = self._with_foreign(text, exact, damaged)
        said = (*self._said.find(text, read), *self._words.find(text, read))
        requests = group_messages(sorted((*read, *said), key=lambda message: message.span))
        messages = tuple(
            sorted((message for group in requests for message in group.messages), key=lambda each: each.span)
        )
        found = read_clipboards(text)
        also_found = tuple(copied.what for copied in found)
        leading = requests[0].facts if requests else Facts()
        hints = () if "engine" in leading else engine_hint(text)
        raised = raised_in(text) if leading.text("log_says") in (None, "view-raised") else ()
        beside = (fact for copied in found for fact in of_this_request(copied, leading))
        facts = leading.also((*beside, *hints, *raised))
        return Reading(
            messages=messages,
            facts=facts,
            leading=requests[0].leading if requests else None,
            unread=() if also_found in _LONE else _unread(text, messages),
            looks_like="" if messages else looks_like(text, also_found),
            requests=requests,
            also_found=also_found,
            limit=_LIMIT if len(text) > MOST_OF_PROSE else "",
        )

    def _with_foreign(
        self, text: str, exact: tuple[ConsoleMessage, ...], read: list[ConsoleMessage]
    ) -> list[ConsoleMessage]:
        """The messages and those of other languages, in the order of the text.

        What resembles a known sentence counts less, unless both say the same; then its sentence tells more.
        """
        for each in self._foreign.find(text, exact):
            beside = [other for other in read if each.overlaps(other)]
            if all(other.symptom != each.symptom for other in beside):
                read = [other for other in read if other not in beside] + [each]
        return sorted(read, key=lambda message: message.span)


def _unread(text: str, messages: tuple[ConsoleMessage, ...]) -> tuple[str, ...]:
    """The lines that no message touches, without blank ones and stack frames."""
    unread: list[str] = []
    position = 0
    taken = sorted(span for message in messages for span in (message.span, *message.repeats))
    for start, end in (*taken, (len(text), len(text))):
        stretch = text[position : max(line_start(text, start), position)]
        unread += [
            line.strip() for line in stretch[:_MOST_READ_OF_NOISE].split("\n") if _is_worth_showing(line)
        ]
        position = max(line_end(text, end), position)
        if len(unread) >= _MOST_UNREAD:
            break
    return tuple(unread[:_MOST_UNREAD])


def _is_worth_showing(line: str) -> bool:
    line = line.strip(" \t\r.,;:>`'\"")
    return len(line) > 3 and not line.startswith("at ") and any(character.isalpha() for character in line)


_PLENTY = 100
"""Beside so many messages nobody looks for damaged ones."""


def with_damaged(text: str, exact: tuple[ConsoleMessage, ...], finder: NearFinder) -> list[ConsoleMessage]:
    """All messages in the order of the text, each place once."""
    if len(exact) >= _PLENTY:
        return list(exact)
    near = [
        each
        for each in finder.find(text, free_stretches(text, exact, finder.tells))
        if all(_tells_more(each, other) for other in exact if each.overlaps(other))
    ]
    whole = [each for each in exact if not any(each.overlaps(other) for other in near)]
    return sorted((*whole, *near), key=lambda message: message.span)


def _tells_more(near: ConsoleMessage, exact: ConsoleMessage) -> bool:
    """Whether a message that is probably there says more than the part that is certainly there."""
    same = near.symptom == exact.symptom and len(near.facts) > len(exact.facts)
    return same or exact.role == "cut" or exact.symptom == "preflight-failed"
