"""Certainty is computed from the way; a fact that contradicts a cause keeps it from being concluded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cors_wizard.decision_tree import Asks, Concluded, Stopped, candidates, certainty_of, walk
from cors_wizard.decision_tree.walk import TrailStep, branch
from cors_wizard.facts import NOT_SURE, Fact, Facts, FactValue, Source
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from tests.knowledge_base.sound import write


@pytest.fixture
def knowledge(tmp_path: Path) -> Knowledge:
    """A root, a status, a question of its own; two causes, one of them contradicted by the method HEAD."""
    return load_knowledge(write(tmp_path))


def known(symptom: Source, status: Source, value: int = 500) -> Facts:
    """A refusal with a status, each from a source."""
    return Facts.of((Fact("symptom", "missing-allow-origin", symptom), Fact("status", value, status)))


@pytest.mark.parametrize(
    ("facts", "certainty"),
    [
        pytest.param(known("pasted", "probed"), "proven", id="what-decides-was-probed"),
        pytest.param(known("pasted", "recorded"), "proven", id="what-decides-was-recorded"),
        pytest.param(known("pasted", "pasted"), "likely", id="from-the-text-alone"),
        pytest.param(known("pasted", "answered"), "likely", id="from-the-user"),
        pytest.param(known("probed", "answered"), "likely", id="seen-but-decided-by-the-user"),
        pytest.param(known("probed", "scanned"), "proven", id="code-below-a-seen-symptom"),
        pytest.param(known("probed", "assumed"), "guess", id="nothing-rests-on-an-assumption"),
    ],
)
def test_certainty_follows_the_sources(knowledge: Knowledge, facts: Facts, certainty: str) -> None:
    """Observed is proven, text and code make likely, assumptions a guess."""
    assert certainty_of(walk(knowledge, facts, frozenset())) == certainty


def test_an_open_question_makes_a_guess(knowledge: Knowledge) -> None:
    """Not sure, or nobody to ask: the other branch stays possible."""
    skipped = Facts.of([Fact("symptom", "missing-allow-origin", "probed")])
    unsure = skipped.also([Fact("status", NOT_SURE, "answered")])
    for facts in (skipped, unsure):
        done = walk(knowledge, facts, frozenset())
        assert isinstance(done.next, Concluded)
        assert certainty_of(done) == "guess"


WAYS = [
    pytest.param(("probed", "answered"), "likely", id="the-last-that-decides-counts"),
    pytest.param(("answered", "probed"), "proven", id="seen-last"),
    pytest.param(("probed", None), "guess", id="an-open-question-after-a-fact-that-decides"),
    pytest.param(("probed", "assumed"), "guess", id="an-assumption-on-the-way"),
    pytest.param((), "guess", id="nothing-decided"),
    pytest.param(("probed", "scanned"), "likely", id="code-below-something-else-that-was-seen"),
]


@pytest.mark.parametrize(("sources", "certainty"), WAYS)
def test_certainty_of_a_way(knowledge: Knowledge, sources: tuple[Source | None, ...], certainty: str) -> None:
    """Several facts decide on one way: each with its source, None for a question that is open."""
    done = walk(knowledge, known("pasted", "probed"), frozenset())
    (node,) = (step.node for step in done.trail if step.node.fact == "status")
    trail = tuple(TrailStep(node, Fact("status", 500, source) if source else None) for source in sources)
    assert certainty_of(replace(done, trail=trail)) == certainty


@pytest.mark.parametrize(
    ("name", "certainty"), [("origin", "proven"), ("api_place", "proven"), ("status", "likely")]
)
def test_what_was_requested_is_no_hearsay(knowledge: Knowledge, name: str, certainty: str) -> None:
    """The probes ask for the pasted URL as the pasted origin; a pasted status is only told."""
    done = walk(knowledge, known("probed", "scanned"), frozenset())
    told_values: dict[str, FactValue] = {
        "origin": "https://a.example",
        "api_place": "this-computer",
        "status": 500,
    }
    fact = Fact(name, told_values[name], "pasted")
    nodes = (each for each in load_knowledge().nodes.values() if each.fact == name)
    told = TrailStep(next(each for each in nodes if branch(each, fact) != each.not_sure), fact)
    assert certainty_of(replace(done, trail=(told, *done.trail))) == certainty


def test_nothing_concluded_has_no_certainty(knowledge: Knowledge) -> None:
    """A question is neither proven nor guessed."""
    done = walk(knowledge, Facts(), frozenset({"question"}))
    assert isinstance(done.next, Asks)
    assert certainty_of(done) is None


def test_a_contradicted_cause_is_not_concluded(knowledge: Knowledge) -> None:
    """The contradiction is what the user gets; the cause is no candidate either."""
    facts = known("pasted", "probed").also([Fact("method", "HEAD", "pasted")])
    done = walk(knowledge, facts, frozenset())
    assert isinstance(done.next, Stopped)
    assert done.next.stop.id == "contradicted"
    assert [(each.cause.id, each.text) for each in done.contradicted] == [
        ("server-error", "HEAD never raises.")
    ]
    assert "server-error" not in {each.cause.id for each in candidates(knowledge, facts, done)}


def test_an_assumption_contradicts_nothing(knowledge: Knowledge) -> None:
    """A method that nobody named rules nothing out."""
    facts = known("pasted", "probed").also([Fact("method", "HEAD", "assumed")])
    assert isinstance(walk(knowledge, facts, frozenset()).next, Concluded)
