"""The page's request in a report: in words, and never as known where it was assumed."""

from __future__ import annotations

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.page_calls import CallRow
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.report.as_json import result_line
from cors_wizard.report.build_report import build_report
from cors_wizard.report.request_lines import call_line
from cors_wizard.report.whole_report import to_markdown, to_text

GIVEN = Facts.of(
    [
        Fact("url", "http://localhost:5000/api", "answered"),
        Fact("origin", "http://localhost:3000", "answered"),
        Fact("method", "PUT", "answered"),
    ]
)


def test_known_and_assumed_parts_are_told_apart(knowledge: Knowledge) -> None:
    """In the text, in Markdown and in JSON."""
    diagnosis = Diagnosis.begin(knowledge, given=GIVEN).without_scanning()
    report = build_report(diagnosis)
    brief = to_text(report)
    assert "Your page sends: method `PUT`." in brief
    assert "Not known: headers, credentials." in brief, "nothing was sent with the assumed values"
    for text in (to_text(report, verbose=True), to_markdown(report)):
        assert "Method: `PUT` (your answer)" in text
        assert "Credentials: `same-origin` (assumed, not known: " in text
        assert text.count("same-origin") == 1
    line = result_line(diagnosis)["request"]
    assert isinstance(line, dict)
    assert line["method"]["value"] == "PUT"
    assert line["method"]["source"] == "answered"
    assert line["credentials"]["source"] == "assumed"
    assert line["assumed"] == ["request_headers", "credentials"]


def test_an_origin_that_nobody_named_is_called_assumed(knowledge: Knowledge) -> None:
    """Firefox doesn't print it, and probes go out with a guess."""
    guess = Fact("origin", "http://localhost:3000", "assumed", "where pages usually are")
    given = Facts.of((*(fact for fact in GIVEN if fact.name != "origin"), guess))
    report = build_report(Diagnosis.begin(knowledge, given=given).without_scanning())
    assert "Not known: headers, credentials, page's origin." in " ".join(to_text(report).split())
    assert "Page's origin: `http://localhost:3000` (assumed, not known: " in to_markdown(report)


def test_without_a_url_there_is_no_request(knowledge: Knowledge) -> None:
    """Nothing to show, and nothing made up."""
    diagnosis = Diagnosis.begin(knowledge, "TypeError: Failed to fetch").without_scanning()
    assert build_report(diagnosis).request == ()


def test_a_call_is_one_line() -> None:
    """What it sends, where it is written, what becomes of it."""
    row = CallRow("/orders/{id}", "PUT", ("X-Tenant",), "include", "api.ts", 4, False, True)
    line = "PUT /orders/{id} with X-Tenant, credentials include (api.ts:4): fails now, passes after the fix"
    assert call_line(row) == line
    unseen = CallRow("/a", "GET", (), "", "api.ts", 4, None, None, "nothing was seen")
    assert call_line(unseen).endswith(": unknown now (nothing was seen), unknown after the fix")
