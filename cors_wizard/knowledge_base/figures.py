"""How long the ways through the tree are: to every conclusion the shortest path, and the most questions."""

from __future__ import annotations

from dataclasses import dataclass

from cors_wizard.knowledge_base.checks.flow import flow_of
from cors_wizard.knowledge_base.knowledge import Knowledge


@dataclass(frozen=True)
class Figure:
    """The ways to one conclusion."""

    conclusion: str
    """`cause:ID` or `stop:ID`."""
    shortest: tuple[str, ...]
    """The ids of the nodes on the shortest path, from the root on."""
    most_questions: int
    """How many questions are put to a user, at most, when no probe, scan or paste settles anything."""


def tree_figures(knowledge: Knowledge) -> tuple[Figure, ...]:
    """One figure for each conclusion that a walk can come to, nearest first; the tree must be sound."""
    flow = flow_of(knowledge)
    root = f"question:{knowledge.root.id}"
    shortest: dict[str, tuple[str, ...]] = {root: ()}
    most: dict[str, int] = {root: 0}
    for (
        question,
        gotos,
    ) in flow.leads.items():  # In the order of the run, so that each is finished when it is met.
        here = f"question:{question}"
        path = (*shortest[here], question)
        questions = most[here] + (question in flow.askable)
        for goto in gotos:
            shortest[goto] = min(shortest.get(goto, path), path, key=len)
            most[goto] = max(most.get(goto, 0), questions)
    ends = [goto for goto in shortest if not goto.startswith("question:")]
    figures = (Figure(goto, shortest[goto], most[goto]) for goto in ends)
    return tuple(sorted(figures, key=lambda figure: (len(figure.shortest), figure.conclusion)))
