"""The conclusions that the facts leave possible, likeliest first."""

from __future__ import annotations

from collections.abc import Collection

from cors_wizard.decision_tree.walk import Concluded, Walk, branch, branches, resolve, ruled_out, walk
from cors_wizard.facts import DECLARED, Facts
from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base import Cause, Knowledge, Node

_RARE = 25
"""Causes that are met less often than this are named as rare."""


@dataclass(frozen=True)
class Candidate:
    """A cause that is still possible, and why."""

    cause: Cause
    why: str
    is_rare: bool = False
    """Whether few people meet it, or none whose browser printed such a text."""


def candidates(
    knowledge: Knowledge, facts: Facts, done: Walk, fitting: Collection[str] = ()
) -> tuple[Candidate, ...]:
    """The causes still reachable from the facts at hand, likeliest first.

    The concluded one leads; else the one that the walk would reach if nothing more could be found out; then
    those that fit the text, and the commoner before the rarer. A question whose fact is unknown leaves all
    its branches open, also where the walk went on without it.

    Args:
        knowledge: the tree.
        facts: what is known.
        done: the walk over them.
        fitting: the causes that the pasted text by itself leaves possible; empty where it does not tell.
    """
    open_questions: dict[str, str] = {}
    _collect(knowledge, facts, knowledge.root, "", open_questions, set())
    end = done.next if isinstance(done.next, Concluded) else walk(knowledge, facts, frozenset()).next
    first = end.cause.id if isinstance(end, Concluded) else None
    if first and (end is done.next or first not in open_questions):
        open_questions[first] = _SURE
    rare = {
        name
        for name in open_questions
        if name != first and (knowledge.causes[name].commonness < _RARE or (fitting and name not in fitting))
    }
    ranked = sorted(
        (knowledge.causes[name] for name in open_questions),
        key=lambda cause: (cause.id != first, cause.id in rare, -cause.commonness, cause.id),
    )
    return tuple(Candidate(cause, open_questions[cause.id], cause.id in rare) for cause in ranked)


def _collect(
    knowledge: Knowledge,
    facts: Facts,
    node: Node,
    unknown: str,
    found: dict[str, str],
    seen: set[str],
) -> None:
    if node.id in seen:
        return
    seen.add(node.id)
    fact = facts.get(node.fact)
    unknown = unknown if fact else _open(node)
    for goto in [branch(node, fact)] if fact else branches(node):
        target = resolve(knowledge, goto)
        if isinstance(target, Node):
            _collect(knowledge, facts, target, unknown, found, seen)
        elif isinstance(target, Concluded) and not ruled_out(target.cause, facts):
            found.setdefault(target.cause.id, unknown or _SURE)


_SURE = "Everything that is known leads here."


def _open(node: Node) -> str:
    """What isn't known yet: the question, or the meaning of a fact that only the wizard can find out."""
    if node.text:
        return f"It depends on the answer to: {node.text}"
    spec = DECLARED.get(node.fact)
    return f"It depends on what is not known yet: {spec.meaning if spec else node.fact}."
