"""Sample values: they tell apart whatever the patterns of a tree tell apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.facts import DECLARED, FactSpec, FactValue
from cors_wizard.knowledge_base.checks.samples import pattern_fault, samples
from cors_wizard.knowledge_base.conditions import matches

NUMBER, TEXT = DECLARED["status"], DECLARED["flask_version"]
CHOICE, LIST = FactSpec("c", "choice", "c", ("a", "b-c", "unknown")), DECLARED["request_headers"]

NUMBERS = st.integers(0, 60)
NUMBER_PATTERNS = st.lists(
    st.one_of(
        NUMBERS.map(str),
        st.tuples(NUMBERS, NUMBERS).map(lambda ends: f"{min(ends)}-{max(ends)}"),
        NUMBERS.map(lambda number: f">={number}"),
        st.just("*"),
    )
)
PARTS = st.lists(st.integers(0, 12), min_size=1, max_size=3).map(lambda parts: ".".join(map(str, parts)))
VERSION_PATTERNS = st.lists(
    st.tuples(st.sampled_from([">=", "<", "==", "!=", ">", "<="]), PARTS).map("".join)
)
TEXT_PATTERNS = st.lists(st.sampled_from(["a", "ab*", "=*", "b", "*", "known", "=unknown", ">=2,<3"]))


def outcomes(patterns: list[str], values: frozenset[FactValue] | set[FactValue]) -> set[tuple[bool, ...]]:
    """How the patterns come out for the values."""
    return {tuple(matches(pattern, value) for pattern in patterns) for value in values}


@given(NUMBER_PATTERNS)
def test_numbers(patterns: list[str]) -> None:
    """No number comes out in a way that no sample does."""
    every: set[FactValue] = {*range(65), 999}
    assert outcomes(patterns, every) <= outcomes(patterns, samples(NUMBER, patterns))


@given(VERSION_PATTERNS, PARTS)
def test_versions(patterns: list[str], version: str) -> None:
    """No single comparison is always the same for the samples and different for some version."""
    for pattern in patterns:
        assert outcomes([pattern], {version}) <= outcomes([pattern], samples(TEXT, [pattern]))


@given(TEXT_PATTERNS, st.sampled_from(["a", "A", "abc", "ab", "*", "b", "unknown", "2.5", "else"]))
def test_texts(patterns: list[str], text: str) -> None:
    """A text that a pattern takes is like a sample that it takes."""
    for pattern in patterns:
        assert outcomes([pattern], {text}) <= outcomes([pattern], samples(TEXT, patterns))


def test_choices_and_lists() -> None:
    """A choice has its values, a list one item of each kind."""
    assert samples(CHOICE, ["x"]) == {"a", "b-c", "unknown"}
    assert samples(LIST, ["x"]) == {("x",), ("something else",)}


@pytest.mark.parametrize(
    ("spec", "pattern", "fault"),
    [
        pytest.param(CHOICE, "a", "", id="choice"),
        pytest.param(CHOICE, "b-*", "", id="beginning-of-a-choice"),
        pytest.param(CHOICE, "=unknown", "", id="choice-that-is-a-word-of-conditions"),
        pytest.param(CHOICE, "unknown", "", id="unknown"),
        pytest.param(CHOICE, "x", "not a value of c, which is one of: a, b-c, unknown", id="no-choice"),
        pytest.param(
            CHOICE, "x*", "not a value of c, which is one of: a, b-c, unknown", id="no-choice-begins-so"
        ),
        pytest.param(NUMBER, "404", "", id="number"),
        pytest.param(NUMBER, "400-499", "", id="range"),
        pytest.param(NUMBER, ">=400", "", id="comparison"),
        pytest.param(NUMBER, "4xx", "neither a number nor a range, which status needs", id="no-number"),
        pytest.param(TEXT, ">=2,<3", "", id="versions"),
        pytest.param(TEXT, "anything", "", id="text"),
        pytest.param(TEXT, "=>2", "not a list of comparisons such as >=3.0.8,<4", id="turned-round"),
        pytest.param(TEXT, "~=2", "not a list of comparisons such as >=3.0.8,<4", id="unknown-comparison"),
    ],
)
def test_patterns_that_can_never_hold(spec: FactSpec, pattern: str, fault: str) -> None:
    """A slip in a pattern is told with what the fact wants."""
    assert pattern_fault(spec, pattern) == fault
