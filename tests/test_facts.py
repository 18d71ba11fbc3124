"""Facts: which source wins, and which values a fact can be given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.errors import InputError
from cors_wizard.facts import (
    DECLARED,
    FOLLOWING,
    NOT_SURE,
    SYMPTOMS,
    Fact,
    Facts,
    FactValue,
    find_spec,
    parse_value,
)
from cors_wizard.facts.declarations import browser, project, request, server, surroundings


def test_the_better_source_wins_in_any_order() -> None:
    """What the user answered outranks what a probe saw, that the paste, and that the scan."""
    from_best = [
        Fact("status", 4, "answered"),
        Fact("status", 3, "probed"),
        Fact("status", 2, "pasted"),
        Fact("status", 1, "scanned"),
    ]
    for worse in range(len(from_best)):
        some = from_best[worse:]
        assert Facts.of(some).number("status") == Facts.of(reversed(some)).number("status") == some[0].value


def test_of_equal_sources_the_first_wins() -> None:
    """The first message of a paste counts."""
    facts = Facts.of([Fact("url", "http://a", "pasted"), Fact("url", "http://b", "pasted")])
    assert facts.text("url") == "http://a"
    assert facts.also([Fact("url", "http://c", "pasted")]).text("url") == "http://a"
    assert facts.also([Fact("url", "http://c", "probed")]).text("url") == "http://c"


def test_replacing_and_leaving_out() -> None:
    """A fact can be set whatever its source was; the facts before stay as they are."""
    facts = Facts.of([Fact("status", 500, "answered"), Fact("method", "PUT", "pasted")])
    assert facts.replacing(Fact("status", 200, "scanned")).number("status") == 200
    assert "status" not in facts.without("status", "nope")
    assert (facts.number("status"), len(facts)) == (500, 2)
    assert [fact.name for fact in facts] == ["status", "method"]


def test_values_by_their_kind() -> None:
    """A value of another kind, or not sure, is as good as unknown."""
    facts = Facts.of(
        [
            Fact("status", 500, "probed"),
            Fact("warnings", ("a", "b"), "probed"),
            Fact("proxy", NOT_SURE, "answered"),
        ]
    )
    assert (facts.text("status"), facts.text("proxy"), facts.text("nope")) == (None, None, None)
    assert (facts.number("warnings"), facts.number("status")) == (None, 500)
    assert (facts.items("warnings"), facts.items("status")) == (("a", "b"), ())
    assert "proxy" in facts
    assert [fact.shown for fact in facts] == ["500", "a, b", NOT_SURE]


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        pytest.param("url", " http://a ", "http://a", id="text"),
        pytest.param("flask_version", 3, "3", id="number-as-text"),
        pytest.param("status", "404", 404, id="text-as-number"),
        pytest.param("status", 404, 404, id="number"),
        pytest.param("debug_mode", True, "yes", id="true-as-yes"),
        pytest.param("debug_mode", False, "no", id="false-as-no"),
        pytest.param("credentials", "include", "include", id="choice"),
        pytest.param("credentials", NOT_SURE, NOT_SURE, id="choice-not-sure"),
        pytest.param("request_headers", "X-A: 1, X-B", ("X-A: 1", "X-B"), id="list-from-text"),
        pytest.param("request_headers", ["X-A: 1", ["X-B", "2"]], ("X-A: 1", "X-B: 2"), id="list-with-pairs"),
        pytest.param("request_headers", {"X-A": "1"}, ("X-A: 1",), id="list-from-mapping"),
        pytest.param("request_headers", [], (), id="empty-list"),
    ],
)
def test_a_value_from_an_option_or_json(name: str, raw: object, expected: FactValue) -> None:
    """Every spelling that an option or a line of JSON may use."""
    assert parse_value(DECLARED[name], raw) == expected


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        pytest.param("status", "teapot", "Give a whole number", id="no-number"),
        pytest.param("status", "4" * 30, "Give a whole number", id="huge-number"),
        pytest.param("status", 4.5, "Give a whole number", id="fraction"),
        pytest.param("credentials", "maybe", "Give one of: omit, same-origin, include", id="no-choice"),
        pytest.param("url", ["http://a"], "Give a text", id="list-for-a-text"),
        pytest.param("url", None, "Give a text", id="nothing"),
        pytest.param("request_headers", 1, "Give a list of texts", id="number-for-a-list"),
        pytest.param("request_headers", [1], "Give texts, or pairs", id="numbers-in-a-list"),
        pytest.param("request_headers", [["a", "b", "c"]], "Give texts, or pairs", id="triple"),
    ],
)
def test_a_value_that_cannot_be(name: str, raw: object, words: str) -> None:
    """The remedy names what was expected."""
    with pytest.raises(InputError, match=words):
        parse_value(DECLARED[name], raw)


def test_a_huge_value_is_told_in_short() -> None:
    """Neither a megabyte nor deep nesting nor control characters come back in the message."""
    deep: object = []
    for _ in range(5000):
        deep = [deep]
    for raw in ("\x1b[2J" + "x" * 10**6, deep):
        with pytest.raises(InputError) as caught:
            parse_value(DECLARED["credentials"], raw)
        assert len(caught.value.message) < 200
        assert caught.value.message.isprintable()


def test_a_name_that_is_no_fact() -> None:
    """The names that exist are listed."""
    with pytest.raises(
        InputError, match=r"Unknown fact 'ulr'. Did you mean url\? Run cors-wizard knowledge facts"
    ):
        find_spec("ulr")
    assert find_spec("url").kind == "text"


def test_the_declared_facts_are_whole() -> None:
    """Each has a meaning; exactly the choices have choices, each once."""
    for name, spec in DECLARED.items():
        assert spec.name == name
        assert spec.meaning
        assert (spec.kind == "choice") == bool(spec.choices)
        assert len(spec.choices) == len(set(spec.choices))
    assert DECLARED["symptom"].choices == SYMPTOMS


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(DECLARED)), JSON)
def test_any_json_is_a_value_or_refused(name: str, raw: object) -> None:
    """Input never fails in another way; what is taken is of the fact's kind, and taken again as it is."""
    spec = DECLARED[name]
    try:
        value = parse_value(spec, raw)
    except InputError:
        return
    assert isinstance(value, {"number": int, "list": tuple}.get(spec.kind, str))
    assert parse_value(spec, value) == value


def test_what_is_not_listed_is_declared_all_the_same() -> None:
    """A name that is misspelt there would be shown after all."""
    assert set(DECLARED) >= FOLLOWING


def test_every_symptom_and_engine_has_its_words() -> None:
    """No id reaches the user, and no words are left over."""
    assert DECLARED["symptom"].words.keys() == set(SYMPTOMS)
    assert DECLARED["engine"].words.keys() == set(DECLARED["engine"].choices)


def test_no_fact_is_declared_twice() -> None:
    """Two rooms that choose one name for two things would each read the other's values."""
    every = [spec.name for part in (request, browser, server, project, surroundings) for spec in part.SPECS]
    assert sorted(every) == sorted(DECLARED)
