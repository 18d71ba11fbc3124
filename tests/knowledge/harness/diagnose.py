"""Takes a proof through the wizard: the pasted text, the live server, as few answers as the proof allows."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial

from cors_wizard.cli.investigate import investigate
from cors_wizard.decision_tree import Asks
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.project import scan_project
from tests.knowledge.harness.outside import send_to_outside
from tests.knowledge.harness.workbench import Workbench

MOST_QUESTIONS = 2


@dataclass(frozen=True)
class Diagnosed:
    """Where the wizard ended, and what it asked on the way."""

    diagnosis: Diagnosis
    asked: tuple[str, ...]


def diagnose(
    knowledge: Knowledge, bench: Workbench, text: str, *, reads_folder: bool | None = None
) -> Diagnosed:
    """The walk to its end, as the command line does it; a question that the proof has no answer for fails.

    The proof's folder is read where the proof asks for it, or as `reads_folder` says.
    """
    reads = bench.proof.scan if reads_folder is None else reads_folder
    pasted = "\n".join((text, *map(bench.ports.here, bench.proof.paste)))
    diagnosis = Diagnosis.begin(knowledge, pasted)
    asked: list[str] = []
    while True:
        diagnosis = asyncio.run(_go_on(diagnosis, bench, reads))
        if not isinstance(diagnosis.step, Asks) or len(asked) == MOST_QUESTIONS:
            return Diagnosed(diagnosis, tuple(asked))
        question = diagnosis.step.node.id
        if question == "complaint":
            # Whoever has no text is asked first what they see; that is no question about the cause yet.
            diagnosis = diagnosis.answer(question, "red-line")
            continue
        asked.append(question)
        diagnosis = _answer(diagnosis, question, bench)


async def _go_on(diagnosis: Diagnosis, bench: Workbench, reads_folder: bool) -> Diagnosis:
    scanner = partial(scan_project, bench.folder) if reads_folder else None
    return await investigate(diagnosis, sender=send_to_outside, may_probe=lambda _url: True, scanner=scanner)


def _answer(diagnosis: Diagnosis, question: str, bench: Workbench) -> Diagnosis:
    if question == "page-request":
        # Anyone can read it in the network panel.
        return diagnosis.answer(question, _sent(bench))
    # Whoever opened the page can tell where it came from; Firefox does not say it.
    answer = {"page-origin": bench.proof.page, **bench.proof.answers}.get(question)
    if answer is None:
        wanted = diagnosis.knowledge.nodes[question].text
        raise AssertionError(
            f"{bench.proof.id}: the wizard asks {question!r} ({wanted}), and the proof has no answer"
        )
    return diagnosis.answer(question, bench.ports.here(answer))


def _sent(bench: Workbench) -> tuple[str, ...]:
    """The page's own request, as the answer to the question about it."""
    request = bench.proof.request
    headers = [f"header: {name}" for name in request.headers] or ["headers: none"]
    return (f"method: {request.method}", *headers, f"credentials: {request.credentials}")
