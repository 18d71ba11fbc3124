"""A report says what was pasted, found and done, and nothing that is secret."""

from __future__ import annotations

import pytest

from cors_wizard.facts import FOLLOWING, Fact, Facts
from cors_wizard.probe.result import ProbeResult
from cors_wizard.report.build_report import build_report
from cors_wizard.report.whole_report import to_markdown, to_text
from tests.report.conftest import Begin, Repair, refusal
from tests.report.test_escaping import HOSTILE, UNSAFE_TOKENS, headings_of, tokens_of


def test_report_has_the_whole_story(repair: Repair) -> None:
    """Cause, evidence, exchange and fix of a real problem."""
    report = build_report(repair.before)
    assert report.status == "concluded"
    assert report.cause == "cors-not-initialized"
    assert report.title
    assert report.messages[0].engine == "chromium"
    assert report.evidence
    assert any(entry.kind == "refused" for entry in report.timeline)
    assert {engine for engine, _ in report.browser_texts} == {"chromium", "firefox", "webkit"}
    assert report.fix
    assert any("CORS(" in step.code for step in report.fix.steps)
    assert report.fix.verify
    assert report.next
    assert report.verification is None


def test_facts_that_follow_from_others_are_left_out(repair: Repair) -> None:
    """The reader is not helped by what only the tree needs."""
    diagnosis = repair.before
    assert any(fact.name in FOLLOWING for fact in diagnosis.facts)
    assert not any(fact.name.replace(" ", "_") in FOLLOWING for fact in build_report(diagnosis).facts)


def test_markdown_in_order(repair: Repair) -> None:
    """The reader meets the cause first, then the evidence, then the fix."""
    headings = headings_of(to_markdown(build_report(repair.before)))
    wanted = [
        "What was pasted",
        "How sure this is",
        "What was sent and received",
        "The fix",
        "What is known",
    ]
    assert [heading for heading in headings if heading in wanted] == wanted


def test_before_and_after(repair: Repair) -> None:
    """After a verification the report still has the cause, and both answers side by side."""
    report = build_report(repair.after, repair.before)
    assert report.cause == "cors-not-initialized"
    assert report.verification
    assert report.verification.passed
    assert report.verification.refused_after == ()
    markdown = to_markdown(report)
    assert "Works" in markdown
    assert "Access-Control-Allow-Origin: -  =>  http://localhost:3000   <- changed" in markdown


def test_a_fix_that_did_not_help(repair: Repair) -> None:
    """Verified too early, the report says what is still refused."""
    report = build_report(repair.before, repair.before)
    assert report.verification
    assert not report.verification.passed
    assert "Still blocked, by the same check as before" in to_markdown(report)


@pytest.mark.parametrize("render", [to_markdown, to_text])
def test_no_secret_is_told(repair: Repair, render: object) -> None:
    """The token in the pasted URL is in no part of the report, neither in facts, exchange nor curl lines."""
    assert callable(render)
    for report in (build_report(repair.before), build_report(repair.after, repair.before)):
        text = render(report)
        assert "hunter2" not in text
        assert "token=***" in text


def test_open_question(begin: Begin) -> None:
    """What only the user can tell is asked with the values to give."""
    report = build_report(begin(refusal("http://localhost:5000/api")))
    assert report.status == "question"
    assert report.question
    values = [value for value, _ in report.question.options]
    assert "404" in values
    assert report.question.command.startswith("curl")
    assert "--fact" in to_text(report)
    assert len(report.candidates) > 1


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("ModuleNotFoundError: No module named 'numpy'", "not-cors", id="not-cors"),
        pytest.param("my cat sat on the keyboard", "unrecognised", id="nothing-known"),
    ],
)
def test_what_is_no_cors_error(begin: Begin, text: str, status: str) -> None:
    """The report says so, and what to paste instead."""
    report = build_report(begin(text))
    assert report.status in (status, "unrecognised")
    assert report.title
    assert report.summary


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_input_stays_text(begin: Begin, text: str) -> None:
    """A pasted message and facts that are Markdown, HTML or escape sequences."""
    given = Facts.of(
        (
            Fact("app_file", text, "answered", text),
            Fact("response_headers", (f"Server: {text}",), "answered", text),
            Fact("status", 200, "answered"),
        )
    )
    diagnosis = begin(f"{refusal('http://localhost:5000/api')}\n{text}", given)
    report = build_report(diagnosis)
    markdown = to_markdown(report)
    links = [token for token in tokens_of(markdown) if token.type in UNSAFE_TOKENS]
    assert links == []
    assert "Owned" not in headings_of(markdown)
    assert all(char.isprintable() or char == "\n" for char in markdown + to_text(report))


def test_a_server_that_is_gone_after_the_fix(repair: Repair) -> None:
    """A restart that failed shows beside what was answered before."""
    results = tuple(
        ProbeResult(result.request, failure="refused") for result in repair.before.probe_results or ()
    )
    report = build_report(repair.before.with_probe_results(results), repair.before)
    assert report.verification
    assert not report.verification.passed
    status = report.verification.probes[0].lines[0]
    assert (status.label, status.before, status.after) == ("status", "200", "refused")
