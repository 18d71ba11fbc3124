"""docs/agents.md: every command that it shows is run, and what it shows of the output is there."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Command

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "agents.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```([a-z-]+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
FILES = {"python": "app.py", "text": "error.txt", "json-lines": "exchanges.jsonl"}


def shown() -> Iterator[tuple[list[str], str, str]]:
    """Each command with the block that follows it: its language and its text."""
    for (language, text), (after, output) in zip(BLOCKS, [*BLOCKS[1:], ("", "")], strict=True):
        if language == "console":
            yield shlex.split(text.removeprefix("$ cors-wizard ")), after, output


@pytest.mark.parametrize(("words", "language", "output"), list(shown()))
def test_what_the_page_shows(
    words: list[str], language: str, output: str, command: Command, empty_folder: Path
) -> None:
    """In a folder with the files of the page; the JSON that is shown is part of what is printed."""
    for kind, name in FILES.items():
        (text,) = (text for block, text in BLOCKS if block == kind)
        (empty_folder / name).write_text(text)
    done = command(*words)
    assert done.status in (0, 1, 3), done.err
    if language == "json":
        assert_part(json.loads(output), json.loads(done.out))
    elif language == "diff":
        assert output.strip() in done.out
    else:
        assert done.out.startswith("# ")


def assert_part(part: object, whole: object) -> None:
    """Everything in the part is in the whole, lists in their order."""
    if isinstance(part, dict):
        assert isinstance(whole, dict)
        for key, value in part.items():
            assert_part(value, whole[key])
    elif isinstance(part, list):
        assert isinstance(whole, list)
        assert len(part) == len(whole)
        for inner, other in zip(part, whole, strict=True):
            assert_part(inner, other)
    else:
        assert part == whole


@pytest.mark.process
def test_the_suite_that_it_shows_passes_once_the_app_is_fixed(command: Command, empty_folder: Path) -> None:
    """With the fix that the page shows, applied by the command."""
    for kind, name in {**FILES, "python-test": "test_cors.py"}.items():
        (empty_folder / name).write_text(next(text for block, text in BLOCKS if block == kind))
    (words,) = (words for words, *_ in shown() if words[0] == "fix")
    assert command(*words, "--apply").status == 1
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "cors_wizard.pytest_plugin", "-p", "no:cacheprovider"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "2 passed" in done.stdout, done.stdout


def test_every_command_and_schema_that_it_names_is_there() -> None:
    """And no schema is left out."""
    named = set(re.findall(r"\(\.\./schema/([a-z]+\.json)\)", PAGE))
    assert named == {path.name for path in (ROOT / "schema").glob("*.json")}
    assert len(list(shown())) > 4
