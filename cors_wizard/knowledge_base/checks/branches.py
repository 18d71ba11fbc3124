"""Branches of the questions: each can be taken, none is missing, and what is offered can be picked."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.errors import Problem
from cors_wizard.facts import DECLARED, FactSpec, FactValue
from cors_wizard.knowledge_base.checks.complain import complain
from cors_wizard.knowledge_base.checks.flow import Flow
from cors_wizard.knowledge_base.checks.samples import known_specs, pattern_fault
from cors_wizard.knowledge_base.conditions import is_version_range, matches_any
from cors_wizard.knowledge_base.knowledge import Knowledge
from cors_wizard.knowledge_base.models import Answer, Node

_MOST_SHOWN = 5


def branch_problems(knowledge: Knowledge, flow: Flow) -> Iterator[Problem]:
    """Every problem with the branches of the questions."""
    specs = known_specs(knowledge)
    for node in knowledge.nodes.values():
        yield from _presentation(knowledge, node)
        if (spec := specs.get(node.fact)) is None:
            continue
        yield from _patterns(knowledge, node, spec)
        yield from _offers(knowledge, node, spec)
        if node.id in flow.taken:
            yield from _never_taken(knowledge, node, flow)
            yield from _uncovered(knowledge, node, flow)


def _presentation(knowledge: Knowledge, node: Node) -> Iterator[Problem]:
    place = ("nodes", node.id)
    asks = "question" in node.providers
    offered = [answer for answer in node.answers if answer.label]
    if asks and not node.text:
        told = "The user is asked, but there is no text to ask."
        yield complain(
            knowledge, (*place, "providers"), told, "Add `text`, or remove the provider `question`."
        )
    if node.text and not asks:
        told = "The text is never shown: the user is not asked."
        yield complain(knowledge, (*place, "text"), told, "Add the provider `question`, or remove `text`.")
    if asks and not node.free_text and not offered:
        told = "The user is asked, but no answer has a label to pick."
        yield complain(knowledge, (*place, "providers"), told, "Label answers, or set `free_text = true`.")
    if node.free_text and offered:
        told = "The user types the value, so the labels are never shown."
        yield complain(knowledge, (*place, "free_text"), told, "Remove the labels, or `free_text`.")
    if len(set(node.providers)) < len(node.providers):
        yield complain(knowledge, (*place, "providers"), "A provider is named twice.", "Name each once.")


def _patterns(knowledge: Knowledge, node: Node, spec: FactSpec) -> Iterator[Problem]:
    for index, answer in enumerate(node.answers):
        place = ("nodes", node.id, "answers", index, "when")
        for pattern in answer.when:
            if fault := pattern_fault(spec, pattern):
                yield complain(knowledge, place, f"{pattern} is {fault}.", "Correct the value.")
            elif pattern == "unknown":
                told = "A fact that is unknown takes the branch `not_sure`."
                yield complain(knowledge, place, told, "Remove it; the value itself is written `=unknown`.")


def _offers(knowledge: Knowledge, node: Node, spec: FactSpec) -> Iterator[Problem]:
    for index, answer in enumerate(node.answers):
        if not answer.label:
            continue
        place = ("nodes", node.id, "answers", index, "when")
        picked = answer.when[0]
        if not _is_literal(spec, picked):
            told = f"Who picks this answer would answer {picked}, which isn't a value of the fact."
            yield complain(knowledge, place, told, "Put a plain value first in `when`.")
        elif _branch(node, spec, picked) is not answer:
            told = f"Who picks this answer would answer {picked}, which takes an earlier branch."
            yield complain(knowledge, place, told, "Put a value first that only this branch has.")


def _is_literal(spec: FactSpec, value: str) -> bool:
    if spec.kind == "number":
        return value.isdecimal()
    if value in ("known", "unknown") or value.startswith("=") or value.endswith("*"):
        return False
    return not is_version_range(value)


def _branch(node: Node, spec: FactSpec, picked: str) -> Answer | None:
    value: FactValue = int(picked) if spec.kind == "number" else picked
    return next((answer for answer in node.answers if matches_any(answer.when, value)), None)


def _never_taken(knowledge: Knowledge, node: Node, flow: Flow) -> Iterator[Problem]:
    for index, (answer, taken) in enumerate(zip(node.answers, flow.taken[node.id], strict=True)):
        if taken:
            continue
        place = ("nodes", node.id, "answers", index, "when")
        if any(matches_any(answer.when, value) for value in flow.values[node.id]):
            told = "This branch is never taken: the branches above it take all its values."
            yield complain(knowledge, place, told, "Move it up, or remove it.")
        else:
            told = "This branch is never taken: on every path to here the fact has another value."
            yield complain(knowledge, place, told, "Remove it, or lead its values here.")


def _uncovered(knowledge: Knowledge, node: Node, flow: Flow) -> Iterator[Problem]:
    left = sorted(str(value) for value in flow.uncovered[node.id])
    if not left:
        return
    some = ", ".join(left[:_MOST_SHOWN]) + (" ..." if len(left) > _MOST_SHOWN else "")
    if node.fact in DECLARED and DECLARED[node.fact].kind != "choice":
        some = f"such as {some}"
    told = f"No branch takes {node.fact} = {some}."
    yield complain(
        knowledge, ("nodes", node.id, "answers"), told, "Add it to a branch, or add a branch for `*`."
    )
