"""The change to the user's files as blocks of a page: the diff, what it keeps, what goes and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.fixes.quoting import code_span
from cors_wizard.report.document import Block, Bullets, CodeBlock

if TYPE_CHECKING:
    from cors_wizard.report.report import Report, ReportChange


def change_blocks(report: Report) -> Iterator[Block]:
    """Every change, then what is left to do by hand."""
    if report.location:
        yield CodeBlock("\n".join(report.location))
    for change in report.changes:
        yield CodeBlock(change.diff, "diff", change.path)
        yield from _notes(change)
    if report.by_hand:
        yield Bullets(tuple(_by_hand(text, command) for text, command in report.by_hand))


def _notes(change: ReportChange) -> Iterator[Block]:
    removed = [f"Removes {code_span(what)}: {why}" for what, why in change.removes]
    kept = [f"Keeps {code_span(each)}." for each in change.keeps]
    if removed or kept:
        yield Bullets((*removed, *kept))


def _by_hand(text: str, command: str) -> str:
    return f"{text} {code_span(command)}" if command else text
