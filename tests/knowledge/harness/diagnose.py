"""Takes a proof through the wizard: the pasted text, the live server, as few answers as the proof allows."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from cors_wizard.decision_tree import Asks, NeedsProbe
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Facts
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.probe import ProbeRequest, ProbeResult, plan_more
from cors_wizard.probe.send import send
from cors_wizard.project import scan_project
from tests.knowledge.harness.workbench import Workbench

MOST_QUESTIONS = 2


@dataclass(frozen=True)
class Diagnosed:
    """Where the wizard ended, and what it asked on the way."""

    diagnosis: Diagnosis
    asked: tuple[str, ...]


def diagnose(knowledge: Knowledge, bench: Workbench, text: str) -> Diagnosed:
    """The walk to its end; a question that the proof has no answer for fails."""
    pasted = "\n".join((text, *map(bench.ports.here, bench.proof.paste)))
    diagnosis = Diagnosis.begin(knowledge, pasted)
    if bench.proof.scan:
        diagnosis = diagnosis.with_scan(scan_project(bench.folder))
    else:
        diagnosis = diagnosis.without_scanning()
    asked: list[str] = []
    while True:
        step = diagnosis.step
        if isinstance(step, NeedsProbe):
            results = asyncio.run(_probe(diagnosis.unsent_probes, diagnosis.known))
            diagnosis = diagnosis.with_probe_results((*(diagnosis.probe_results or ()), *results))
        elif isinstance(step, Asks) and len(asked) < MOST_QUESTIONS:
            asked.append(step.question.id)
            diagnosis = _answer(diagnosis, step.question.id, bench)
        else:
            return Diagnosed(diagnosis, tuple(asked))


def with_versions(diagnosis: Diagnosis, flask: str, flask_cors: str) -> Diagnosis:
    """The same problem in an environment with these versions."""
    facts = diagnosis.known
    versions = [
        replace(fact, value=value)
        for fact, value in (
            (facts.get("flask_version"), flask),
            (facts.get("flask_cors_version"), flask_cors),
        )
        if fact is not None
    ]
    return diagnosis.with_given(*versions)


def _answer(diagnosis: Diagnosis, question: str, bench: Workbench) -> Diagnosis:
    # Whoever opened the page can tell where it came from; Firefox does not say it.
    answer = {"page-origin": bench.proof.page, **bench.proof.answers}.get(question)
    if answer is None:
        wanted = diagnosis.knowledge.questions[question].text
        raise AssertionError(
            f"{bench.proof.id}: the wizard asks {question!r} ({wanted}), and the proof has no answer"
        )
    return diagnosis.answer(question, bench.ports.here(answer))


async def _probe(requests: tuple[ProbeRequest, ...], facts: Facts) -> tuple[ProbeResult, ...]:
    results: tuple[ProbeResult, ...] = ()
    while requests:
        results = (*results, *await send(requests))
        requests = plan_more(facts, results)
    return results
