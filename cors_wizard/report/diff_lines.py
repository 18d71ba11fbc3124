"""A change as numbered lines: what goes, what comes, and a line of what stays around it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from cors_wizard.frozen import dataclass

if TYPE_CHECKING:
    from cors_wizard.changes import Change

LineKind = Literal["kept", "removed", "added", "gap"]

_SAYS = re.compile(r"[^\s()\[\]{},]")
_AROUND = 1
"""Unchanged lines shown before and after a change."""


@dataclass(frozen=True)
class DiffLine:
    """One line of a diff as people read it."""

    kind: LineKind
    number: int
    """In the old file for what goes, in the new one for what comes or stays; 0 for a gap."""
    text: str
    """Outside text, as it is in the file, without its line end."""


def diff_lines(change: Change) -> tuple[DiffLine, ...]:
    """The lines that a change touches, with a line of context on each side and a gap between distant ones.

    Context that is empty is left out at the edges. What the failed request needs comes first.
    """
    old, new = change.before.splitlines(), change.after.splitlines()
    found: list[DiffLine] = []
    own = _changed_spans(old, (change.after if change.own is None else change.own).splitlines())
    # Without the heuristic for popular lines, which can tear a small change in a long file apart.
    groups = list(SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_AROUND))
    # What the failed request needs is read first.
    for group in sorted(groups, key=lambda each: not _touches(each, own)):
        if found:
            found.append(DiffLine("gap", 0, ""))
        found.extend(_without_blank_edges([line for part in group for line in _part(part, old, new)]))
    return tuple(found)


def _changed_spans(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(start, end) for tag, start, end, _, _ in codes if tag != "equal"]


def _touches(group: Sequence[tuple[str, int, int, int, int]], spans: Sequence[tuple[int, int]]) -> bool:
    changed = [(start, end) for tag, start, end, _, _ in group if tag != "equal"]
    return any(start <= last and first <= end for start, end in changed for first, last in spans)


def densest(lines: Sequence[DiffLine]) -> list[DiffLine]:
    """Where there is little room: what stays is shown only where it says where a later place is.

    That is the line above each later place, not what is above the first one or below any.
    """
    first = next((count for count, line in enumerate(lines) if line.kind != "kept"), 0)
    following = [*(line.kind for line in lines[1:]), "gap"]
    return [
        line
        for count, (line, after) in enumerate(zip(lines, following, strict=True))
        if line.kind != "kept" or (count > first and after != "gap")
    ]


def without_new_layout(lines: Sequence[DiffLine]) -> list[DiffLine]:
    """Without what a call says as before, on lines of its own now; a gap shows where something is left out.

    That is text that comes directly below the lines that it goes from, in the same order.
    """
    found: list[DiffLine] = []
    gone = ""
    for kind, group in groupby(lines, lambda line: line.kind):
        run = list(group)
        is_new_layout = kind == "added" and bool(gone)
        for line in _new_in(gone, run) if is_new_layout else run:
            if is_new_layout and found[-1].kind == "added" and found[-1].number != line.number - 1:
                found.append(DiffLine("gap", 0, ""))
            found.append(line)
        gone = "".join(_bare(line.text) for line in run) if kind == "removed" else ""
    return found


def _new_in(gone: str, run: Sequence[DiffLine]) -> Iterator[DiffLine]:
    """The lines that say what the lines above them did not."""
    at = 0
    for line in run:
        bare = _bare(line.text)
        said = gone.find(bare, at)
        if said >= 0:
            at = said + len(bare)
        elif _SAYS.search(bare):
            # Else it is a bracket that closes what was opened on a line of its own.
            yield line


def _bare(text: str) -> str:
    """What a line says, without its spaces and the comma that only ends it."""
    return "".join(text.split()).rstrip(",")


def _without_blank_edges(lines: list[DiffLine]) -> list[DiffLine]:
    """An empty line that stays shows no reader where the change is."""
    while lines and _is_blank_context(lines[0]):
        del lines[0]
    while lines and _is_blank_context(lines[-1]):
        del lines[-1]
    return lines


def _is_blank_context(line: DiffLine) -> bool:
    return line.kind == "kept" and not line.text.strip()


def _part(part: tuple[str, int, int, int, int], old: list[str], new: list[str]) -> Iterator[DiffLine]:
    tag, old_start, old_end, new_start, new_end = part
    if tag == "equal":
        yield from _numbered("kept", new, (new_start, new_end))
        return
    yield from _numbered("removed", old, (old_start, old_end))
    yield from _numbered("added", new, (new_start, new_end))


def _numbered(kind: LineKind, lines: list[str], span: tuple[int, int]) -> Iterator[DiffLine]:
    for at in range(*span):
        yield DiffLine(kind, at + 1, lines[at])
