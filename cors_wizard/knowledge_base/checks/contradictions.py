"""Whether the tree itself leads to a cause along the very facts that contradict it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cors_wizard.errors import Problem
from cors_wizard.facts import FactSpec
from cors_wizard.knowledge_base.checks.complain import complain
from cors_wizard.knowledge_base.checks.samples import known_specs, samples
from cors_wizard.knowledge_base.conditions import matches_any
from cors_wizard.knowledge_base.knowledge import Knowledge
from cors_wizard.knowledge_base.models import Node, When


def contradiction_problems(knowledge: Knowledge) -> Iterator[Problem]:
    """Every cause that nothing rules out, or that a path leads to although it settled what rules it out."""
    specs = known_specs(knowledge)
    for cause in knowledge.causes.values():
        if not cause.contradicted_by:
            hint = "Add `[[contradicted_by]]` with a fact, or with `use` and a name from contradictions.toml."
            yield complain(knowledge, ("causes", cause.id, "id"), "Nothing rules this cause out.", hint)
        for index, each in enumerate(cause.contradicted_by):
            if each.when.keys() <= specs.keys() and _is_reached(knowledge, specs, each.when, cause.id):
                told = f"A path leads to this cause although {_in_words(each.when)} was settled on it."
                hint = "Lead that branch elsewhere, or correct the contradiction."
                yield complain(knowledge, ("causes", cause.id, "contradicted_by", index, "when"), told, hint)


def _is_reached(knowledge: Knowledge, specs: Mapping[str, FactSpec], when: When, cause: str) -> bool:
    """Whether a walk that settles every fact of the condition, against the cause, still ends there."""
    waiting = [(f"node:{knowledge.root.id}", frozenset[str]())]
    seen = set(waiting)
    while waiting:
        place, settled = waiting.pop()
        kind, _, name = place.partition(":")
        if place == f"cause:{cause}" and settled == when.keys():
            return True
        if kind != "node":
            continue
        node = knowledge.nodes[name]
        ahead = settled | ({node.fact} & when.keys())
        for goto in _gotos(node, specs, when):
            if (goto, ahead) not in seen:
                seen.add((goto, ahead))
                waiting.append((goto, ahead))
    return False


def _gotos(node: Node, specs: Mapping[str, FactSpec], when: When) -> set[str]:
    """Where a question leads while the condition holds."""
    if node.fact not in when:
        return {*(answer.goto for answer in node.answers), node.not_sure}
    used = (*when[node.fact], *(pattern for answer in node.answers for pattern in answer.when))
    values = {value for value in samples(specs[node.fact], used) if matches_any(when[node.fact], value)}
    branches = (
        next((answer.goto for answer in node.answers if matches_any(answer.when, value)), node.not_sure)
        for value in values
    )
    return set(branches)


def _in_words(when: When) -> str:
    return " and ".join(f"{name} = {' or '.join(patterns)}" for name, patterns in when.items())
