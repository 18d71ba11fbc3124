"""Errors: one sentence that says what is wrong, one that says what to do."""

from __future__ import annotations

import pytest

from cors_wizard.errors import CorsWizardError, FileError, InputError, KnowledgeError, Problem


def test_an_error_says_what_is_wrong_and_what_to_do() -> None:
    """The two sentences stand together."""
    error = InputError("This is no URL.", hint="Give it whole.")
    assert str(error) == "This is no URL. Give it whole."
    assert (error.message, error.hint) == ("This is no URL.", "Give it whole.")


@pytest.mark.parametrize("kind", [FileError, InputError, KnowledgeError])
def test_all_are_caught_as_one(kind: type[Exception]) -> None:
    """The edge handles every error that is the user's to mend in one place."""
    assert issubclass(kind, CorsWizardError)


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        pytest.param(Problem("a.toml", 3, "Bad.", "Mend it."), "a.toml:3: Bad. Mend it.", id="with-a-line"),
        pytest.param(Problem("a.toml", 0, "Bad.", ""), "a.toml: Bad.", id="whole-file"),
        pytest.param(Problem("\x1b[2J\n.toml", 1, "é", ""), "\\x1b[2J\\x0a.toml:1: é", id="harmless"),
    ],
)
def test_a_problem_is_one_line(problem: Problem, expected: str) -> None:
    """File, line, what is wrong, what to do."""
    assert str(problem) == expected


def test_problems_sort_by_file_and_line() -> None:
    """They are read from top to bottom."""
    problems = [Problem("b", 1, "", ""), Problem("a", 10, "", ""), Problem("a", 9, "", "")]
    assert [(each.file, each.line) for each in sorted(problems)] == [("a", 9), ("a", 10), ("b", 1)]


def test_all_problems_are_told() -> None:
    """Not only the first."""
    problems = (Problem("a", 1, "One.", "Do."), Problem("b", 2, "Two.", "Do."))
    assert str(KnowledgeError(problems)) == (
        "2 problems in the knowledge files:\n  a:1: One. Do.\n  b:2: Two. Do."
    )
    assert str(KnowledgeError(problems[:1])).startswith("1 problem in")
