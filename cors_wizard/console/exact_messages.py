"""The messages that are in a text letter for letter, also where its lines were broken inside words.

A text is read as it stands, then with its broken lines joined. Of what overlaps, the reading counts that has
more of a message's own letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cors_wizard.console.broken_lines import JOINTS, broken_lines
from cors_wizard.console.find_messages import Found, MessageFinder
from cors_wizard.console.folding import Cut, Folded, fold
from cors_wizard.console.free_lines import line_end, line_start
from cors_wizard.console.make_message import make_messages
from cors_wizard.console.reading import ConsoleMessage
from cors_wizard.facts import Fact
from cors_wizard.frozen import dataclass

_SOURCE = re.compile(r"\S{1,200}:[0-9]{1,7}:?[ \t]{1,20}|[-*0-9 \t]{1,9}")
"""A file and line, a bullet or a badge before a message."""
_PLACE = re.compile(
    r"[^\s:]{0,200}(?:\.(?:m?[jt]sx?|html?|vue|svelte|py)|\(index\)|VM[0-9]{1,6}):[0-9:]{1,15}|[0-9]{1,7}"
)
_PORT = re.compile(r":[0-9]{0,4}\Z")
_REST_OF_AN_ADDRESS = re.compile(r"(?![A-Z][a-z]{1,40}:?\Z)[A-Za-z0-9/.~%?&=#:@_+,;-]{1,4000}")
_FUNCTION = re.compile(r"[A-Z][A-Za-z0-9_$]{0,60}(?:\.[A-Za-z0-9_$]{1,60}){1,5}")
"""`Promise.then`"""
_OTHER_PORT = re.compile(r":[0-9]{4,5}\b")
_BORDERS = " \t\r|\u2502"
_AROUND = f"{_BORDERS}.,;'\"`)>"


@dataclass(frozen=True)
class _Read:
    """A message and how many letters of it are its own."""

    message: ConsoleMessage
    weight: int
    cuts: tuple[Cut, ...] = ()
    """Where lines were joined in it."""

    def overlaps(self, other: _Read) -> bool:
        """Whether both stand, in part, at one place."""
        mine, theirs = self.message.span, other.message.span
        return mine[0] < theirs[1] and theirs[0] < mine[1]


def exact_messages(text: str, finder: MessageFinder) -> tuple[ConsoleMessage, ...]:
    """The messages in the order of the text, each place once."""
    folded = fold(text)
    found = finder.find(folded)
    read = _read(text, folded, found)
    for cuts in broken_lines(text, _firm_beginnings(text, folded, found)):
        joined = fold(text, cuts)
        read = _better(text, read, _across(cuts, _read(text, joined, finder.find(joined))))
    return tuple(each.message for each in read)


def _read(text: str, folded: Folded, found: list[Found]) -> list[_Read]:
    messages = make_messages(text, folded, found)
    return [_Read(message, each.match.weight) for message, each in zip(messages, found, strict=True)]


def _firm_beginnings(text: str, folded: Folded, found: Iterable[Found]) -> Iterator[int]:
    """Where lines begin with a message's own letters, or a file's name before them.

    A value there may be the rest of a broken one.
    """
    for each in found:
        start = each.match.start
        if all(start != begin or name == "method" for name, begin, _ in each.match.captures):
            place = folded.original(start)
            yield place
            begin = line_start(text, place)
            if _SOURCE.fullmatch(text, begin, place):
                yield begin


def _across(cuts: Sequence[Cut], read: Iterable[_Read]) -> Iterator[_Read]:
    """What reaches over a cut, and so may have been read otherwise without it."""
    for each in read:
        start, end = each.message.span
        crossed = tuple(cut for cut in cuts if start < cut[0] and cut[1] < end)
        if crossed:
            yield replace(each, cuts=crossed)


def _better(text: str, read: list[_Read], joined: Iterable[_Read]) -> list[_Read]:
    for each in joined:
        others = [other for other in read if other.overlaps(each)]
        if all(_tells_more(text, each, other) for other in others):
            read = [other for other in read if other not in others]
            read.append(each)
    return sorted(read, key=lambda each: each.message.span)


def _tells_more(text: str, joined: _Read, plain: _Read) -> bool:
    mine, theirs = joined.message.span, plain.message.span
    if mine[0] < theirs[0]:
        begins_earlier = _says_something(text[mine[0] : theirs[0]])
        return joined.weight > plain.weight or (
            begins_earlier and not text[mine[1] : theirs[1]].strip(_AROUND)
        )
    if mine[0] > theirs[0] or joined.weight != plain.weight:
        return joined.weight > plain.weight and not (mine[0] > theirs[0] and mine[1] <= theirs[1])
    begin, end, _ = joined.cuts[-1]
    if not plain.cuts and theirs[1] > begin and text[begin:end].strip():
        # What every line begins with was read as a part of the message.
        return True
    return any(_is_rest(text, joined, fact, plain.message.fact(fact.name)) for fact in joined.message.facts)


def _is_rest(text: str, joined: _Read, fact: Fact, plainly: Fact | None) -> bool:
    """Whether a value goes on behind a cut; one that does not has blanks there or ends with its line."""
    if not fact.span or (plainly and fact.value == plainly.value):
        return False
    start, end = fact.span
    cut = next((cut for cut in joined.cuts if start <= cut[1] and cut[0] <= end), None)
    if plainly is None or isinstance(fact.value, int):
        # The digits of half a status are none.
        return plainly is None and isinstance(fact.value, int) and cut is not None
    if not plainly.span:
        return False
    if fact.shown.endswith(plainly.shown):
        return _says_something(fact.shown.removesuffix(plainly.shown))
    if cut is None or not text[cut[1] : end].strip(_AROUND):
        # A quote mark alone is no end of anything.
        return False
    if plainly.span[1] >= cut[1]:
        return fact.shown.count(" ") < plainly.shown.count(" ") and text[cut[0] - 1] not in ",;:"
    return _is_rest_of_an_address(text, cut, text[cut[1] : line_end(text, end)].rstrip(_BORDERS), plainly)


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _is_rest_of_an_address(text: str, cut: Cut, line: str, plainly: Fact) -> bool:
    """Whether the line behind a cut holds the end of a value and nothing else."""
    rest = line.strip(_AROUND)
    # A word, a function's name or a number may be a line of its own; a full stop behind it tells that it is
    # not, where none stands before it.
    ends_here = line.endswith(".") and text[cut[0] - 1] != "."
    is_told = ends_here or _goes_on(text[cut[0] - 1], rest) or _is_one_of_several(text, cut[0])
    if rest.isdecimal():
        return is_told and _PORT.search(plainly.shown) is not None
    return is_told and bool(_REST_OF_AN_ADDRESS.fullmatch(rest)) and not _PLACE.fullmatch(rest)


def _goes_on(last: str, rest: str) -> bool:
    """Whether a line looks like the rest of an address by itself, and not like a function in a stack."""
    if "://" in rest or _FUNCTION.fullmatch(rest):
        return False
    return last in JOINTS or any(joint in rest for joint in JOINTS) or bool(_OTHER_PORT.search(rest))


def _is_one_of_several(text: str, place: int) -> bool:
    """Whether the line of this place is as long as the one before it."""
    start = line_start(text, place)
    return start > 0 and place - start == start - 1 - line_start(text, start - 1)
