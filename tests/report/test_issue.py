"""The short form for an issue or a chat."""

from __future__ import annotations

from dataclasses import replace

from cors_wizard.report.brief_exchange import BriefLine
from cors_wizard.report.issue import to_issue
from cors_wizard.report.report import (
    OpenQuestion,
    Report,
    ReportChange,
    ReportFact,
    ReportFix,
    ReportMessage,
    ReportStep,
)
from cors_wizard.report.request_lines import RequestLine

_DIFF = "--- a/app.py\n+++ b/app.py\n@@ -1 +1 @@\n-CORS(app)\n+CORS(app, origins=[])\n"
_FIX = ReportFix(
    "One call", (ReportStep("Do it.", "python", "app.py", "CORS(app)\n"),), "Only the page.", "", ()
)
REPORT = Report(
    status="concluded",
    title="The header is missing",
    cause="cors-not-initialized",
    summary="Nothing adds it.",
    certainty="proven",
    messages=(ReportMessage("chromium", 1, "Access to fetch ... ``` has been blocked", ""),),
    request=(
        RequestLine("Method", "PUT", "pasted", ""),
        RequestLine("Credentials", "include", "assumed", ""),
    ),
    facts=(ReportFact("flask_version", "3.1.0", "scanned", ""),),
    brief=(BriefLine("sent", "PUT /x"), BriefLine("received", "200")),
    fix=_FIX,
    changes=(ReportChange("app.py", "edit", _DIFF, (), ()),),
)


def test_it_has_what_a_reader_needs_and_no_more() -> None:
    """Cause, request, message, exchange, diff, access: no heading, no steps beside the diff."""
    text = to_issue(REPORT)
    assert text.startswith("**The header is missing** (`cors-not-initialized`, proven)")
    assert "method `PUT`, credentials `include` (assumed)" in text
    assert "Flask `3.1.0`" in text
    assert "-> PUT /x" in text
    assert "```diff\n--- a/app.py" in text
    assert "Who gains access: Only the page." in text
    assert "Do it." not in text
    assert not any(line.startswith("#") for line in text.splitlines())
    assert len(text.splitlines()) <= 30


def test_without_a_file_the_steps_are_in_it() -> None:
    """The reader has to know what to do."""
    assert "Do it." in to_issue(replace(REPORT, changes=()))


def test_an_open_question_and_candidates_are_said() -> None:
    """Whoever reads it can go on."""
    asked = OpenQuestion("Which URL?", "", "", "", "url", ())
    candidates = tuple((f"cause-{number}", f"Title {number}", "") for number in range(9))
    text = to_issue(replace(REPORT, cause="", certainty=None, question=asked, candidates=candidates))
    assert "Open: Which URL?" in text
    assert "Title 2 (`cause-2`)" in text
    assert "Title 3" not in text


def test_a_message_cannot_leave_its_span() -> None:
    """Back-ticks of the paste stay text."""
    said = next(line for line in to_issue(REPORT).splitlines() if "browser says" in line)
    assert "````Access to fetch ... ``` has been blocked````" in said
