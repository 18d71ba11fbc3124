"""Whatever the knowledge says against popular advice names what shows it, and that is there."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from cors_wizard.knowledge_base import load_knowledge
from tests.knowledge.claims import CLAIMS
from tests.knowledge.harness.proof import PROOFS

ROOT = Path(__file__).parents[2]
KNOWLEDGE = load_knowledge()
MYTHS = [
    pytest.param(myth.shown_by, id=f"{cause.id}-{number}")
    for cause in KNOWLEDGE.causes.values()
    for number, myth in enumerate(cause.myths, start=1)
]
BEHAVIOURS = [
    pytest.param(each.shown_by, id=each.id) for file in KNOWLEDGE.versions for each in file.behaviors
]


def scenarios() -> frozenset[str]:
    """What real browsers were given."""
    lines = (ROOT / "tests/fetch_standard/data/browser_exchanges.jsonl").read_text(encoding="utf-8")
    captured = (ROOT / "tests/console/data/captured.jsonl").read_text(encoding="utf-8")
    named = {json.loads(line)["scenario"] for line in lines.splitlines()}
    return frozenset(named | {json.loads(line)["id"].partition("-")[2] for line in captured.splitlines()})


SCENARIOS = scenarios()


@pytest.mark.parametrize("shown_by", MYTHS)
def test_what_contradicts_a_myth_is_there(shown_by: tuple[str, ...]) -> None:
    """Every myth is answered by something that was run, or by a standard."""
    assert [each for each in shown_by if not is_there(each)] == []


@pytest.mark.parametrize("shown_by", BEHAVIOURS)
def test_what_shows_a_behavior_is_there(shown_by: tuple[str, ...]) -> None:
    """What differs between versions was run under all of them."""
    assert [each for each in shown_by if not (each.startswith("claim:") and is_there(each))] == []


def test_every_claim_is_of_use() -> None:
    """A claim that differs from one version to the next is told by a behavior."""
    told = {name for file in KNOWLEDGE.versions for each in file.behaviors for name in each.shown_by}
    differing = {
        f"claim:{claim.id}" for claim in CLAIMS if callable(claim.wanted) and claim.id not in _SAME_AS_ANOTHER
    }
    assert differing <= told


_SAME_AS_ANOTHER = frozenset({"nested-under-the-app", "broken-pattern-without-origin", "options-in-methods"})
"""Claims that differ by version for a reason that another behavior tells, or that changes nothing."""


def is_there(shown_by: str) -> bool:
    """Whether what is named exists."""
    kind, _, name = shown_by.partition(":")
    if kind == "claim":
        return name in {claim.id for claim in CLAIMS}
    if kind == "proof":
        return (PROOFS / name / "proof.toml").exists()
    if kind == "exchange":
        return any(each == name or each.startswith(f"{name}-") for each in SCENARIOS)
    return kind == "https" or _has_test(*name.split("::"))


def _has_test(path: str, name: str) -> bool:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in tree.body)
