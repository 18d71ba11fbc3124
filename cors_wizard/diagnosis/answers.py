"""What the user answered, and what may be answered."""

from __future__ import annotations

from dataclasses import dataclass

from cors_wizard.facts import DECLARED, Fact, FactSpec
from cors_wizard.knowledge_base import Node


@dataclass(frozen=True)
class GivenAnswer:
    """One question that the user answered."""

    question: str
    fact: Fact


def spec_of(question: Node) -> FactSpec:
    """The spec of the fact that a question settles: declared in code, or by the question itself."""
    declared = DECLARED.get(question.fact)
    return declared or FactSpec(question.fact, "choice", question.text, tuple(question.choices))
