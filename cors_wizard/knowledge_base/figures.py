"""How much a user is asked on the ways through the tree, at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from cors_wizard.knowledge_base.checks.flow import flow_of
from cors_wizard.knowledge_base.knowledge import Knowledge


def most_questions(knowledge: Knowledge) -> Mapping[str, int]:
    """For each conclusion the most questions, where no probe, scan or paste settles anything.

    The tree must be sound.
    """
    asked: defaultdict[str, set[frozenset[str]]] = defaultdict(set)
    asked[f"node:{knowledge.root.id}"] = {frozenset()}
    # In the order of the run: each is finished when it is met.
    for name, gotos in flow_of(knowledge).leads.items():
        node = knowledge.nodes[name]
        fact = {node.fact} if "question" in node.providers else set()
        for goto in gotos:
            asked[goto] |= {facts | fact for facts in asked[f"node:{name}"]}
    return {goto: max(map(len, facts)) for goto, facts in asked.items() if not goto.startswith("node:")}
