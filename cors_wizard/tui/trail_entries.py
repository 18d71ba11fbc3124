"""The trail of a diagnosis as the panel shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cors_wizard.decision_tree import TrailStep
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact
from cors_wizard.knowledge_base import Node
from cors_wizard.tui.widgets.trail import TrailEntry
from cors_wizard.tui.words import is_familiar, label_of, value_in_words

PASTE = "paste"
"""The trail's key for the pasted text."""
PROBE = "probe"
"""The trail's key for the probes."""


def trail_entries(diagnosis: Diagnosis, current: str = "") -> tuple[TrailEntry, ...]:
    """The pasted text, the probes, every question that something settled, then the current step."""
    return tuple(_entries(diagnosis, current))


def _entries(diagnosis: Diagnosis, current: str) -> Iterator[TrailEntry]:
    yield TrailEntry(PASTE, "Pasted text", _pasted(diagnosis), "pasted")
    if diagnosis.probe_results is not None:
        count = sum(1 for result in diagnosis.probe_results if result.response)
        yield TrailEntry(PROBE, "Probes", f"{count} of {len(diagnosis.probe_results)} answered", "probed")
    elif not diagnosis.may_probe:
        yield TrailEntry(PROBE, "Probes", "not sent")
    questions = diagnosis.knowledge.nodes.values()
    settled = {
        step.fact.name: _settled(step, step.fact, questions)
        for step in diagnosis.trail
        if step.fact and is_familiar(step.fact)
    }
    yield from settled.values()
    if current:
        yield TrailEntry("", current)


def _pasted(diagnosis: Diagnosis) -> str:
    count = len(diagnosis.reading.messages)
    if count:
        return "1 message recognized" if count == 1 else f"{count} messages recognized"
    return diagnosis.text.strip() or "nothing"


def _settled(step: TrailStep, fact: Fact, questions: Iterable[Node]) -> TrailEntry:
    words = value_in_words(fact, (step.node, *questions))
    return TrailEntry(step.node.id, label_of(fact.name), words, fact.source)
