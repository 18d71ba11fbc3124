"""Where a terminal broke lines at its width, or put something in front of each: what to take out again.

A terminal breaks words and addresses wherever its window ends, so all of its lines but the last of a
paragraph are equally long. Panes, line numbers and logs repeat the same beginning on every line. Nothing here
is sure: a text is read with and without it, and what tells more counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, pairwise, takewhile

from cors_wizard.console.folding import Cut
from cors_wizard.frozen import dataclass

_MOST = 50_000
"""Nobody copies more than that from a terminal by hand."""
_NARROWEST = 12
_TIME = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,9})?(?:Z| ?[+-][0-9]{2}:?[0-9]{2})?"
_DATE = r"[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}"
_LEVEL = r"(?:ERROR|WARN(?:ING)?|INFO|DEBUG|LOG|E|W|I)"
_BEGINNING = re.compile(
    r"[ \t]{0,20}(?:"
    r"[>|\u2502\u2503\u2551\u258f\u258e\u00a6+]"  # quotes and borders
    r"|[0-9]{1,6}[ \t]{0,8}[:|\u2502\u2192]"
    r"|[A-Za-z0-9_.-]{1,60}[ \t]{1,30}\|"
    rf"|(?:{_DATE}[T ]{_TIME}|{_TIME}|[A-Z][a-z]{{2}} {{1,2}}[0-9]{{1,2}} {_TIME})"
    r"|[A-Za-z0-9._-]{1,40} [A-Za-z0-9._/-]{1,40}\[[0-9]{1,8}\]:"
    rf"|\[[^\]\n]{{1,60}}\]|{_LEVEL}\b:?"
    r")"
)
"""One of the things that panes, quotes, numbered lines and logs put before a line."""
_MOST_BEGINNINGS = 6
_ENDING = re.compile(r"[ \t]*[|\u2502\u2503\u2551\u2595\u00a6][ \t\r]*\Z|\r?\Z")
_NEAR = 4
"""So many lines before and after one tell how wide the window was."""
_DIGITS = re.compile(r"[0-9]+")
JOINTS = "/?&=%_"
"""What an address may be broken beside."""


@dataclass(frozen=True)
class _Line:
    start: int
    body: int
    """Where the text begins behind what every line begins with."""
    stop: int
    """Where it ends before a border."""
    end: int
    shape: str
    """What it begins with, numbers made alike; empty where its neighbors begin otherwise."""
    text: str

    def indented(self, most: int) -> int:
        """How many blanks it begins with, up to so many."""
        return min(len(self.text) - len(self.text.lstrip(" ")), most)


def broken_lines(text: str, begins: Iterable[int] = ()) -> tuple[tuple[Cut, ...], ...]:
    """The ways in which the text may be read with its lines joined, the surest first.

    Args:
        text: what was pasted.
        begins: where messages begin that are already understood; nothing before them is joined to them.
    """
    if len(text) > _MOST or "\n" not in text:
        return ()
    known = frozenset(begins)
    paragraphs = list(_paragraphs(text))
    ways = [
        tuple(cut for paragraph in paragraphs for cut in _cuts(paragraph, known, is_broken))
        for is_broken in (_is_not_broken, _is_full, _is_broken)
    ]
    return tuple(way for index, way in enumerate(ways) if way and way not in ways[:index])


def _paragraphs(text: str) -> Iterator[list[_Line]]:
    raw: list[tuple[int, str]] = []
    start = 0
    for line in text.split("\n"):
        raw.append((start, line))
        start += len(line) + 1
    for blank, lines in groupby(raw, key=lambda each: not each[1].strip()):
        if not blank:
            yield list(_lines(list(lines)))


def _lines(raw: list[tuple[int, str]]) -> Iterator[_Line]:
    begun = [list(_beginnings(line)) for _, line in raw]
    ends = list[tuple[str, int]]()
    for index, mine in enumerate(begun):
        beside = begun[max(index - 1, 0) : index] + begun[index + 1 : index + 2]
        shared = max((_shared(mine, other) for other in beside), default=0)
        ends.append(("".join(each for each, _ in mine[:shared]), mine[shared - 1][1] if shared else 0))
    # A blank belongs to the beginning only if every line has it there.
    tight = {shape for (shape, end), (_, line) in zip(ends, raw, strict=True) if line[end : end + 1].strip()}
    for (shape, end), (start, line) in zip(ends, raw, strict=True):
        begin = end + (bool(shape) and shape not in tight)
        ending = _ENDING.search(line)
        stop = max(ending.start() if ending else len(line), begin)
        yield _Line(start, start + begin, start + stop, start + len(line), shape, line[begin:stop])


def _beginnings(line: str) -> Iterator[tuple[str, int]]:
    """What is before the line's own text, numbers made alike, and where each ends."""
    end = 0
    for _ in range(_MOST_BEGINNINGS):
        found = _BEGINNING.match(line, end)
        if not found:
            return
        end = found.end()
        yield _DIGITS.sub("0", found[0].strip()), end


def _shared(one: list[tuple[str, int]], other: list[tuple[str, int]]) -> int:
    """How many of the beginnings are alike."""
    alike = takewhile(lambda pair: pair[0][0] == pair[1][0], zip(one, other, strict=False))
    return sum(1 for _ in alike)


_Test = Callable[[_Line, _Line, list[_Line], int], bool]


def _cuts(lines: list[_Line], known: frozenset[int], is_broken: _Test) -> Iterator[Cut]:
    indent = _indent(lines)
    if lines[0].shape:
        yield lines[0].start, lines[0].body, " "
    for index, (line, following) in enumerate(pairwise(lines)):
        near = [each for each in lines[max(index - _NEAR, 0) : index + _NEAR] if each.shape == line.shape]
        blanks = following.indented(len(following.text))
        if line.text and following.body not in known and is_broken(line, following, near, indent):
            yield line.stop, following.body + (blanks if line.text[-1].isspace() else min(blanks, indent)), ""
        elif following.shape:
            yield line.body + len(line.text.rstrip()), following.body + blanks, "\n"
    if lines[-1].shape:
        yield lines[-1].stop, lines[-1].end, ""


def _is_not_broken(*_: object) -> bool:
    return False


def _is_full(line: _Line, following: _Line, near: list[_Line], indent: int) -> bool:
    """Whether a line reaches as far as those beside it, with or without what they are indented by."""
    length = len(line.text)
    return length >= _NARROWEST and (
        length == max(len(each.text) for each in near)
        or length - line.indented(indent) == max(len(each.text) - each.indented(indent) for each in near)
    )


def _is_broken(line: _Line, following: _Line, near: list[_Line], indent: int) -> bool:
    """Whether a line is full, or ends where some programs break addresses, long names and Chinese."""
    if not following.text.strip():
        return False
    last, first = line.text[-1], following.text[0]
    word = line.text.split()[-1] if not last.isspace() else ""
    breaks_here = last == "-" or ("://" in word and (last in JOINTS or first in JOINTS or first == "."))
    return (
        (len(word) > 1 and breaks_here and not first.isspace())
        or (_is_wide(last) and _is_wide(following.text.lstrip()[0]))
        or _is_full(line, following, near, indent)
    )


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _indent(lines: list[_Line]) -> int:
    """How far all lines but the first are indented; a single blank stood in the text."""
    least = min((line.indented(len(line.text)) for line in lines[1:]), default=0)
    return least if least > 1 else 0
