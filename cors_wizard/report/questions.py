"""A question as text: its answers with the values to give, and the command that shows the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cors_wizard.fixes import fill_prose, template_values
from cors_wizard.fixes.placeholders import fill_code
from cors_wizard.knowledge_base.conditions import is_version_range

if TYPE_CHECKING:
    from cors_wizard.facts import Facts
    from cors_wizard.knowledge_base import Node

SCRIPT_LEAD = (
    "Or paste this script into the browser's **Console**, repeat the request, and paste the line that it "
    "prints."
)
"""What is said above a question's script, wherever that is shown."""


def options(question: Node) -> tuple[tuple[str, str], ...]:
    """The answers that a question offers: a value to give for its fact, and what it means."""
    offered = ((_value(answer.when[0]), answer.label) for answer in question.answers if answer.label)
    return tuple((value, label) for value, label in offered if value)


def question_text(question: Node, facts: Facts) -> str:
    """The question itself (Markdown), made for this problem."""
    return fill_prose(question.text, template_values(facts))


def command(question: Node, facts: Facts) -> str:
    """The shell command that shows the answer, made for this problem; empty where there is none."""
    if not question.command:
        return ""
    return fill_code(question.command, template_values(facts), "shell").text.strip()


def _value(pattern: str) -> str:
    """A value that the pattern matches; empty where it has no value of its own."""
    low, _, high = pattern.partition("-")
    if low.isdigit() and high.isdigit():
        return low
    if pattern in ("known", "unknown") or pattern.endswith("*") or is_version_range(pattern):
        return ""
    return pattern
