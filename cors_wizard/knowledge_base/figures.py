"""How long the ways through the tree are: to every conclusion the shortest path, and the most questions."""

from __future__ import annotations

from collections import defaultdict
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
    root = f"node:{knowledge.root.id}"
    shortest: dict[str, tuple[str, ...]] = {root: ()}
    asked: defaultdict[str, set[frozenset[str]]] = defaultdict(set, {root: {frozenset()}})
    for name, gotos in flow.leads.items():  # In the order of the run: each is finished when it is met.
        node, here = knowledge.nodes[name], f"node:{name}"
        path = (*shortest[here], name)
        fact = {node.fact} if "question" in node.providers else set()
        for goto in gotos:
            shortest[goto] = min(shortest.get(goto, path), path, key=len)
            asked[goto] |= {facts | fact for facts in asked[here]}
    ends = [goto for goto in shortest if not goto.startswith("node:")]
    figures = (Figure(goto, shortest[goto], max(map(len, asked[goto]))) for goto in ends)
    return tuple(sorted(figures, key=lambda figure: (len(figure.shortest), figure.conclusion)))
