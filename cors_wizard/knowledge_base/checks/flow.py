"""What can be known at each place of the tree: which branches can be taken, and what a path has settled.

The tree is run through once, from the root to its ends, with every value that a fact can still have at a
place. Where paths meet, their values are united: what holds there holds on every path.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce

from cors_wizard.facts import FactValue
from cors_wizard.knowledge_base.checks.samples import known_specs, samples
from cors_wizard.knowledge_base.conditions import matches_any
from cors_wizard.knowledge_base.knowledge import Knowledge
from cors_wizard.knowledge_base.models import Node, Provider


@dataclass(frozen=True)
class Known:
    """What is known of one fact at one place."""

    values: frozenset[FactValue]
    """The values that it can have there."""
    may_be_unknown: bool
    tried: frozenset[Provider] = frozenset()
    """Who could not settle it on any path on which it is unknown."""

    def joined(self, other: Known) -> Known:
        """What is known where both paths lead."""
        unknown = [each.tried for each in (self, other) if each.may_be_unknown]
        tried = reduce(frozenset.intersection, unknown) if unknown else frozenset()
        return Known(self.values | other.values, bool(unknown), tried)


State = Mapping[str, Known]
"""What is known at one place; a fact that is not in it may have any value, or none."""


@dataclass
class Flow:
    """The whole tree, run through."""

    arriving: dict[str, State] = field(default_factory=dict)
    """For each place that a walk can come to (`node:status`, `cause:...`): what is known there."""
    values: dict[str, frozenset[FactValue]] = field(default_factory=dict)
    """For each question reached: the values that its fact can have there."""
    taken: dict[str, tuple[frozenset[FactValue], ...]] = field(default_factory=dict)
    """For each question reached: the values that take each of its branches."""
    uncovered: dict[str, frozenset[FactValue]] = field(default_factory=dict)
    """For each question reached: the values that none of its branches takes."""
    leads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For each question reached: where its branches lead that can be taken."""

    def settled(self, place: str) -> frozenset[str]:
        """The facts that are known on every path to a place."""
        state = self.arriving.get(place, {})
        return frozenset(name for name, known in state.items() if not known.may_be_unknown)


def flow_of(knowledge: Knowledge, known: Mapping[str, FactValue] | None = None) -> Flow:
    """The tree, run through; it must have a root, no cycle, and no branch that leads nowhere.

    Args:
        knowledge: the tree.
        known: facts that are known from the start.
    """
    found = Flow()
    domains = _domains(knowledge)
    start = {name: Known(frozenset({value}), False) for name, value in (known or {}).items()}
    found.arriving[f"node:{knowledge.root.id}"] = start
    for node in _in_order(knowledge):
        place = f"node:{node.id}"
        if place in found.arriving:
            _run_through(node, found, domains[node.fact])
    _past_contradictions(knowledge, found)
    return found


def _past_contradictions(knowledge: Knowledge, found: Flow) -> None:
    """Where the contradictions of each cause that is reached lead on to."""
    waiting = [place for place in found.arriving if place.startswith("cause:")]
    seen: set[str] = set()
    while waiting:
        cause = knowledge.causes[waiting.pop().partition(":")[2]]
        for goto in {each.goto for each in cause.contradicted_by} if cause.id not in seen else ():
            _arrive(found, goto, found.arriving[f"cause:{cause.id}"])
            waiting += [goto] if goto.startswith("cause:") else []
        seen.add(cause.id)


def _domains(knowledge: Knowledge) -> Mapping[str, frozenset[FactValue]]:
    patterns: defaultdict[str, list[str]] = defaultdict(list)
    for node in knowledge.nodes.values():
        patterns[node.fact] += [pattern for answer in node.answers for pattern in answer.when]
    specs = known_specs(knowledge)
    return {
        name: samples(specs[name], used) if name in specs else frozenset() for name, used in patterns.items()
    }


def _in_order(knowledge: Knowledge) -> list[Node]:
    """The questions so that each stands behind all that lead to it."""
    finished: dict[str, None] = {}
    stack = [(knowledge.root.id, False)]
    while stack:
        name, is_done = stack.pop()
        if is_done:
            finished.setdefault(name)
        elif name not in finished:
            node = knowledge.nodes[name]
            stack.append((name, True))
            stack += [(goto.partition(":")[2], False) for goto in _gotos(node) if goto.startswith("node:")]
    return [knowledge.nodes[name] for name in reversed(finished)]


def _gotos(node: Node) -> tuple[str, ...]:
    return (*(answer.goto for answer in node.answers), node.not_sure)


def _run_through(node: Node, found: Flow, domain: frozenset[FactValue]) -> None:
    state = found.arriving[f"node:{node.id}"]
    before = state.get(node.fact, Known(domain, True))
    untried = frozenset(node.providers) - before.tried
    values = domain if before.may_be_unknown and untried else before.values
    branches, left = _branches(node, values)
    found.values[node.id], found.taken[node.id], found.uncovered[node.id] = values, branches, left
    leads = [
        (answer.goto, Known(taken, False))
        for answer, taken in zip(node.answers, branches, strict=True)
        if taken
    ]
    if before.may_be_unknown or left:
        leads.append((node.not_sure, Known(left, True, before.tried | frozenset(node.providers))))
    found.leads[node.id] = tuple(goto for goto, _ in leads)
    for goto, known in leads:
        _arrive(found, goto, {**state, node.fact: known})


def _branches(
    node: Node, values: frozenset[FactValue]
) -> tuple[tuple[frozenset[FactValue], ...], frozenset[FactValue]]:
    left, branches = values, []
    for answer in node.answers:
        taken = frozenset(value for value in left if matches_any(answer.when, value))
        branches.append(taken)
        left -= taken
    return tuple(branches), left


def _arrive(found: Flow, place: str, state: State) -> None:
    before = found.arriving.get(place)
    if before is not None:
        state = {name: before[name].joined(state[name]) for name in before.keys() & state.keys()}
    found.arriving[place] = state
