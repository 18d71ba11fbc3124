"""Whole pastes as people copy them, each of a kind that its text decides."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.report.as_json import result_line

LINES = (Path(__file__).parent / "data" / "pastes.jsonl").read_text(encoding="utf-8").splitlines()
PASTES = [(each["id"], each["text"], each["may_conclude"]) for each in map(json.loads, LINES)]


@cache
def begun() -> Diagnosis:
    """A diagnosis that has only text to go by."""
    return Diagnosis.begin(load_knowledge()).without_probing().without_scanning().without_optional_questions()


@pytest.mark.parametrize(("text", "may"), [pytest.param(text, may, id=name) for name, text, may in PASTES])
def test_the_text_decides(text: str, may: list[str]) -> None:
    told = result_line(begun().with_text(text))
    assert (told["cause"] or told["status"]) in may
