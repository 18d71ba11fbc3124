"""What facts are called: never by their ids."""

from __future__ import annotations

from cors_wizard.facts import DECLARED, Fact
from cors_wizard.tui.words import is_familiar, value_in_words
from tests.tui.harness import knowledge


def test_whatever_is_asked_has_a_name() -> None:
    """The trail and the evidence call an answer by it."""
    asked = {question.fact for question in knowledge().nodes.values() if question.text}
    assert {name for name in asked if not is_familiar(Fact(name, "x", "answered"))} == set()


def test_what_only_the_tree_needs_has_none() -> None:
    """It is true and says nothing to anybody, even where it follows from an answer."""
    assert not is_familiar(Fact("base_url", "fits", "answered"))


def test_choices_with_words_have_them_for_every_value() -> None:
    """An id among sentences would look like a mistake."""
    for spec in DECLARED.values():
        assert not spec.words or set(spec.words) == set(spec.choices), spec.name


def test_a_value_is_told_in_words() -> None:
    """As its declaration has it."""
    questions = knowledge().nodes.values()
    assert value_in_words(Fact("reachable", "refused", "probed"), questions) == "Nothing listens there"
