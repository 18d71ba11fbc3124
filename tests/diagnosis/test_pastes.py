"""Every paste says what is expected of it, and what still doesn't is listed with the reason."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from tests.diagnosis.pastes import PASTES, Paste, pastes, told

STILL_WRONG = tomllib.loads((PASTES / "still_wrong.toml").read_text(encoding="utf-8"))
"""For each paste that isn't told rightly what is wrong, and why it is left so."""


@pytest.mark.parametrize("paste", [pytest.param(each, id=each.id) for each in pastes()])
def test_what_is_told_of_a_paste(paste: Paste) -> None:
    """A fault that goes away is taken off the list; a new one isn't put there."""
    listed = STILL_WRONG.get(paste.id, {})
    assert list(told(paste).faults()) == listed.get("faults", [])


def test_nothing_sure_is_wrong() -> None:
    """What is called proven or likely of a paste may be concluded from it."""
    wrong = [each for each in map(told, pastes()) if each.is_wrong and not each.paste.is_negative]
    assert [each.paste.id for each in wrong] == []


def test_there_are_enough_of_them() -> None:
    """So many pastes of so many kinds, each known by one name."""
    counts = Counter(each.is_negative for each in pastes())
    assert counts[False] >= 400
    assert counts[True] >= 150
    assert len({each.kind for each in pastes()}) >= 40
    assert len({each.id for each in pastes()}) == len(pastes())
    assert {*STILL_WRONG} <= {each.id for each in pastes()}
    assert all(each["why"] for each in STILL_WRONG.values())
