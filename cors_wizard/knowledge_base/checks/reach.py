"""Places that no walk comes to, messages and ends of no use, and causes that no proof shows."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.errors import Problem
from cors_wizard.knowledge_base.checks.complain import complain
from cors_wizard.knowledge_base.checks.flow import Flow, flow_of
from cors_wizard.knowledge_base.checks.structure import every_step
from cors_wizard.knowledge_base.knowledge import Knowledge
from cors_wizard.knowledge_base.proofs import Proofs


def reach_problems(knowledge: Knowledge, flow: Flow) -> Iterator[Problem]:
    """Every such problem but missing proofs."""
    ends = (("node", knowledge.nodes), ("cause", knowledge.causes), ("stop", knowledge.stops))
    for kind, table in ends:
        for name in table:
            is_apart = kind == "node" and knowledge.nodes[name].asked_last
            if f"{kind}:{name}" not in flow.arriving and not is_apart:
                told = f"No path of the tree leads to this {kind}."
                hint = "Let a branch lead here, or remove the file."
                yield complain(knowledge, (f"{kind}s", name, "id"), told, hint)
    named = {name for cause in knowledge.causes.values() for name in cause.fixes}
    for name in knowledge.fixes.keys() - named:
        told = "No cause names this fix."
        yield complain(
            knowledge, ("fixes", name, "id"), told, "Name it in a cause's `fixes`, or remove the file."
        )
    used = {step.use for _, step in every_step(knowledge)}
    for name in knowledge.steps.keys() - used:
        told = "No fix uses this step."
        yield complain(knowledge, ("steps", name, "id"), told, "Name it with `use`, or remove the file.")
    shared = {each.use for cause in knowledge.causes.values() for each in cause.contradicted_by if each.use}
    for name in knowledge.contradictions.keys() - shared:
        told = "No cause uses this contradiction."
        place = ("contradictions", "contradictions", "contradictions", name)
        yield complain(knowledge, place, told, "Name it with `use`, or remove it.")
    said = {message.says for _, message in knowledge.messages}
    for name, meaning in knowledge.meanings.items():
        if meaning not in said:
            place = ("meanings", "meanings", "meanings", name)
            told = "No message has this meaning."
            yield complain(knowledge, place, told, "Name it in a message's `says`, or remove it.")
    for stop in knowledge.stops.values():
        if not stop.next:
            told = "This is a dead end: it says nothing of what to do next."
            yield complain(knowledge, ("stops", stop.id, "id"), told, "Add a `[[next]]`.")


def message_problems(knowledge: Knowledge) -> Iterator[Problem]:
    """Every message with whose facts the tree comes to no end that says anything."""
    reached: dict[tuple[tuple[str, str | int], ...], frozenset[str]] = {}
    for _, message in knowledge.messages:
        known: dict[str, str | int] = {"symptom": message.symptom, **message.facts}
        key = tuple(sorted(known.items()))
        if key not in reached:
            reached[key] = frozenset(flow_of(knowledge, known).arriving)
        if not any(_says_something(knowledge, place) for place in reached[key]):
            told = "This message leads nowhere: with its facts the tree names no cause."
            yield complain(
                knowledge, ("messages", message.id, "id"), told, "Correct its symptom or its facts."
            )


def _says_something(knowledge: Knowledge, place: str) -> bool:
    """Whether a place is an end that says what is wrong, or that nothing is."""
    kind, _, name = place.partition(":")
    return kind == "cause" or (kind == "stop" and knowledge.stops[name].status != "unrecognised")


def proof_problems(knowledge: Knowledge, proofs: Proofs) -> Iterator[Problem]:
    """Every cause that no proof shows, and every fix that neither one runs nor says how it was seen."""
    shown = {name.partition("--")[0] for name in proofs}
    for name in knowledge.causes.keys() - shown:
        told = "No proof shows this cause."
        yield complain(knowledge, ("causes", name, "id"), told, f"Add tests/knowledge/proofs/{name}/.")
    run = set(_run(knowledge, proofs))
    for fix in knowledge.fixes.values():
        if fix.id not in run and not fix.checked:
            told = "No proof puts this fix in place, and it does not say how it was seen to work."
            hint = "Let a proof name it, or say in `checked` how it was seen to work."
            yield complain(knowledge, ("fixes", fix.id, "id"), told, hint)


def _run(knowledge: Knowledge, proofs: Proofs) -> Iterator[str]:
    for name, fixes in proofs.items():
        cause = knowledge.causes.get(name.partition("--")[0])
        first = cause.fixes[0] if cause else ""
        yield from (fix or first for fix in fixes)
