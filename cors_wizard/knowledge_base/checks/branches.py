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
from cors_wizard.knowledge_base.models import Answer, Question

_MOST_SHOWN = 5


def branch_problems(knowledge: Knowledge, flow: Flow) -> Iterator[Problem]:
    """Every problem with the branches of the questions."""
    specs = known_specs(knowledge)
    for question in knowledge.questions.values():
        yield from _presentation(knowledge, question)
        if (spec := specs.get(question.fact)) is None:
            continue
        yield from _patterns(knowledge, question, spec)
        yield from _offers(knowledge, question, spec)
        if question.id in flow.taken:
            yield from _never_taken(knowledge, question, flow)
            yield from _uncovered(knowledge, question, flow)


def _presentation(knowledge: Knowledge, question: Question) -> Iterator[Problem]:
    place = ("questions", question.id)
    asks = "question" in question.providers
    offered = [answer for answer in question.answers if answer.label]
    if asks and not question.text:
        told = "The user is asked, but there is no text to ask."
        yield complain(
            knowledge, (*place, "providers"), told, "Add `text`, or remove the provider `question`."
        )
    if question.text and not asks:
        told = "The text is never shown: the user is not asked."
        yield complain(knowledge, (*place, "text"), told, "Add the provider `question`, or remove `text`.")
    if asks and not question.free_text and not offered:
        told = "The user is asked, but no answer has a label to pick."
        yield complain(knowledge, (*place, "providers"), told, "Label answers, or set `free_text = true`.")
    if question.free_text and offered:
        told = "The user types the value, so the labels are never shown."
        yield complain(knowledge, (*place, "free_text"), told, "Remove the labels, or `free_text`.")
    if len(set(question.providers)) < len(question.providers):
        yield complain(knowledge, (*place, "providers"), "A provider stands twice.", "Name each once.")


def _patterns(knowledge: Knowledge, question: Question, spec: FactSpec) -> Iterator[Problem]:
    for index, answer in enumerate(question.answers):
        place = ("questions", question.id, "answers", index, "when")
        for pattern in answer.when:
            if fault := pattern_fault(spec, pattern):
                yield complain(knowledge, place, f"{pattern} is {fault}.", "Correct the value.")
            elif pattern == "unknown":
                told = "A fact that is unknown takes the branch `not_sure`."
                yield complain(knowledge, place, told, "Remove it; the value itself is written `=unknown`.")


def _offers(knowledge: Knowledge, question: Question, spec: FactSpec) -> Iterator[Problem]:
    for index, answer in enumerate(question.answers):
        if not answer.label:
            continue
        place = ("questions", question.id, "answers", index, "when")
        picked = answer.when[0]
        if not _is_literal(spec, picked):
            told = f"Who picks this answer would answer {picked}, which is no value."
            yield complain(knowledge, place, told, "Put a plain value first in `when`.")
        elif _branch(question, spec, picked) is not answer:
            told = f"Who picks this answer would answer {picked}, which takes an earlier branch."
            yield complain(knowledge, place, told, "Put a value first that only this branch has.")


def _is_literal(spec: FactSpec, value: str) -> bool:
    if spec.kind == "number":
        return value.isdecimal()
    if value in ("known", "unknown") or value.startswith("=") or value.endswith("*"):
        return False
    return not is_version_range(value)


def _branch(question: Question, spec: FactSpec, picked: str) -> Answer | None:
    value: FactValue = int(picked) if spec.kind == "number" else picked
    return next((answer for answer in question.answers if matches_any(answer.when, value)), None)


def _never_taken(knowledge: Knowledge, question: Question, flow: Flow) -> Iterator[Problem]:
    for index, (answer, taken) in enumerate(zip(question.answers, flow.taken[question.id], strict=True)):
        if taken:
            continue
        place = ("questions", question.id, "answers", index, "when")
        if any(matches_any(answer.when, value) for value in flow.values[question.id]):
            told = "This branch is never taken: the branches above it take all its values."
            yield complain(knowledge, place, told, "Move it up, or remove it.")
        else:
            told = "This branch is never taken: on every path to here the fact has another value."
            yield complain(knowledge, place, told, "Remove it, or lead its values here.")


def _uncovered(knowledge: Knowledge, question: Question, flow: Flow) -> Iterator[Problem]:
    left = sorted(str(value) for value in flow.uncovered[question.id])
    if not left:
        return
    some = ", ".join(left[:_MOST_SHOWN]) + (" ..." if len(left) > _MOST_SHOWN else "")
    if question.fact in DECLARED and DECLARED[question.fact].kind != "choice":
        some = f"such as {some}"
    told = f"No branch takes {question.fact} = {some}."
    yield complain(
        knowledge, ("questions", question.id, "answers"), told, "Add it to a branch, or add a branch for `*`."
    )
