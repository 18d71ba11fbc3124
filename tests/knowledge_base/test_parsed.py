"""The knowledge files as a build parses them: the same as the files say, and never anything stale."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from cors_wizard.knowledge_base import builtin_folder, parsed, read_knowledge
from cors_wizard.knowledge_base.parsed import parsed_text, table_of


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file that the build writes, in a folder of the test's own."""
    path = tmp_path / parsed.FILE
    monkeypatch.setattr(parsed, "__file__", str(tmp_path / "parsed.py"))
    parsed._tables.cache_clear()
    yield path
    parsed._tables.cache_clear()


def test_what_the_build_writes_is_what_the_files_say(beside: Path) -> None:
    """Every table, its keys in the same order, whatever types TOML has."""
    beside.write_text(parsed_text(builtin_folder()), encoding="utf-8")
    for path in builtin_folder().rglob("*.toml"):
        raw = path.read_bytes()
        assert json.dumps(table_of(raw)) == json.dumps(tomllib.loads(raw.decode())), path


def test_the_knowledge_is_the_same_with_it_and_without(beside: Path) -> None:
    """The models and the texts that complaints quote."""
    without = read_knowledge()
    beside.write_text(parsed_text(builtin_folder()), encoding="utf-8")
    parsed._tables.cache_clear()
    assert read_knowledge() == without
    assert len(parsed._tables()) > 300


def test_a_file_that_was_edited_since_is_parsed_anew(beside: Path, tmp_path: Path) -> None:
    """One byte is enough."""
    file = tmp_path / "one.toml"
    file.write_bytes(b'id = "one"')
    beside.write_text(parsed_text(tmp_path), encoding="utf-8")
    assert table_of(file.read_bytes()) == {"id": "one"}
    assert table_of(b'id = "one" ') is None


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff"])
def test_without_a_readable_file_nothing_is_lost(beside: Path, content: bytes | None) -> None:
    """A checkout has none; one that was cut is as good as none."""
    if content is not None:
        beside.write_bytes(content)
    assert table_of(b'id = "one"') is None
