"""The page's request in a report: in words, and never as known where it was assumed."""

from __future__ import annotations

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.page_calls import CallRow
from cors_wizard.diagnosis.request_view import request_view
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.report.as_json import result_line
from cors_wizard.report.build_report import build_report
from cors_wizard.report.request_lines import call_line, request_lines
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
    token = CallRow("/a", "GET", ("X-App", "Authorization"), "", "a.js", 1, sometimes=("authorization",))
    assert call_line(token).startswith("GET /a with X-App, Authorization (sometimes) (a.js:1): ")


def _headers(*facts: Fact) -> list[tuple[str, str, str]]:
    lines = request_lines(request_view(Facts.of([Fact("url", "http://localhost:5000/a", "pasted"), *facts])))
    return [(line.label, line.value, line.source) for line in lines if "eaders" in line.label]


def test_a_header_under_a_condition_is_marked() -> None:
    """A token is there after a login only."""
    sent = Fact("request_headers", ("X-App", "Authorization"), "scanned", "a.js:1")
    sometimes = Fact("sometimes_headers", ("authorization",), "scanned", "a.js:1")
    assert _headers(sent, sometimes) == [("Headers", "X-App, Authorization (sometimes)", "scanned")]


def test_a_type_that_any_form_has_is_not_among_what_needs_a_preflight() -> None:
    """Text, a form and an upload leave without a preflight; JSON does not, nor what nobody knows."""
    for kind in ("text/plain;charset=UTF-8", "multipart/form-data", "application/x-www-form-urlencoded"):
        sent = Fact("request_headers", ("X-Own", f"Content-Type: {kind}"), "scanned")
        assert _headers(sent) == [("Headers", f"X-Own (Content-Type {kind} needs no preflight)", "scanned")]
        alone = Fact("request_headers", (f"Content-Type: {kind}",), "scanned")
        assert _headers(alone) == [("Headers", f"none (Content-Type {kind} needs no preflight)", "scanned")]
    for written in ("Content-Type: application/json", "Content-Type"):
        assert _headers(Fact("request_headers", ("X-Own", written), "scanned")) == [
            ("Headers", "X-Own, Content-Type", "scanned")
        ]


def test_what_is_known_of_the_headers_stands_apart_from_what_may_come() -> None:
    """The known ones are no guess."""
    guess = Fact("request_headers", ("X-Build", "Content-Type"), "assumed", "a.js:1")
    certain = Fact("certain_headers", ("X-Build",), "scanned", "a.js:1")
    assert _headers(guess, certain) == [
        ("Headers", "X-Build", "scanned"),
        ("Other headers", "Content-Type", "assumed"),
    ]
    bare = Fact("request_headers", ("X-Build",), "assumed", "a.js:1")
    assert _headers(bare, certain)[1] == ("Other headers", "none", "assumed")
