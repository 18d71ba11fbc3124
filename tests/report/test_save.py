"""A report is written whole or not at all, and never over something that is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cors_wizard.errors import FileError
from cors_wizard.report.save import save_report


def test_writes_the_text(tmp_path: Path) -> None:
    """The file holds the text and nothing else is left behind; only its owner can read it."""
    path = tmp_path / "report.md"
    save_report("# Ärger\n", path)
    assert path.read_bytes() == "# Ärger\n".encode()
    assert os.listdir(tmp_path) == ["report.md"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_refuses_to_overwrite(tmp_path: Path) -> None:
    """What is there stays, unless the user allows it."""
    path = tmp_path / "report.md"
    path.write_text("mine")
    with pytest.raises(FileError, match="exists already"):
        save_report("new", path)
    assert path.read_text() == "mine"
    save_report("new", path, overwrite=True)
    assert path.read_text() == "new"


def test_refuses_a_dangling_link(tmp_path: Path) -> None:
    """A link that leads nowhere is not written through."""
    path = tmp_path / "report.md"
    path.symlink_to(tmp_path / "elsewhere.md")
    with pytest.raises(FileError, match="exists already"):
        save_report("new", path)
    assert not (tmp_path / "elsewhere.md").exists()


def test_what_is_no_file_is_never_replaced(tmp_path: Path) -> None:
    """As root, a rename onto `/dev/null` would take it from everybody."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to(pipe)
    for path in (pipe, tmp_path / "link"):
        with pytest.raises(FileError, match="a device or a pipe"):
            save_report("text", path, overwrite=True)
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param(".", "is a folder", id="folder"),
        pytest.param("missing/report.md", "There is no folder", id="missing-folder"),
        pytest.param("file.txt/report.md", "no folder|cannot be written", id="file-as-folder"),
        pytest.param("nul\0.md", "cannot be written", id="nul"),
        pytest.param(f"{'x' * 300}.md", "cannot be written", id="long-name"),
    ],
)
@pytest.mark.parametrize("overwrite", [False, True])
def test_cannot_be_written(tmp_path: Path, name: str, message: str, overwrite: bool) -> None:
    """One sentence, a remedy, and nothing is changed."""
    (tmp_path / "file.txt").write_text("mine")
    with pytest.raises(FileError, match=message) as raised:
        save_report("text", tmp_path / name, overwrite=overwrite)
    assert raised.value.hint
    assert os.listdir(tmp_path) == ["file.txt"]
    assert (tmp_path / "file.txt").read_text() == "mine"


def test_a_device_that_is_full_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the last step fails, neither a half file nor a temporary one stays."""

    def fail(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(FileError, match="No space left"):
        save_report("text", tmp_path / "report.md")
    assert os.listdir(tmp_path) == []


def test_a_name_that_is_taken_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else's file of the same moment is not overwritten."""
    path = tmp_path / "report.md"
    really = os.fsync

    def sync(handle: int) -> None:
        path.write_text("mine")
        really(handle)

    monkeypatch.setattr(os, "fsync", sync)
    with pytest.raises(FileError, match="exists already"):
        save_report("text", path)
    assert path.read_text() == "mine"
    assert os.listdir(tmp_path) == ["report.md"]
