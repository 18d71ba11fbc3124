"""Where in the user's files the faulty part is: the line, and the part of it that a change replaces."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from cors_wizard.changes.change import Change
from cors_wizard.frozen import dataclass

_LONGEST = 300
_BESIDE = re.compile(r"\s*(?:$|#|//|<!--)")
_KEYWORD = re.compile(r",?\s*\w+\s*=(?!=)")
_CALLED = re.compile(r"@?[\w.]{1,100}$")
_IMPORT = re.compile(r"\s*(?:from\s+[\w.]+\s+)?import\s")


@dataclass(frozen=True)
class Location:
    """A line of a file, and the faulty part of it."""

    path: str
    line: int
    text: str
    """The line without its end."""
    start: int
    end: int
    """The position behind the last character of the faulty part."""

    def drawn(self) -> tuple[str, ...]:
        """The line with the faulty part underlined, as compilers show it."""
        number = str(self.line)
        margin = " " * len(number)
        shown = self.text.expandtabs(4)[:_LONGEST]
        start = len(self.text[: self.start].expandtabs(4))
        end = max(len(self.text[: self.end].expandtabs(4)), start + 1)
        under = " " * start + "^" * (min(end, _LONGEST) - min(start, _LONGEST - 1))
        return (f"{self.path}:{self.line}", f"{number} | {shown}", f"{margin} | {under}")


def faulty(changes: Sequence[Change]) -> Location | None:
    """The line that the first step names; else the first one that goes, or one that a later step names."""
    by_cause = sorted(changes, key=lambda change: change.order)
    replaced = [one for change in by_cause if change.kind == "edit" for one in _replaced(change)]
    named = [_whole(change) for change in by_cause if change.fault]
    # A file's line is named before the file is edited: the one of the first file belongs to the first step.
    if named and by_cause[0].fault:
        exact = (one for one in replaced if (one.path, one.line) == (named[0].path, named[0].line))
        return next(exact, named[0])
    return next(iter((*replaced, *named)), None)


def _whole(change: Change) -> Location:
    line = change.before.splitlines()[change.fault - 1].removeprefix("\ufeff")
    return Location(change.path, change.fault, line, *_part(line, ""))


def _replaced(change: Change) -> Iterator[Location]:
    old = change.before.splitlines()
    new = (change.after if change.own is None else change.own).splitlines()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, first, last, other, end in matcher.get_opcodes():
        if tag in ("delete", "replace"):
            # What goes may begin with the empty lines around it, or with its comment.
            blank = next((n for n, line in enumerate(old[first:last]) if not _BESIDE.match(line)), None)
            if blank is None or (blank and tag == "replace"):
                continue
            first += blank
            line = old[first].removeprefix("\ufeff")
            replacement = new[other] if tag == "replace" and last - first == end - other else ""
            if _imports_more(line, replacement):
                continue
            start, stop = _part(line, replacement)
            yield Location(change.path, first + 1, line, start, stop)


def _imports_more(old: str, new: str) -> bool:
    """Whether an import only gets another name: it is at no fault."""
    before, after = _IMPORT.match(old), _IMPORT.match(new)
    if before is None or after is None or before[0] != after[0]:
        return False
    names, more = (re.findall(r"\w+", line[len(before[0]) :].partition("#")[0]) for line in (old, new))
    return {*names} <= {*more}


def _part(old: str, new: str) -> tuple[int, int]:
    """What of a line differs from the line in its place; all of it where it goes."""
    indent = len(old) - len(old.lstrip())
    if not new:
        return indent, len(old.rstrip())
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    same = 0
    while same < min(len(old), len(new)) - start and old[-1 - same] == new[-1 - same]:
        same += 1
    end = len(old) - same
    if end > start:
        return start, end
    # A pure addition points to the call that lacks it, or to the whole expression before it.
    added = new[start : len(new) - same]
    return (_call_around(old, start) if _KEYWORD.match(added) else None) or _word_before(old, start)


def _call_around(text: str, at: int) -> tuple[int, int] | None:
    """The call whose parentheses are around this place, where both are on the line."""
    depth = 0
    for opening in range(at - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[opening], 0)
        if depth < 0:
            break
    else:
        return None
    named = _CALLED.search(text, 0, opening)
    depth = 0
    for closing in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[closing], 0)
        if not depth:
            return (named.start() if named else opening), closing + 1
    return None


def _word_before(text: str, at: int) -> tuple[int, int]:
    bare = text[:at].rstrip(" ,)]}")
    start = max(bare.rfind(each) for each in "(,[{ ") + 1
    return (start, len(bare)) if start < len(bare) else (len(text) - len(text.lstrip()), len(text.rstrip()))
