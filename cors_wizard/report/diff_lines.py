"""A change as numbered lines: what goes, what comes, and a line of what stays around it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from cors_wizard.changes import Change

LineKind = Literal["kept", "removed", "added", "gap"]

AROUND = 1
"""Unchanged lines shown before and after a change."""


@dataclass(frozen=True)
class DiffLine:
    """One line of a diff as people read it."""

    kind: LineKind
    number: int
    """In the old file for what goes, in the new one for what comes or stays; 0 for a gap."""
    text: str
    """Outside text, as it is in the file, without its line end."""


def diff_lines(change: Change, around: int = AROUND) -> tuple[DiffLine, ...]:
    """The lines that a change touches, with `around` lines of context and a gap between distant ones."""
    old, new = change.before.splitlines(), change.after.splitlines()
    found: list[DiffLine] = []
    # Without the heuristic for popular lines, which can tear a small change in a long file apart.
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(around):
        if found:
            found.append(DiffLine("gap", 0, ""))
        for tag, old_start, old_end, new_start, new_end in group:
            found.extend(_part(tag, old, (old_start, old_end), new, (new_start, new_end)))
    return tuple(found)


def _part(
    tag: str, old: list[str], old_span: tuple[int, int], new: list[str], new_span: tuple[int, int]
) -> Iterator[DiffLine]:
    if tag == "equal":
        yield from _numbered("kept", new, new_span)
        return
    yield from _numbered("removed", old, old_span)
    yield from _numbered("added", new, new_span)


def _numbered(kind: LineKind, lines: list[str], span: tuple[int, int]) -> Iterator[DiffLine]:
    for at in range(*span):
        yield DiffLine(kind, at + 1, lines[at])
