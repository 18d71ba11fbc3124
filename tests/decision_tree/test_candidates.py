"""Candidates: what the facts leave possible, likeliest first, the conclusion at the head."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.decision_tree import Concluded, candidates, walk
from cors_wizard.facts import NOT_SURE, Facts, FactValue
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from tests.decision_tree.test_walk import ALL, FACT_NAMES, SHIPPED, VALUES, facts_of
from tests.knowledge_base.sound import write


@pytest.fixture
def knowledge(tmp_path: Path) -> Knowledge:
    """Two causes: `cors-not-initialized` (common) and `server-error` (less so)."""
    return load_knowledge(write(tmp_path))


def possible(knowledge: Knowledge, facts: Facts) -> list[str]:
    """The ids of the candidates."""
    return [each.cause.id for each in candidates(knowledge, facts, walk(knowledge, facts, ALL))]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(
            {}, ["cors-not-initialized", "server-error"], id="nothing-known-all-possible-common-first"
        ),
        pytest.param({"symptom": "not-cors"}, [], id="a-stop-leaves-none"),
        pytest.param({"symptom": "csp"}, ["cors-not-initialized"], id="a-branch-excludes-the-others"),
        pytest.param(
            {"symptom": "missing-allow-origin", "status": 500}, ["server-error"], id="the-conclusion-alone"
        ),
        pytest.param(
            {"symptom": "missing-allow-origin", "status": 404},
            ["cors-not-initialized"],
            id="excluded-by-a-value",
        ),
        pytest.param(
            {"symptom": "missing-allow-origin", "status": NOT_SURE},
            ["cors-not-initialized"],
            id="not-sure-takes-its-branch",
        ),
    ],
)
def test_what_is_possible(knowledge: Knowledge, facts: dict[str, FactValue], expected: list[str]) -> None:
    """Exactly what can still be reached."""
    assert possible(knowledge, facts_of(**facts)) == expected


def test_the_conclusion_leads_though_others_are_commoner(knowledge: Knowledge) -> None:
    """With nobody to ask the walk concludes, and what it passed by stays possible behind it."""
    rarer = replace(knowledge.causes["cors-not-initialized"], commonness=1)
    changed = replace(knowledge, causes={**knowledge.causes, rarer.id: rarer})
    done = walk(changed, Facts(), frozenset())
    found = candidates(changed, Facts(), done)
    assert [each.cause.id for each in found] == ["cors-not-initialized", "server-error"]
    assert found[0].why == "Everything that is known leads here."


def test_a_candidate_says_which_fact_would_tell(knowledge: Knowledge) -> None:
    """The user sees what keeps a cause possible."""
    facts = facts_of(symptom="missing-allow-origin")
    found = candidates(knowledge, facts, walk(knowledge, facts, ALL))
    asked = [node.text for node in knowledge.nodes.values() if node.text]
    assert {each.why for each in found} <= {f"It depends on the answer to: {text}" for text in asked}


def test_what_does_not_fit_the_text_is_rare() -> None:
    """A commoner cause, whose browser would not have printed that, comes after one that fits."""
    facts = facts_of(symptom="missing-allow-origin")
    done = walk(SHIPPED, facts, ALL)
    found = candidates(SHIPPED, facts, done, {"cors-not-initialized", "third-party-api"})
    assert [each.cause.id for each in found if not each.is_rare] == [
        "cors-not-initialized",
        "third-party-api",
    ]


def test_rare_causes_are_named_as_such() -> None:
    """They come last, whatever stands before them."""
    found = candidates(SHIPPED, Facts(), walk(SHIPPED, Facts(), ALL))
    is_rare = [each.is_rare for each in found]
    assert is_rare == sorted(is_rare)
    assert {each.cause.id for each in found if each.is_rare} >= {"corp-coep", "invalid-header-syntax"}
    assert not any(each.is_rare for each in found if each.cause.commonness >= 25)


@given(st.dictionaries(st.sampled_from(FACT_NAMES), VALUES))
def test_the_conclusion_is_always_among_the_candidates(values: dict[str, FactValue]) -> None:
    """The two never contradict each other, whatever is known."""
    facts = facts_of(**values)
    done = walk(SHIPPED, facts, frozenset())
    found = candidates(SHIPPED, facts, done)
    ids = [each.cause.id for each in found]
    assert len(ids) == len(set(ids))
    if isinstance(done.next, Concluded):
        assert ids[0] == done.next.cause.id
        assert found[0].why == "Everything that is known leads here."
    behind = [(each.is_rare, -each.cause.commonness) for each in found[isinstance(done.next, Concluded) :]]
    assert behind == sorted(behind)
