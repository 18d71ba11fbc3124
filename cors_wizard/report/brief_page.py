"""A report in one screen: cause, fix, what the browser saw, who gains access, and where to read on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cors_wizard.fixes.quoting import code_span
from cors_wizard.report.as_prose import as_prose
from cors_wizard.report.change_blocks import change_blocks
from cors_wizard.report.document import Block, Bullets, CodeBlock, Document, Heading, Paragraph
from cors_wizard.report.outcome_words import brief_outcome
from cors_wizard.report.report_document import (
    MOST_CANDIDATES,
    other_requests,
    question_blocks,
    steps_blocks,
)

if TYPE_CHECKING:
    from cors_wizard.report.brief_exchange import BriefKind, BriefLine
    from cors_wizard.report.report import Report
    from cors_wizard.report.request_lines import RequestLine

_MOST_UNREAD = 3
_MARKS: dict[BriefKind, str] = {
    "sent": "->",
    "received": "<-",
    "refused": "X ",
    "passed": "OK",
    "unseen": "??",
}
_MOST_CANDIDATES = 5
"""Causes that are named where none is concluded."""


def brief_page(report: Report, *, has_keys: bool = False) -> Document:
    """The page; whatever it leaves out is in the Markdown report and in `--verbose`.

    Args:
        report: what to say.
        has_keys: whether a list of keys follows, so that options of the command line say nothing.
    """
    return tuple(_blocks(report, has_keys=has_keys))


def _blocks(report: Report, *, has_keys: bool) -> Iterator[Block]:
    yield Heading(1, f"{report.title} ({report.certainty})" if report.certainty else report.title)
    if report.summary:
        yield Paragraph(report.summary)
    if report.said:
        yield Paragraph(report.said)
    if report.changes:
        yield from change_blocks(report)
    elif report.fix:
        yield Paragraph(f"Fix: {report.fix.title}.")
        if report.no_diff:
            yield Paragraph(f"No diff: {report.no_diff}")
        yield from steps_blocks(report.fix.steps)
    yield from _request(report)
    if report.brief:
        yield Paragraph("What the browser saw:")
        yield CodeBlock("\n".join(map(brief_line, report.brief)))
    yield from report.layers
    if report.outcome:
        yield from brief_outcome(report.outcome, has_cause=bool(report.cause))
    if report.fix:
        yield Paragraph(f"Who gains access: {report.fix.opens}")
    if report.also:
        where = "Also, in one of the requests: " if report.other_requests else "Also: "
        yield Paragraph(where + "; ".join(f"{title} ({code_span(id)})" for id, title in report.also))
    yield from other_requests(report)
    if report.warnings:
        yield Heading(2, "Security warnings")
        yield Bullets(tuple(f"{title}. {text}" for title, text in report.warnings))
    if report.question and has_keys:
        yield Paragraph(f"Not known: {report.question.text} The key r says it.")
    elif report.question:
        why = "" if report.question.parts else report.question.why
        yield from question_blocks(replace(report.question, script="", why=why))
    yield from _candidates(report)
    if not report.fix and report.next:
        yield Heading(2, "What to do next")
        yield Bullets(report.next)
    if not has_keys:
        yield Paragraph(_read_on(report))


def _request(report: Report) -> Iterator[Block]:
    """What is known of the page's request in one line, and what had to be assumed in another."""
    parts = [line for line in report.request if line.label != "URL"]
    known = [line for line in parts if line.source != "assumed"]
    places = dict.fromkeys(line.evidence for line in known if line.source == "scanned")
    where = f" ({code_span(', '.join(places)[:200])})" if places else ""
    if known:
        yield Paragraph(f"Your page sends: {_parts(known)}{where}.")
    assumed = [line for line in parts if line.source == "assumed"]
    if assumed and report.outcome:
        yield Paragraph(f"Assumed, not known: {_parts(assumed)}.")
    elif assumed:
        # Nothing was sent with the assumed values, so they are of no interest.
        yield Paragraph(f"Not known: {', '.join(line.label.lower() for line in assumed)}.")
    for note in report.request_notes:
        yield Paragraph(as_prose(note[:500]))
    for note in report.unread[:_MOST_UNREAD]:
        yield Paragraph(f"Not read: {code_span(note[:500])}")
    if len(report.unread) > _MOST_UNREAD:
        yield Paragraph(f"And {len(report.unread) - _MOST_UNREAD} more that were not read.")


def _parts(lines: list[RequestLine]) -> str:
    return "; ".join(f"{line.label.lower()} {code_span(line.value[:200])}" for line in lines)


def brief_line(line: BriefLine) -> str:
    """One line of the exchange, for a terminal or a log file."""
    return f"{_MARKS[line.kind]} {line.text}"


def _candidates(report: Report) -> Iterator[Block]:
    if not report.candidates:
        return
    yield Heading(2, "Still possible, likeliest first")
    most = MOST_CANDIDATES if report.cause else _MOST_CANDIDATES
    yield Bullets(tuple(f"{title} ({code_span(id)}). {look}" for id, title, look in report.candidates[:most]))


def _read_on(report: Report) -> str:
    apply = "`cors-wizard fix --apply` writes it. " if report.changes else ""
    everything = f"{apply}Add `--verbose` for the proof, other fixes and all facts"
    if report.fix and not report.has_project:
        everything = (
            "No project was read: with `--project DIR`, the folder of your code, the fix is a change to "
            f"your files. {everything}"
        )
    if report.cause:
        return f"{everything}; `cors-wizard explain {report.cause}` explains the cause."
    return f"{everything}."
