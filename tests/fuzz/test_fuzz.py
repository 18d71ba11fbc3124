"""A bounded share of the fuzzing, the same each time; `python -m tests.fuzz --minutes 10` does more."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.fuzz.mutate import ODD, mutated
from tests.fuzz.targets import TARGETS, survives

EACH = 25
"""Inputs for each target: a few seconds in all."""
CORPUS = sorted(Path(__file__).with_name("corpus").glob("*.txt"))


@pytest.mark.parametrize("name", TARGETS)
def test_anything_gives_a_response_or_one_sentence(name: str) -> None:
    """No traceback, nothing that a terminal obeys, and JSON that is JSON."""
    dice = random.Random(name)
    for _ in range(EACH):
        survives(TARGETS[name], mutated(dice.choice(TARGETS[name].seeds), dice))


@pytest.mark.parametrize("name", ["pasted", "response-headers", "judge", "settings", "masking"])
def test_each_odd_text_alone(name: str) -> None:
    """Nothing around it, and all of them at once."""
    for text in (*ODD, "".join(ODD)):
        survives(TARGETS[name], text)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_what_broke_once(path: Path) -> None:
    """Stays fixed."""
    survives(TARGETS[path.name.partition(".")[0]], path.read_text(encoding="utf-8", errors="surrogatepass"))
