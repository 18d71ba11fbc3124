"""How sure a conclusion is: computed from the way that the walk took, never written down."""

from __future__ import annotations

from typing import Literal

from cors_wizard.decision_tree.walk import Concluded, TrailStep, Walk, branch, branches
from cors_wizard.facts import NOT_SURE, Fact

Certainty = Literal["proven", "likely", "guess"]

_OBSERVED = frozenset({"probed", "recorded"})


_ASKED_FOR = frozenset({"url", "api_place", "origin", "page_url", "method"})
"""What was requested and by which page: the probes ask for the same."""


def certainty_of(done: Walk) -> Certainty | None:
    """How sure the conclusion of a walk is; None where it concluded nothing.

    `guess` where an open question or an assumption stands on the way, `proven` where what decides was
    observed on this API, else `likely`.
    """
    if not isinstance(done.next, Concluded):
        return None
    deciding = [step for step in done.trail if _decides(step)]
    if not deciding or any(map(_is_open, done.trail)):
        return "guess"
    facts = [step.fact for step in deciding if step.fact]
    if any(fact.source == "assumed" for fact in facts):
        return "guess"
    return "proven" if _is_observed(done, facts) else "likely"


def _is_open(step: TrailStep) -> bool:
    """Whether a question was left open that would lead elsewhere."""
    node, fact = step.node, step.fact
    is_unknown = fact is None or fact.value == NOT_SURE
    return is_unknown and not node.refines and "question" in node.providers and len(set(branches(node))) > 1


def _decides(step: TrailStep) -> bool:
    """Whether the walk would have gone elsewhere without this fact."""
    return step.fact is not None and branch(step.node, step.fact) != step.node.not_sure


def _is_observed(done: Walk, deciding: list[Fact]) -> bool:
    """Whether the last fact that decides was observed, or was read from files below an observed symptom.

    What was answered, or only said in the text, was not observed.
    """
    if deciding[-1].source in _OBSERVED:
        return True
    symptoms = (step.fact for step in done.trail if step.fact and step.fact.name == "symptom")
    is_seen = any(fact.source in _OBSERVED for fact in symptoms)
    said = (fact for fact in deciding if fact.source in ("answered", "pasted"))
    return is_seen and all(fact.name in _ASKED_FOR and fact.source == "pasted" for fact in said)
