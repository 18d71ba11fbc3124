"""A report as a page: which block follows which."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.fixes.quoting import code_span
from cors_wizard.report.cause_page import often_said
from cors_wizard.report.change_blocks import change_blocks
from cors_wizard.report.document import (
    Block,
    Bullets,
    CodeBlock,
    Document,
    Heading,
    NumberedStep,
    Paragraph,
)
from cors_wizard.report.outcome_words import outcome_blocks
from cors_wizard.report.questions import SCRIPT_LEAD
from cors_wizard.report.report_words import CERTAINTIES, ENGINE_NAMES, GRADES, SOURCE_WORDS

if TYPE_CHECKING:
    from cors_wizard.report.report import OpenQuestion, Report, ReportFix, ReportStep
    from cors_wizard.report.request_lines import RequestLine
    from cors_wizard.report.timeline import Entry
    from cors_wizard.report.verification import Verification

MOST_CANDIDATES = 3
"""Causes that are named beside a conclusion that is not proven."""
_MOST_WAYS = 4
"""That a brief page names beside the one that it shows; the likeliest come first."""
MOST_NOTES = 8
"""Notes of the project scan that are shown."""

_MARKS = {
    "asked": "->",
    "answered": "<-",
    "refused": "X ",
    "also-refused": "x ",
    "never-sent": "--",
    "passed": "OK",
    "unseen": "??",
}


def report_document(report: Report, *, brief: bool = False) -> Document:
    """The page of a report; a brief one names the other ways to fix it and leaves out their steps."""
    return tuple(_blocks(report, brief))


def _blocks(report: Report, brief: bool) -> Iterator[Block]:
    yield Heading(1, report.title)
    if report.cause:
        yield Paragraph(f"Cause: {code_span(report.cause)}, **{report.certainty}**")
    yield from _paragraphs(report.summary)
    yield from _paragraphs(report.said)
    if report.verification:
        yield from _verification(report.verification)
    yield from _understood(report)
    yield from _request(report)
    if report.why:
        yield Heading(2, "Why the browser blocks it")
        yield Paragraph(report.why)
    yield from _evidence(report)
    yield from _exchange(report, brief)
    if report.question:
        yield from question_blocks(report.question)
    if report.fix:
        yield from _fix(report, report.fix)
    yield from report.layers
    if report.outcome:
        yield from outcome_blocks(report.outcome)
    if report.warnings:
        yield Heading(2, "Security warnings")
        yield Bullets(tuple(f"**{title}.** {text}" for title, text in report.warnings))
    yield from _further(report, brief)
    yield from _facts(report)


def _paragraphs(text: str) -> Iterator[Block]:
    if text:
        yield Paragraph(text)


def _understood(report: Report) -> Iterator[Block]:
    if not report.messages:
        return
    yield Heading(2, "What was pasted")
    for message in report.messages:
        often = f", {message.times} times" if message.times > 1 else ""
        yield Paragraph(f"Line {message.line}, {ENGINE_NAMES.get(message.engine, message.engine)}{often}:")
        yield CodeBlock(message.text, note=message.says)


def _request(report: Report) -> Iterator[Block]:
    if report.request:
        yield Heading(2, "Your page's request")
        yield Bullets(tuple(map(_request_line, report.request)))
    if len(report.page_calls) > 1:
        yield Heading(2, "Your page's calls to this API")
        yield Bullets(tuple(code_span(_cut(line)) for line in report.page_calls))
    for note in report.request_notes:
        yield Paragraph(code_span(_cut(note)))


def _request_line(line: RequestLine) -> str:
    place = f": {code_span(_cut(line.evidence))}" if line.source in ("scanned", "assumed") else ""
    return f"{line.label}: {code_span(_cut(line.value))} ({SOURCE_WORDS[line.source]}{place})"


def _evidence(report: Report) -> Iterator[Block]:
    if report.contradictions:
        yield Heading(2, "What doesn't fit together")
        yield Bullets(report.contradictions)
    if report.certainty:
        yield Heading(2, "How sure this is")
        yield Paragraph(f"**{report.certainty.capitalize()}:** {CERTAINTIES[report.certainty]}")
        if report.evidence:
            yield Bullets(report.evidence)
        if report.certainty != "proven":
            yield Paragraph(f"To check it: {report.look}")


def _exchange(report: Report, brief: bool) -> Iterator[Block]:
    if report.timeline:
        yield Heading(2, "What was sent and received")
        yield CodeBlock("\n".join(line for entry in report.timeline for line in timeline_lines(entry)))
    if not brief:
        yield from browser_blocks(report.browser_texts)


def browser_blocks(texts: tuple[tuple[str, str], ...]) -> Iterator[Block]:
    """What each browser prints, engine by engine."""
    for engine, text in texts:
        yield Paragraph(f"{ENGINE_NAMES[engine]} would print:")
        yield CodeBlock(text)


def timeline_lines(entry: Entry) -> Iterator[str]:
    """One entry of a timeline as text lines."""
    note = f"   ({entry.note})" if entry.note else ""
    yield f"{_MARKS[entry.kind]} {entry.text}{note}"
    pairs = (f"{label:10}{value}" for label, value in entry.pairs)
    for line in (*entry.lines, *pairs):
        yield f"     {line}"


def question_blocks(question: OpenQuestion) -> Iterator[Block]:
    """The question that only the user can answer."""
    yield Heading(2, "One question for you")
    yield Paragraph(question.text)
    yield from _paragraphs(question.changes)
    if question.parts:
        yield Bullets(tuple(f"{code_span(option)}: {label}" for option, label in question.parts))
    if question.options:
        yield Bullets(
            tuple(f"{code_span(f'{question.fact}={value}')}: {label}" for value, label in question.options)
        )
    yield from _paragraphs(question.why)
    yield from _paragraphs(question.how)
    if question.command:
        yield CodeBlock(question.command, "shell")
    if question.script:
        yield Paragraph(SCRIPT_LEAD)
        yield CodeBlock(question.script, "javascript")
    if question.parts:
        return
    wanted = "" if question.options else ", with its value behind the sign"
    yield Paragraph(f"Answer with {code_span(f'--fact {question.fact}=...')}{wanted}, or in the wizard.")


def _fix(report: Report, fix: ReportFix) -> Iterator[Block]:
    yield Heading(2, "The fix")
    if report.changes:
        yield from change_blocks(report)
    else:
        yield Paragraph(f"{fix.title}. {GRADES[fix.grade]}".strip())
        yield from steps_blocks(fix.steps)
    yield Paragraph(f"Who gains access: {fix.opens}")
    if fix.verify:
        yield Heading(2, "See that it works")
        yield from steps_blocks(fix.verify)


def steps_blocks(steps: tuple[ReportStep, ...]) -> Iterator[Block]:
    """Steps, numbered from 1."""
    for number, step in enumerate(steps, start=1):
        yield NumberedStep(number, step.text, code_block(step) if step.code else None)


def code_block(step: ReportStep) -> CodeBlock:
    """The code of a step."""
    return CodeBlock(step.code, step.language, step.filename, step.to_check)


def other_requests(report: Report) -> Iterator[Block]:
    """The other failing requests of the text; none is passed over without a word."""
    if report.other_requests:
        yield Heading(2, "Other failing requests in your text")
        listed = tuple(f"{code_span(what)}: {becomes}" for what, becomes in report.other_requests)
        more = report.requests_left_out
        yield Bullets((*listed, f"{more} more, not listed") if more else listed)


def _further(report: Report, brief: bool) -> Iterator[Block]:
    yield from other_requests(report)
    if report.also:
        yield Heading(2, "Also found")
        yield Bullets(tuple(f"{title} ({code_span(id)})" for id, title in report.also))
    if report.next:
        yield Heading(2, "If it doesn't help" if report.fix else "What to do next")
        yield Bullets(report.next)
    yield from often_said(report.often_said)
    yield from _other_fixes(report, brief)
    yield from _candidates(report)


def _candidates(report: Report) -> Iterator[Block]:
    if report.candidates:
        title = "What else it could be" if report.cause else "Possible causes, likeliest first"
        yield Heading(2, title)
        shown = report.candidates[:MOST_CANDIDATES] if report.cause else report.candidates
        yield Bullets(tuple(f"{title} ({code_span(id)}). {look}" for id, title, look in shown))
    if report.rare_candidates and not report.cause:
        names = ", ".join(code_span(id) for id, _, _ in report.rare_candidates)
        yield Paragraph(f"Rare, but not ruled out: {names}.")


def _other_fixes(report: Report, brief: bool) -> Iterator[Block]:
    if report.other_fixes:
        yield Heading(2, "Other ways to fix it")
    if brief and report.other_fixes:
        titles = tuple(fix.title for fix in report.other_fixes)
        left = len(titles) - _MOST_WAYS
        yield Bullets((*titles[:_MOST_WAYS], *((f"{left} more",) if left > 0 else ())))
        yield Paragraph(
            f"Their steps are in the Markdown report, and in `cors-wizard explain {report.cause}`."
        )
        return
    for fix in report.other_fixes:
        yield Heading(3, fix.title)
        yield from steps_blocks(fix.steps)
        yield Paragraph(f"Who gains access: {fix.opens}")


def _facts(report: Report) -> Iterator[Block]:
    if report.facts:
        yield Heading(2, "What is known")
        yield Bullets(
            tuple(
                f"{fact.name.replace('_', ' ')}: {code_span(_cut(fact.value))} ({SOURCE_WORDS[fact.source]})"
                for fact in report.facts
            )
        )
    if report.notes:
        yield Heading(2, "Notes on the paste and the project")
        left = len(report.notes) - MOST_NOTES
        more = (f"{left} more",) if left > 0 else ()
        yield Bullets((*(code_span(_cut(note)) for note in report.notes[:MOST_NOTES]), *more))


def _cut(text: str) -> str:
    return text if len(text) <= 500 else f"{text[:500]}..."


def _verification(seen: Verification) -> Iterator[Block]:
    yield Heading(2, "Before and after")
    yield Paragraph(f"**{code_span(seen.title)}**")
    if seen.note:
        yield Bullets(tuple(map(code_span, seen.note.splitlines())))
    if not seen.passed:
        yield Bullets(tuple(map(code_span, seen.refused_after)))
    yield CodeBlock("\n".join(_side_by_side(seen)))


def _side_by_side(seen: Verification) -> Iterator[str]:
    for probe in seen.probes:
        yield probe.purpose
        for line in probe.lines:
            changed = "" if line.before == line.after else "   <- changed"
            yield f"     {line.label}: {line.before}  =>  {line.after}{changed}"
