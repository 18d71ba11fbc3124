"""A report in its short form, for an issue or a chat: what fails, why, the change, and who gains access."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.fixes.quoting import code_span
from cors_wizard.report.as_prose import as_prose
from cors_wizard.report.brief_page import brief_line
from cors_wizard.report.document import Block, Bullets, CodeBlock, Document, Paragraph
from cors_wizard.report.markdown import render_markdown
from cors_wizard.report.outcome_words import brief_outcome
from cors_wizard.report.report_document import steps_blocks

if TYPE_CHECKING:
    from cors_wizard.report.report import Report
    from cors_wizard.report.request_lines import RequestLine

_LONGEST_MESSAGE = 400
_MOST_CANDIDATES = 3


def to_issue(report: Report) -> str:
    """The short form as Markdown."""
    return render_markdown(issue_page(report))


def issue_page(report: Report) -> Document:
    """Its blocks, without headings: a chat shows none, and an issue has its own."""
    return tuple(_blocks(report))


def _blocks(report: Report) -> Iterator[Block]:
    known = f" ({code_span(report.cause)}, {report.certainty})" if report.cause else ""
    yield Paragraph(f"**{report.title}**{known}")
    if report.summary:
        yield Paragraph(report.summary)
    facts = tuple(_request(report))
    if facts:
        yield Bullets(facts)
    if report.brief:
        yield CodeBlock("\n".join(map(brief_line, report.brief)), "http")
    yield from _fix(report)
    if report.verification:
        yield Paragraph(as_prose(report.verification.title))
    elif report.outcome:
        yield from brief_outcome(report.outcome, has_cause=bool(report.cause))
    yield from _open(report)


def _request(report: Report) -> Iterator[str]:
    parts = [line for line in report.request if line.value]
    if parts:
        yield f"Request: {', '.join(map(_part, parts))}"
    for message in report.messages[:1]:
        yield f"The browser says: {code_span(message.text[:_LONGEST_MESSAGE])}"
    versions = [fact for fact in report.facts if fact.name in ("flask_version", "flask_cors_version")]
    if versions:
        names = {"flask_version": "Flask", "flask_cors_version": "flask-cors"}
        yield "Versions: " + ", ".join(f"{names[each.name]} {code_span(each.value)}" for each in versions)


def _part(line: RequestLine) -> str:
    assumed = " (assumed)" if line.source == "assumed" else ""
    return f"{line.label.lower()} {code_span(line.value[:200])}{assumed}"


def _fix(report: Report) -> Iterator[Block]:
    for change in report.changes:
        yield CodeBlock(change.diff, "diff")
    if report.fix and not report.changes:
        yield Paragraph(f"Fix: {report.fix.title}.")
        yield from steps_blocks(report.fix.steps)
    if report.fix:
        yield Paragraph(f"Who gains access: {report.fix.opens}")


def _open(report: Report) -> Iterator[Block]:
    if report.question:
        yield Paragraph(f"Open: {report.question.text}")
    if not report.cause and report.candidates:
        names = ", ".join(
            f"{title} ({code_span(id)})" for id, title, _ in report.candidates[:_MOST_CANDIDATES]
        )
        yield Paragraph(f"Still possible: {names}.")
