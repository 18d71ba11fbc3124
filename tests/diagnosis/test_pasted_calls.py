"""Page code in a paste says what the page sends, as the same code in a folder does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.paste import read_paste
from tests.cli.conftest import load_once

_DATA = Path(__file__).parent / "data" / "page_code.jsonl"
ROWS = [json.loads(line) for line in _DATA.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS])
def test_the_call_is_read(row: dict[str, Any]) -> None:
    """Everything that the code settles is known, and nothing that it leaves open."""
    facts = read_paste(load_once(), row["text"]).reading.facts
    told = [fact for fact in facts if fact.evidence == "read from the page's code"]
    assert {
        fact.name: list(fact.value) if isinstance(fact.value, tuple) else fact.value for fact in told
    } == row["facts"]
    assert not any("s3cr3t" in fact.shown for fact in facts)


def test_some_rows_give_nothing() -> None:
    """What isn't page code, or leaves the choice between calls open, is in the table too."""
    assert sum(not row["facts"] for row in ROWS) >= 4
    assert any("s3cr3t" in row["text"] for row in ROWS)


def test_what_other_files_may_set_stays_open() -> None:
    """`axios.defaults.withCredentials` may stand in a file that was not pasted; fetch has no such setting."""
    axios = Diagnosis.begin(load_once(), "axios.get('http://localhost:5000/me')").request
    fetch = Diagnosis.begin(load_once(), "fetch('http://localhost:5000/me')").request
    assert axios is not None
    assert fetch is not None
    assert (axios.credentials.source, fetch.credentials.source) == ("assumed", "pasted")


@pytest.mark.parametrize(
    "text",
    ["fetch(" * 5_000, "axios.post(`${" * 3_000, "<script>" * 9_000 + "fetch('", "is it fetch('" * 15_000],
)
def test_hostile_code_gives_an_answer(text: str) -> None:
    """Nothing that is pasted brings the parser down."""
    assert read_paste(load_once(), text).reading is not None
