"""Which part of a report follows which, and what a brief one leaves out."""

from __future__ import annotations

from dataclasses import replace

from cors_wizard.report.markdown import render_markdown
from cors_wizard.report.plain_text import render_text
from cors_wizard.report.report import OpenQuestion, Report, ReportFact, ReportFix, ReportStep
from cors_wizard.report.report_document import MOST_NOTES, report_document
from tests.report.test_escaping import headings_of

STEP = ReportStep(
    "Put this into `app.py`.",
    "python",
    "app.py",
    "CORS(app)\n",
    "Not known, so check it in the code: the page's origin.",
)
FIX = ReportFix("One call", (STEP,), "Nothing.", "has-placeholder", (ReportStep("Reload."),))
REPORT = Report(
    status="concluded",
    title="Something is wrong",
    cause="some-cause",
    summary="In one sentence.",
    why="One principle.",
    certainty="likely",
    evidence=("A line shows it.",),
    facts=(ReportFact("app_file", "app.py", "scanned", "app.py:1"),),
    fix=FIX,
    other_fixes=(FIX,),
    also=(("another-cause", "And this"),),
    next=("Try that.",),
    warnings=(("Reflects any origin.", "Anybody can read it."),),
    notes=tuple(f"note {number}" for number in range(MOST_NOTES + 3)),
)


def test_whole_page() -> None:
    """Every part has its heading, in the order in which it is needed."""
    assert headings_of(render_markdown(report_document(REPORT))) == [
        "Something is wrong",
        "Why the browser blocks it",
        "How sure this is",
        "The fix",
        "See that it works",
        "Security warnings",
        "Also found",
        "If it doesn't help",
        "Other ways to fix it",
        "One call",
        "What is known",
        "Notes on the paste and the project",
    ]


def test_brief_page_names_other_ways_without_their_steps() -> None:
    """A terminal is no place for five fixes."""
    text = render_text(report_document(REPORT, brief=True))
    assert text.count("CORS(app)") == 1
    assert "- One call" in text
    assert "cors-wizard explain some-cause" in text


def test_brief_page_names_few_other_ways() -> None:
    """The likeliest; the rest is counted, and stays in the Markdown report."""
    every = tuple(replace(FIX, title=f"Way {number}") for number in range(7))
    report = replace(REPORT, other_fixes=every)
    brief = render_text(report_document(report, brief=True))
    assert [f"Way {number}" in brief for number in range(7)] == [True] * 4 + [False] * 3
    assert "- 3 more" in brief
    assert "Way 6" in render_markdown(report_document(report))


def test_stand_ins_are_named() -> None:
    """Code with a guessed value says which."""
    text = render_text(report_document(REPORT))
    assert "Not known, so check it in the code: the page's origin." in text
    assert "Replace the placeholders" in text


def test_notes_are_limited() -> None:
    """A huge project does not bury the fix."""
    text = render_text(report_document(REPORT))
    assert f"`note {MOST_NOTES - 1}`" in text
    assert f"`note {MOST_NOTES}`" not in text
    assert "- 3 more" in text


def test_free_question() -> None:
    """A question without answers to pick asks for the value."""
    question = OpenQuestion("Which origin?", "", "", "", "origin", ())
    text = render_text(report_document(Report("question", "One question is open", question=question)))
    assert "Answer with `--fact origin=...`, with its value behind the sign, or in the wizard." in text


def test_long_values_are_cut() -> None:
    """A fact of any length is one readable line."""
    fact = ReportFact("response_headers", "x" * 10_000, "probed", "")
    text = render_text(report_document(Report("question", "Open", facts=(fact,))))
    assert f"{'x' * 500}...`" in text
