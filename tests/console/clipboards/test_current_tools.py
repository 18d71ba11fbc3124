"""The texts that today's browsers and tools copy, whole as they come: every fact in them, secrets masked.

The forms in `data/clipboards.jsonl` are those of Chrome 149, Firefox 153, curl 8.10 and HTTPie 3.2.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cors_wizard.console.clipboards import read_clipboards
from cors_wizard.console.clipboards.flask_lines import KINDS
from cors_wizard.diagnosis.paste import read_paste
from cors_wizard.facts import Facts
from tests.cli.conftest import load_once

_DATA = Path(__file__).parents[1] / "data" / "clipboards.jsonl"
ROWS = [json.loads(line) for line in _DATA.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in ROWS])
def test_everything_that_is_copied_is_read(row: dict[str, Any]) -> None:
    """A user pastes what "Copy as" or a terminal gave, and is asked for nothing that stands in it."""
    paste = read_paste(load_once(), row["text"])
    copied = Facts.of(fact for copied in read_clipboards(row["text"]) for fact in copied.facts)
    facts = paste.reading.facts if paste.recorded or "url" not in copied else copied
    read = {fact.name: list(fact.value) if isinstance(fact.value, tuple) else fact.value for fact in facts}
    # A recording is judged as well, which tells more than what stands in it.
    assert {name: read[name] for name in row["facts"] if name in read} == row["facts"]
    # Of Flask code a paste tells what a folder does: tests/flask_code/test_snippets.py.
    assert paste.recorded or read.keys() - KINDS == row["facts"].keys() - KINDS
    assert not any("s3cr3t" in fact.shown for fact in facts)


def test_the_secret_stands_in_what_is_copied() -> None:
    """The masking above is seen at work."""
    assert sum("s3cr3t" in row["text"] for row in ROWS) >= 5
