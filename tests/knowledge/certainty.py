"""How sure the wizard is over proofs, messages and recordings, and how often each word is right.

Run it with `python -m tests.knowledge.certainty`. Nothing is probed: proofs have their text and their folder,
messages their examples, recordings the exchange. Right is the proof's cause; for messages and recordings one
of the causes that the messages of the symptom name.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cors_wizard.decision_tree.walk import ruled_out
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.project import scan_project
from tests.knowledge.harness.proof import load_proofs

EXCHANGES = Path(__file__).parents[1] / "fetch_standard" / "data" / "browser_exchanges.jsonl"
WORDS = ("proven", "likely", "guess", "none")
BUILT = {
    "actual-405-no-acao": "route-method-missing",
    "no-acao-get-429": "rate-limited",
    "flask-socketio-default": "socketio-origins",
    "sandboxed-page-null-origin": "origin-not-allowed",
}
"""What was built for some recorded scenarios whose symptom's messages name other causes."""


@dataclass(frozen=True)
class Judged:
    """One case: how sure the wizard was, and whether it was right; None where no label says."""

    name: str
    word: str
    cause: str
    right: bool | None
    against: str = ""
    """The fact at hand that rules the concluded cause out, where there is one."""


def judged() -> Iterator[Judged]:
    """Every case."""
    knowledge = load_knowledge()
    yield from _proofs(knowledge)
    yield from _messages(knowledge)
    yield from _recordings(knowledge)


def _begun(knowledge: Knowledge, text: str) -> Diagnosis:
    return Diagnosis.begin(knowledge, text).without_probing().without_optional_questions()


def _judge(name: str, told: Diagnosis, right: frozenset[str]) -> Judged:
    cause = told.cause.id if told.cause else ""
    found = ruled_out(told.cause, told.facts) if told.cause else None
    is_right = cause in right if cause and right else None
    return Judged(name, told.certainty or "none", cause, is_right, found.text if found else "")


def _proofs(knowledge: Knowledge) -> Iterator[Judged]:
    for proof in load_proofs():
        for engine, lines in proof.expect.items():
            told = _begun(knowledge, "\n".join((*lines, *proof.paste)))
            told = told.with_scan(scan_project(proof.folder)) if proof.scan else told.without_scanning()
            yield _judge(f"proof {proof.id} {engine}", told, frozenset({proof.cause}))


def _messages(knowledge: Knowledge) -> Iterator[Judged]:
    for _, message in knowledge.messages:
        told = _begun(knowledge, message.examples[0]).without_scanning()
        yield _judge(f"message {message.id}", told, frozenset(knowledge.patterns[message.id].causes))


@cache
def _by_symptom() -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for pattern in load_knowledge().patterns.values():
        found[pattern.symptom] |= {*pattern.causes}
    return {symptom: frozenset(causes) for symptom, causes in found.items()}


def _recordings(knowledge: Knowledge) -> Iterator[Judged]:
    rows = EXCHANGES.read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, rows):
        kept = ("id", "page_origin", "request", "preflight_response", "response")
        told = _begun(knowledge, json.dumps({name: row[name] for name in kept})).without_scanning()
        right = _by_symptom().get(told.facts.text("symptom") or "", frozenset())
        right |= {BUILT[row["scenario"]]} if row["scenario"] in BUILT else set()
        yield _judge(f"recording {row['id']}", told, right)


def main() -> int:
    """Prints the table and every wrong conclusion."""
    cases = tuple(judged())
    for kind in ("proof", "message", "recording"):
        mine = [case for case in cases if case.name.startswith(kind)]
        counts = Counter(case.word for case in mine)
        for word in WORDS:
            labelled = [case.right for case in mine if case.word == word and case.right is not None]
            share = f"{counts[word]:4} of {len(mine)}"
            print(f"{kind:10} {word:7} {share}, right {sum(labelled)} of {len(labelled)} with a label")
    for case in cases:
        if case.right is False:
            print(f"wrong, {case.word}: {case.name} -> {case.cause}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
