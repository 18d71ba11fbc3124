"""The knowledge files as a build reads them: the same as the files say, and never anything stale."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cors_wizard.knowledge_base import builtin_folder, parsed, read_files, read_knowledge
from cors_wizard.knowledge_base.build import text_for
from cors_wizard.knowledge_base.models import Cause, Model, Stop
from cors_wizard.knowledge_base.parsed import model_of

STOP = """\
id = "one"
status = "not-cors"
title = "A title"
text = "A text"
"""


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file that the build writes, in a folder of the test's own."""
    room = tmp_path / "room"
    room.mkdir()
    path = room / parsed.FILE
    monkeypatch.setattr(parsed, "__file__", str(room / "parsed.py"))
    (room / "parsed.py").write_bytes(b"")
    parsed._models.cache_clear()
    parsed._code.cache_clear()
    yield path
    parsed._models.cache_clear()
    parsed._code.cache_clear()


def write(path: Path, text: str) -> None:
    """The file as it is now, read anew."""
    path.write_text(text, encoding="utf-8")
    parsed._models.cache_clear()


def of_one_file(folder: Path) -> Path:
    """A folder of knowledge with one file."""
    file = folder / "knowledge" / "stops" / "one.toml"
    file.parent.mkdir(parents=True)
    file.write_text(STOP)
    return folder / "knowledge"


def test_the_knowledge_is_the_same_with_it_and_without(beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every model of every file, and the texts that complaints quote; with it nothing is validated again."""
    without = read_knowledge()
    write(beside, text_for(builtin_folder()))
    monkeypatch.setattr(read_files, "_validated", None)
    assert read_knowledge() == without
    assert len(parsed._models()) > 300


def test_every_value_has_the_same_type(beside: Path) -> None:
    """Lists are tuples, at any depth: equal values of another type would not be."""
    without = read_knowledge()
    write(beside, text_for(builtin_folder()))
    assert repr(read_knowledge()) == repr(without)


def test_a_file_that_was_edited_since_is_read_anew(beside: Path, tmp_path: Path) -> None:
    """One byte is enough."""
    write(beside, text_for(of_one_file(tmp_path)))
    found = model_of(STOP.encode(), Stop)
    assert found is not None
    assert (found.id, found.next) == ("one", ())
    assert model_of(STOP.encode() + b" ", Stop) is None
    assert model_of(STOP.encode(), Cause) is None


@pytest.mark.parametrize("was", ['"title": "A title"', '"since": "1"', '"(model)": "Gone"'])
def test_where_a_model_was_edited_since_everything_is_read_anew(
    beside: Path, tmp_path: Path, was: str
) -> None:
    """A stricter rule holds for what an older build has read; a key or model that is gone breaks nothing."""
    write(beside, text_for(of_one_file(tmp_path)).replace('"title": "A title"', was))
    (beside.parent / "host_models.py").write_text("STRICTER = True")
    parsed._code.cache_clear()
    assert model_of(STOP.encode(), Stop) is None


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff"])
def test_without_a_readable_file_nothing_is_lost(beside: Path, content: bytes | None) -> None:
    """A checkout has none; one that was cut is as good as none."""
    if content is not None:
        beside.write_bytes(parsed._code().encode() + b"\n" + content)
    assert model_of(STOP.encode(), Stop) is None


def test_every_model_can_be_kept() -> None:
    """Its name is its own, and it is a dataclass of named fields only."""
    kinds = Model.__subclasses__()
    assert len({kind.__name__ for kind in kinds}) == len(kinds) > 20
    assert all(dataclasses.is_dataclass(kind) for kind in kinds)


@pytest.mark.process
def test_pydantic_is_loaded_for_what_no_build_has_read_alone(beside: Path) -> None:
    """With the file a start needs none of it; without it the files are validated."""
    code = (
        "import sys; from pathlib import Path; from cors_wizard.knowledge_base import parsed;"
        "parsed.__file__ = sys.argv[1];"
        "from cors_wizard.knowledge_base import load_knowledge; load_knowledge();"
        "print('pydantic' in sys.modules)"
    )

    def loads_pydantic() -> str:
        words = [sys.executable, "-c", code, str(beside.with_name("parsed.py"))]
        return subprocess.run(words, capture_output=True, text=True, check=True, timeout=120).stdout.strip()

    assert loads_pydantic() == "True"
    write(beside, text_for(builtin_folder()))
    assert loads_pydantic() == "False"
