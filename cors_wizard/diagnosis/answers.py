"""What the user answered, and what may be answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cors_wizard.facts import DECLARED, Fact, FactSpec
from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base.conditions import matches_any

if TYPE_CHECKING:
    from cors_wizard.knowledge_base import Knowledge, Node


@dataclass(frozen=True)
class GivenAnswer:
    """One question that the user answered."""

    question: str
    fact: Fact


def spec_of(question: Node) -> FactSpec:
    """The spec of the fact that a question settles: declared in code, or by the question itself."""
    declared = DECLARED.get(question.fact)
    return declared or FactSpec(question.fact, "choice", question.text, tuple(question.choices))


def facts_of(knowledge: Knowledge, answers: Iterable[GivenAnswer]) -> Iterator[Fact]:
    """The facts that the user answered, and what the picked answers say besides."""
    for each in answers:
        yield each.fact
        node = knowledge.nodes.get(each.question)
        picked = next(
            (one for one in (node.answers if node else ()) if matches_any(one.when, each.fact.value)), None
        )
        for name, value in (picked.gives if picked else {}).items():
            yield Fact(name, value, "answered", node.text if node else "")
