"""A question as text: values to give, and the command that shows the answer."""

from __future__ import annotations

import pytest

from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import Node
from cors_wizard.knowledge_base.validation import validated
from cors_wizard.report.questions import command, options

PATTERNS = [
    pytest.param("404", ["404"], id="number"),
    pytest.param("500-599", ["500"], id="range"),
    pytest.param("not-running", ["not-running"], id="choice-with-hyphen"),
    pytest.param("known", [], id="known"),
    pytest.param("*", [], id="anything"),
    pytest.param("access-control-*", [], id="beginning"),
    pytest.param(">=3.0,<4", [], id="versions"),
]


def question(pattern: str, label: str = "A label", text: str = "") -> Node:
    """A question with one branch."""
    return validated(
        Node,
        {
            "id": "q",
            "fact": "status",
            "providers": ["question"],
            "command": text,
            "answers": [{"when": pattern, "label": label, "goto": "stop:unknown"}],
            "not_sure": "stop:unknown",
        },
    )


@pytest.mark.parametrize(("pattern", "values"), PATTERNS)
def test_values_to_give(pattern: str, values: list[str]) -> None:
    """A value that takes the branch, where there is one to give."""
    assert [value for value, _ in options(question(pattern))] == values


def test_branches_without_a_label_are_not_offered() -> None:
    """They are taken when a probe settles the fact."""
    assert options(question("404", label="")) == ()


def test_command_is_made_for_the_problem() -> None:
    """With the user's URL, quoted for a shell."""
    asked = question("404", text="curl -i {{ url | https://your-api.example/ }}\n")
    known = Facts.of((Fact("url", "http://localhost/a?b=1&c=2", "pasted"),))
    assert command(asked, known) == "curl -i 'http://localhost/a?b=1&c=2'"
    assert command(asked, Facts()) == "curl -i https://your-api.example/"
    assert command(question("404"), known) == ""
