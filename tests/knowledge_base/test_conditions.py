"""Conditions of knowledge files against the values of facts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.facts import NOT_SURE, Fact, Facts, FactValue
from cors_wizard.knowledge_base.conditions import holds, is_version_range, matches, version_in


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        pytest.param("nginx", "nginx", True, id="literal"),
        pytest.param("Nginx", "nGINX", True, id="literal-without-case"),
        pytest.param("nginx", "nginx2", False, id="literal-is-whole"),
        pytest.param("404", 404, True, id="number"),
        pytest.param("500-599", 599, True, id="range-end"),
        pytest.param("500-599", 600, False, id="outside-the-range"),
        pytest.param("500-599", "503", False, id="range-is-for-numbers"),
        pytest.param(">=3.0.8,<4", "3.0.10", True, id="versions-are-no-texts"),
        pytest.param(">=3.0.8,<4", "4.0.0", False, id="version-outside"),
        pytest.param(">=3.0.8,<4", "trunk", False, id="no-version"),
        pytest.param("access-control-*", "Access-Control-Allow-Origin", True, id="beginning"),
        pytest.param("*", "anything", True, id="any"),
        pytest.param("*", None, False, id="any-needs-a-value"),
        pytest.param("=*", "*", True, id="the-star-itself"),
        pytest.param("=*", "http://a.example", False, id="only-the-star"),
        pytest.param("=unknown", "unknown", True, id="the-word-itself"),
        pytest.param("known", "x", True, id="known"),
        pytest.param("known", None, False, id="not-known"),
        pytest.param("unknown", None, True, id="unknown"),
        pytest.param("unknown", "unknown", False, id="a-value-is-known"),
        pytest.param("a", ("b", "a"), True, id="one-of-a-list"),
        pytest.param("a", (), False, id="none-of-an-empty-list"),
        pytest.param("known", ("a",), True, id="known-list"),
    ],
)
def test_matches(pattern: str, value: FactValue | None, expected: bool) -> None:
    """Each kind of pattern."""
    assert matches(pattern, value) is expected


def test_all_facts_of_a_condition_must_fit() -> None:
    """Several facts are joined by and, several patterns by or; "not sure" is unknown."""
    facts = Facts.of([Fact("status", 404, "probed"), Fact("proxy", NOT_SURE, "answered")])
    assert holds({}, facts)
    assert holds({"status": ("200", "404")}, facts)
    assert holds({"status": ("404",), "proxy": ("unknown",)}, facts)
    assert not holds({"status": ("404",), "proxy": ("known",)}, facts)
    assert not holds({"status": ("200",), "proxy": ("unknown",)}, facts)


@pytest.mark.parametrize(
    ("version", "wanted", "expected"),
    [
        pytest.param("2.0", "==2.0.0", True, id="zeros-do-not-count"),
        pytest.param("2.0.0", "!=2", False, id="not-equal"),
        pytest.param("3.1", ">3", True, id="greater"),
        pytest.param("3", "<=3.0", True, id="at-most"),
        pytest.param("3.0rc1", ">=3", True, id="what-follows-the-numbers-is-cut"),
        pytest.param(" 2.1 ", "<2.2", True, id="blanks"),
        pytest.param("2.1", "<2.2, >=2", True, id="blank-after-the-comma"),
    ],
)
def test_version_in(version: str, wanted: str, expected: bool) -> None:
    """Versions are compared number by number."""
    assert version_in(version, wanted) is expected


@pytest.mark.parametrize("text", ["", "3", "up to 3", ">=3,", "~=3.0", ">=3.x", "=3"])
def test_what_is_no_version_range(text: str) -> None:
    """Only comparisons count."""
    assert not is_version_range(text)


@given(st.text(), st.none() | st.text() | st.integers() | st.tuples(st.text()))
def test_any_pattern_and_value_give_an_answer(pattern: str, value: FactValue | None) -> None:
    """Nothing that a file or a page says makes a condition fail."""
    assert matches(pattern, value) in (True, False)
