"""The page's request, each part with where it comes from."""

from __future__ import annotations

from cors_wizard.diagnosis.request_view import request_view
from cors_wizard.facts import NOT_SURE, Fact, Facts, Source


def test_each_part_has_its_source() -> None:
    """What is assumed is told from what something shows."""
    view = request_view(
        Facts.of(
            [
                Fact("url", "http://api.example/x", "pasted"),
                Fact("method", "PUT", "scanned", "api.ts:4"),
                Fact("request_headers", ("Authorization: x", "X-Tenant"), "scanned"),
                Fact("credentials", "same-origin", "assumed"),
            ]
        )
    )
    assert (view.method.value, view.method.source, view.method.evidence) == ("PUT", "scanned", "api.ts:4")
    assert view.headers.value == view.headers.certain_names == ("Authorization", "X-Tenant")
    assert not view.credentials.is_known
    assert view.assumed == ("credentials",)


def test_a_header_that_the_browser_named_is_known_and_the_list_is_not() -> None:
    """The list may hold more than the one that was refused."""
    facts = [
        Fact("refused_header", "x-tenant", "pasted"),
        Fact("request_headers", ("Content-Type",), "assumed"),
    ]
    view = request_view(Facts.of(facts))
    assert view.headers.value == ("Content-Type", "x-tenant")
    assert view.headers.certain_names == ("x-tenant",)


def test_a_form_is_told_from_json() -> None:
    """The names alone don't tell: the type of what is sent is kept beside them, unless it is a guess."""
    expectations: tuple[tuple[Source, str], ...] = (
        ("scanned", "application/x-www-form-urlencoded"),
        ("assumed", ""),
    )
    for source, expected in expectations:
        sent = ("Content-Type: application/x-www-form-urlencoded", "X-Tenant")
        view = request_view(Facts.of([Fact("request_headers", sent, source)]))
        assert view.headers.value == ("Content-Type", "X-Tenant")
        assert view.headers.content_type == expected
    assert "request_headers" in view.assumed


def test_the_refused_method_is_the_requests() -> None:
    """Chromium names it: that beats any guess."""
    facts = [Fact("refused_method", "PUT", "pasted"), Fact("method", "POST", "assumed")]
    assert request_view(Facts.of(facts)).method.value == "PUT"


def test_not_sure_is_not_known() -> None:
    """An answer of "not sure" leaves the part unknown."""
    assert request_view(Facts.of([Fact("credentials", NOT_SURE, "answered")])).credentials.value is None


def test_what_is_sent_for_sure_is_known_where_more_may_come() -> None:
    """A list that the code fills from somewhere else still has what the code writes itself."""
    facts = [
        Fact("request_headers", ("X-Build", "Content-Type"), "assumed", "a.js:1"),
        Fact("certain_headers", ("X-Build",), "scanned", "a.js:1"),
        Fact("refused_header", "x-tenant", "pasted"),
    ]
    view = request_view(Facts.of(facts))
    assert view.headers.certain_names == view.some_headers.value == ("X-Build", "x-tenant")
    assert (view.some_headers.source, view.some_headers.evidence) == ("scanned", "a.js:1")
    assert view.assumed == ("method", "request_headers", "credentials")


def test_a_whole_list_has_no_other_beside_it() -> None:
    """What is known wholly is shown once."""
    facts = [
        Fact("request_headers", ("X-Build", "Authorization"), "scanned", "a.js:1"),
        Fact("certain_headers", ("X-Build",), "scanned", "a.js:1"),
        Fact("sometimes_headers", ("Authorization",), "scanned", "a.js:1"),
    ]
    view = request_view(Facts.of(facts))
    assert view.some_headers.value is None
    assert view.headers.sometimes == ("Authorization",)
