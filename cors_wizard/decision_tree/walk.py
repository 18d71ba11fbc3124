"""Walks the decision tree over the facts: a pure function that says what is needed next, or how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.facts import NOT_SURE, Fact, Facts
from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base import Cause, Knowledge, Node
from cors_wizard.knowledge_base.conditions import holds, matches_any

if TYPE_CHECKING:
    from cors_wizard.knowledge_base.models import Contradiction, Provider, Stop

CONTRADICTED = "stop:contradicted"
"""Where a walk ends whose facts leave no cause."""

LONGEST_WALK = 100
"""Steps; the cross-check refuses a tree with a cycle, so only an unchecked tree can come near it."""


@dataclass(frozen=True)
class TrailStep:
    """One question that was settled, or that nobody could settle (`fact` is None)."""

    node: Node
    fact: Fact | None


@dataclass(frozen=True)
class NeedsProbe:
    """The API should be probed before the walk can go on."""

    node: Node | None = None


@dataclass(frozen=True)
class NeedsScan:
    """The project folder should be read before the walk can go on."""

    node: Node | None = None


@dataclass(frozen=True)
class Asks:
    """Only the user can tell."""

    node: Node


@dataclass(frozen=True)
class Concluded:
    """The root cause."""

    cause: Cause


@dataclass(frozen=True)
class Stopped:
    """An end of the tree that names no cause."""

    stop: Stop


@dataclass(frozen=True)
class Contradicted:
    """A cause that the walk came to, and that a known fact rules out."""

    cause: Cause
    text: str
    """What does not fit together: Markdown with placeholders."""


NextStep = NeedsProbe | NeedsScan | Asks | Concluded | Stopped


@dataclass(frozen=True)
class Walk:
    """The questions that were settled, in order, and what comes next."""

    trail: tuple[TrailStep, ...]
    next: NextStep
    contradicted: tuple[Contradicted, ...] = ()
    """Causes that the walk came to and left, since a known fact rules them out."""


def walk(knowledge: Knowledge, facts: Facts, able: frozenset[Provider], *, ask_optional: bool = True) -> Walk:
    """Follows the tree from its root.

    Args:
        knowledge: the tree.
        facts: what is known; a fact that is known is never asked for.
        able: who could still settle a fact (`probe` and `scan` only as long as they have not been used).
        ask_optional: whether a question that only sharpens the fix is asked too.
    """
    trail: list[TrailStep] = []
    node = knowledge.root
    for _ in range(LONGEST_WALK):
        fact = facts.get(node.fact)
        if fact is None and (needed := _ask_cheapest(node, able, ask_optional)):
            return Walk(tuple(trail), needed)
        trail.append(TrailStep(node, fact))
        target = resolve(knowledge, branch(node, fact))
        if not isinstance(target, Node):
            return _ended(knowledge, facts, tuple(trail), target)
        node = target
    raise RecursionError(f"The decision tree has a cycle at {node.id}.")


def ruled_out(cause: Cause, facts: Facts) -> Contradiction | None:
    """The first contradiction of the cause that holds; what is only assumed contradicts nothing."""
    known = Facts.of(fact for fact in facts if fact.is_known)
    return next((each for each in cause.contradicted_by if holds(each.when, known)), None)


def _ended(
    knowledge: Knowledge, facts: Facts, trail: tuple[TrailStep, ...], end: Concluded | Stopped
) -> Walk:
    """The end of a walk, led past every cause that the facts contradict."""
    left: dict[str, Contradicted] = {}
    while isinstance(end, Concluded) and (found := ruled_out(end.cause, facts)):
        goto = found.goto if end.cause.id not in left else CONTRADICTED
        left.setdefault(end.cause.id, Contradicted(end.cause, found.text))
        target = resolve(knowledge, goto)
        assert not isinstance(target, Node)  # The model lets a contradiction name no node.
        end = target
    return Walk(trail, end, tuple(left.values()))


def branch(node: Node, fact: Fact | None) -> str:
    """Where the question leads with this fact; without one, or not sure, where "not sure" leads."""
    if fact is None or fact.value == NOT_SURE:
        return node.not_sure
    return next(
        (answer.goto for answer in node.answers if matches_any(answer.when, fact.value)),
        node.not_sure,
    )


def resolve(knowledge: Knowledge, goto: str) -> Node | Concluded | Stopped:
    """The question, conclusion or stop that a branch names."""
    kind, _, name = goto.partition(":")
    if kind == "node":
        return knowledge.nodes[name]
    return Concluded(knowledge.causes[name]) if kind == "cause" else Stopped(knowledge.stops[name])


def branches(node: Node) -> Iterator[str]:
    """Every place that the question can lead to, "not sure" last."""
    yield from (answer.goto for answer in node.answers)
    yield node.not_sure


def _ask_cheapest(node: Node, able: frozenset[Provider], ask_optional: bool) -> NextStep | None:
    for provider in node.providers:
        if provider not in able:
            continue
        if provider == "probe":
            return NeedsProbe(node)
        if provider == "scan":
            return NeedsScan(node)
        if provider == "question" and (ask_optional or not node.optional):
            return Asks(node)
    return None
