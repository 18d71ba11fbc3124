"""What probes assume of the page's request is a fact that says so, and nothing rests on it."""

from __future__ import annotations

import pytest

from cors_wizard.facts import Fact, Facts, FactValue
from cors_wizard.probe.assumptions import assumptions
from cors_wizard.probe.page_request import read_page_request
from tests.probe.serving import facts_of

URL = "http://api.example:5000/api/data"


def assumed(**values: FactValue) -> dict[str, FactValue]:
    """The assumed facts, by name."""
    found = assumptions(facts_of(**{"url": URL, "origin": "http://page.example", **values}))
    assert all(fact.source == "assumed" and fact.evidence for fact in found)
    return {fact.name: fact.value for fact in found}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param(
            {},
            {
                "method": "POST",
                "request_headers": ("Content-Type",),
                "credentials": "same-origin",
                "request_mode": "cors",
            },
            id="nothing-known",
        ),
        pytest.param(
            {"method": "PUT", "request_headers": ("Authorization",), "credentials": "include"},
            {"request_mode": "cors"},
            id="all-known",
        ),
        pytest.param(
            {"method": "DELETE", "refused_header": "x-tenant"},
            {"request_headers": ("x-tenant",), "credentials": "same-origin", "request_mode": "cors"},
            id="one-header-named-is-not-the-whole-list",
        ),
    ],
)
def test_what_nothing_shows_is_assumed(values: dict[str, FactValue], expected: dict[str, FactValue]) -> None:
    """Each part that no text, code or answer shows, and only those."""
    assert assumed(**values) == expected


def test_without_a_url_nothing_is_assumed() -> None:
    """No probe, no guess."""
    assert assumptions(Facts()) == ()


def test_a_guess_with_a_reason_is_kept() -> None:
    """What the view suggests is still an assumption, and a better one than the default."""
    hint = Fact("credentials", "include", "assumed", "app.py:9 reads session")
    found = assumptions(facts_of(url=URL).also([hint]))
    assert hint in found


def test_an_assumed_value_counts_as_unknown() -> None:
    """Every look-up but `guess` takes it for unknown; iterating shows it."""
    facts = Facts.of([Fact("method", "PUT", "assumed"), Fact("request_headers", ("X",), "assumed")])
    assert facts.text("method") is None
    assert facts.get("method") is None
    assert facts.items("request_headers") == ()
    assert "method" not in facts
    assert [fact.name for fact in facts] == ["method", "request_headers"]
    guess = facts.guess("method")
    assert guess is not None
    assert guess.value == "PUT"
    assert facts.also([Fact("method", "GET", "scanned")]).text("method") == "GET"


def test_a_header_that_every_call_adds_is_no_assumption() -> None:
    """Where several calls fit, what all of them add is known; the rest of the list stays assumed."""
    guessed = Fact("request_headers", ("X-Tenant", "Content-Type"), "assumed", "two calls fit")
    page = read_page_request(facts_of(url=URL, certain_headers=("X-Tenant",)).also([guessed]))
    assert page is not None
    assert page.assumed_headers == {"content-type"}
