"""The conclusions that the facts leave possible, likeliest first."""

from __future__ import annotations

from dataclasses import dataclass

from cors_wizard.decision_tree.walk import Concluded, Walk, branch, branches, resolve, walk
from cors_wizard.facts import Facts
from cors_wizard.knowledge_base import Cause, Knowledge, Question


@dataclass(frozen=True)
class Candidate:
    """A cause that is still possible, and why."""

    cause: Cause
    why: str


def candidates(knowledge: Knowledge, facts: Facts, done: Walk) -> tuple[Candidate, ...]:
    """The causes still reachable from the facts at hand, likeliest first.

    The concluded one leads; else the one that the walk would reach if nothing more could be found out; then
    the commoner before the rarer. A question whose fact is unknown leaves all its branches open, also where
    the walk went on without it.
    """
    open_questions: dict[str, str] = {}
    _collect(knowledge, facts, knowledge.root, "", open_questions, set())
    end = done.next if isinstance(done.next, Concluded) else walk(knowledge, facts, frozenset()).next
    first = end.cause.id if isinstance(end, Concluded) else None
    if first and end is done.next:
        open_questions[first] = _why("")
    ranked = sorted(
        (knowledge.causes[name] for name in open_questions),
        key=lambda cause: (cause.id != first, -cause.commonness, cause.id),
    )
    return tuple(Candidate(cause, open_questions[cause.id]) for cause in ranked)


def _collect(
    knowledge: Knowledge,
    facts: Facts,
    question: Question,
    unknown: str,
    found: dict[str, str],
    seen: set[str],
) -> None:
    if question.id in seen:
        return
    seen.add(question.id)
    fact = facts.get(question.fact)
    unknown = unknown or ("" if fact else question.fact)
    for goto in [branch(question, fact)] if fact else branches(question):
        target = resolve(knowledge, goto)
        if isinstance(target, Question):
            _collect(knowledge, facts, target, unknown, found, seen)
        elif isinstance(target, Concluded):
            found.setdefault(target.cause.id, _why(unknown))


def _why(unknown: str) -> str:
    if not unknown:
        return "Everything that is known leads here."
    return f"Possible as long as {unknown.replace('_', ' ')} is not known."
