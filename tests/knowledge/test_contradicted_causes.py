"""For every cause: what rules it out is named, and known, it keeps the cause from being concluded."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from cors_wizard.decision_tree import Concluded
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Fact, FactValue
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.knowledge_base.models import Contradiction
from cors_wizard.project import scan_project
from tests.diagnosis.pastes import pastes
from tests.knowledge.harness.proof import load_proofs

CAUSES = sorted(load_knowledge().causes)
SAMPLES: dict[str, str | int] = {
    "200-299": 204,
    "300-599": 500,
    "100-599": 200,
    "429": 429,
    "known": "something",
    "=*": "*",
}


@cache
def concluding() -> dict[str, Diagnosis]:
    """For each cause a diagnosis that concludes it without a probe, as far as text and code lead there."""
    found: dict[str, Diagnosis] = {}
    for told in _told():
        if told.cause:
            found.setdefault(told.cause.id, told)
    for paste in pastes():
        if paste.decided and {*paste.may_conclude} - found.keys():
            told = Diagnosis.begin(load_knowledge(), paste.text)
            told = told.without_probing().without_scanning().without_optional_questions()
            if told.cause:
                found.setdefault(told.cause.id, told)
    return found


def _told() -> Iterator[Diagnosis]:
    knowledge = load_knowledge()
    for _, message in knowledge.messages:
        begun = Diagnosis.begin(knowledge, message.examples[0])
        yield begun.without_probing().without_scanning().without_optional_questions()
    for proof in load_proofs():
        for lines in proof.expect.values():
            begun = Diagnosis.begin(knowledge, "\n".join((*lines, *proof.paste)))
            yield begun.without_probing().with_scan(scan_project(proof.folder)).without_optional_questions()


def facts_of(contradiction: Contradiction) -> list[Fact] | None:
    """Facts that fulfil it, as a probe would bring them; None where something must stay unknown."""
    facts = []
    for name, patterns in contradiction.when.items():
        value: FactValue = SAMPLES.get(patterns[0], patterns[0])
        if "unknown" in patterns:
            return None
        facts.append(Fact(name, value, "probed"))
    return facts


@pytest.mark.parametrize("cause", CAUSES)
def test_a_contradicted_cause_is_not_concluded(cause: str) -> None:
    """Each of them, seen beside a text that would conclude it."""
    assert cause in concluding(), "No example of a message, paste or proof leads to this cause."
    told = concluding()[cause]
    for contradiction in load_knowledge().causes[cause].contradicted_by:
        facts = facts_of(contradiction)
        if facts is not None:
            step = told.with_given(*facts).step
            assert not isinstance(step, Concluded) or step.cause.id != cause, contradiction.when
