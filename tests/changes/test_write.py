"""Changes are written whole or not at all, and taken back byte for byte."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cors_wizard.changes import Change, ChangeSet
from cors_wizard.changes.source_text.source import Edit
from cors_wizard.changes.workspace import CannotChange, Workspace
from cors_wizard.changes.write import apply, undo
from cors_wizard.errors import FileError
from cors_wizard.facts.found import TextFile
from cors_wizard.project.folder import read_text

BEFORE, AFTER = "a = 1\r\nb = 2", "a = 1\r\nb = 3"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with two files."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "app.py").write_bytes(BEFORE.encode())
    (folder / "other.py").write_bytes(BEFORE.encode())
    return folder


def _both() -> ChangeSet:
    return ChangeSet((Change("app.py", "edit", BEFORE, AFTER), Change("other.py", "edit", BEFORE, AFTER)))


def _texts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_apply_and_undo_give_the_bytes_back(project: Path, tmp_path: Path) -> None:
    """What was there is there again, and a new file is gone."""
    before = _texts(project)
    new = Change("requirements.txt", "create", "", "flask-cors\n")
    apply(ChangeSet((*_both().changes, new)), project, tmp_path)
    assert _texts(project) == {
        "app.py": AFTER.encode(),
        "other.py": AFTER.encode(),
        "requirements.txt": b"flask-cors\n",
    }
    undo(project, tmp_path)
    assert _texts(project) == before


@given(before=st.text(max_size=200), after=st.text(max_size=200))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, before: str, after: str) -> None:
    """Whatever a file holds: applied and undone, its bytes are the same."""
    folder = tmp_path_factory.mktemp("any")
    (folder / "app.py").write_bytes(before.encode(errors="surrogatepass"))
    apply(ChangeSet((Change("app.py", "edit", before, after),)), folder, folder / "state")
    assert (folder / "app.py").read_bytes() == after.encode()
    undo(folder, folder / "state")
    assert (folder / "app.py").read_bytes() == before.encode()


def test_the_mode_is_kept(project: Path, tmp_path: Path) -> None:
    """A script stays executable."""
    (project / "app.py").chmod(0o755)
    apply(_both(), project, tmp_path)
    assert (project / "app.py").stat().st_mode & 0o777 == 0o755


def test_a_file_that_changed_since_is_left_alone(project: Path, tmp_path: Path) -> None:
    """Nothing is written over an edit that the fix does not know."""
    (project / "other.py").write_text("mine")
    before = _texts(project)
    with pytest.raises(FileError, match="was changed in the meantime"):
        apply(_both(), project, tmp_path)
    assert _texts(project) == before


def test_undo_leaves_a_later_edit_alone(project: Path, tmp_path: Path) -> None:
    """Who edited the file after the fix loses nothing."""
    apply(_both(), project, tmp_path)
    (project / "other.py").write_text("mine")
    before = _texts(project)
    with pytest.raises(FileError, match="was changed since"):
        undo(project, tmp_path)
    assert _texts(project) == before


def test_nothing_to_undo(project: Path, tmp_path: Path) -> None:
    """Said in one sentence."""
    with pytest.raises(FileError, match="nothing to undo"):
        undo(project, tmp_path)


@pytest.mark.parametrize("path", ["../outside.py", "/etc/outside.py", "link/outside.py", "linked.py", ""])
def test_nothing_outside_the_folder_is_written(project: Path, tmp_path: Path, path: str) -> None:
    """Not by its name, and not through a link."""
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "outside.py").write_bytes(BEFORE.encode())
    (project / "link").symlink_to(outside)
    (project / "linked.py").symlink_to(outside / "outside.py")
    with pytest.raises(FileError, match="is not inside the project folder"):
        apply(ChangeSet((Change(path, "edit", BEFORE, AFTER),)), project, tmp_path)
    assert (outside / "outside.py").read_bytes() == BEFORE.encode()


def _failing(after: int) -> Callable[[str, str], None]:
    """A disk that is full from some replacement on; the journal's own counts as the first."""
    done: list[int] = []
    real = os.replace

    def replace(source: str, target: str) -> None:
        done.append(1)
        if len(done) == after + 1:
            raise OSError(28, "No space left on device")
        real(source, target)

    return replace


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_full_disk_leaves_nothing_half_written(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Whichever step fails: the files are as they were, no temporary file stays, nothing is left to undo."""
    before = _texts(project)
    monkeypatch.setattr("cors_wizard.changes.write.os.replace", _failing(after))
    with pytest.raises(FileError, match="Nothing was written: No space left on device"):
        apply(_both(), project, tmp_path)
    assert _texts(project) == before
    with pytest.raises(FileError, match="nothing to undo"):
        undo(project, tmp_path)


@pytest.mark.parametrize("after", [0, 1])
def test_a_full_disk_keeps_what_undoes_an_earlier_change(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Also where the journal itself could not be written."""
    apply(ChangeSet((Change("app.py", "edit", BEFORE, "x"),)), project, tmp_path)
    monkeypatch.setattr("cors_wizard.changes.write.os.replace", _failing(after))
    with pytest.raises(FileError, match="No space left"):
        apply(ChangeSet((Change("app.py", "edit", "x", "y"),)), project, tmp_path)
    monkeypatch.undo()
    undo(project, tmp_path)
    assert (project / "app.py").read_bytes() == BEFORE.encode()


@pytest.mark.parametrize(
    "spoiled",
    [
        pytest.param(lambda text: text[: len(text) // 2], id="cut off"),
        pytest.param(lambda text: "[" * 100_000, id="deep"),
        pytest.param(lambda text: "5", id="a number"),
        pytest.param(lambda text: '{"files": [{}]}', id="empty"),
        pytest.param(lambda text: text.replace('"edits": [[', '"edits": [["x", '), id="an edit of four"),
        pytest.param(lambda text: text.replace('"edits": [[', '"edits": [[null], ['), id="an edit of one"),
        pytest.param(lambda text: text.replace("b = 2", "import os"), id="another text"),
        pytest.param(lambda text: text.replace('"app.py"', '"../outside.py"'), id="outside"),
    ],
)
def test_a_journal_that_was_spoiled_writes_nothing(
    project: Path, tmp_path: Path, spoiled: Callable[[str], str]
) -> None:
    """One sentence; what the file held is known by its digest, so nothing else is ever written."""
    (tmp_path / "outside.py").write_bytes(AFTER.encode())
    apply(ChangeSet((Change("app.py", "edit", BEFORE, AFTER),)), project, tmp_path)
    (journal,) = (tmp_path / "undo").iterdir()
    text = journal.read_text()
    journal.write_text(spoiled(text))
    assert journal.read_text() != text
    with pytest.raises(FileError) as raised:
        undo(project, tmp_path)
    assert raised.value.hint
    assert (project / "app.py").read_bytes() == (tmp_path / "outside.py").read_bytes() == AFTER.encode()


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: os.symlink("/dev/zero", path)])
def test_a_journal_that_is_no_file_is_not_waited_for(
    project: Path, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    """A pipe has no end, and neither has a device."""
    apply(_both(), project, tmp_path)
    (journal,) = (tmp_path / "undo").iterdir()
    journal.unlink()
    make(journal)
    with pytest.raises(FileError, match="a regular file"):
        undo(project, tmp_path)


def test_a_folder_for_the_journal_that_cannot_be_made(project: Path, tmp_path: Path) -> None:
    """A home folder that nobody may write to, or that is none: one sentence for both ways."""
    (tmp_path / "file").write_text("")
    before = _texts(project)
    with pytest.raises(FileError, match="Nothing was written"):
        apply(_both(), project, tmp_path / "file")
    with pytest.raises(FileError, match="Nothing was written"):
        undo(project, tmp_path / "file")
    assert _texts(project) == before


def test_killed_between_two_files(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash after the first file: undo takes back what was written."""
    before = _texts(project)
    real = os.replace

    def dies(source: str, target: str) -> None:
        if str(target).endswith("other.py"):
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr("cors_wizard.changes.write.os.replace", dies)
    with pytest.raises(KeyboardInterrupt):
        apply(_both(), project, tmp_path)
    monkeypatch.undo()
    assert (project / "app.py").read_bytes() == AFTER.encode()
    undo(project, tmp_path)
    left = {name: text for name, text in _texts(project).items() if not name.startswith(".cors-wizard-")}
    assert left == before


def test_two_changes_are_undone_one_by_one(project: Path, tmp_path: Path) -> None:
    """The last one first."""
    apply(ChangeSet((Change("app.py", "edit", BEFORE, "x"),)), project, tmp_path)
    apply(ChangeSet((Change("app.py", "edit", "x", "y"),)), project, tmp_path)
    undo(project, tmp_path)
    assert (project / "app.py").read_text() == "x"
    undo(project, tmp_path)
    assert (project / "app.py").read_bytes() == BEFORE.encode()


def test_what_undo_needs_is_read_by_nobody_else(project: Path, tmp_path: Path) -> None:
    """The journal holds what the user's code was: it is the user's alone, also after one of two is undone."""
    apply(ChangeSet((Change("app.py", "edit", BEFORE, "x"),)), project, tmp_path)
    apply(ChangeSet((Change("app.py", "edit", "x", "y"),)), project, tmp_path)
    (journal,) = (tmp_path / "undo").iterdir()
    modes = [journal.stat().st_mode & 0o777]
    undo(project, tmp_path)
    modes.append(journal.stat().st_mode & 0o777)
    assert modes == [0o600, 0o600]


def test_a_file_is_written_in_its_own_encoding(tmp_path: Path) -> None:
    """Python 3 reads `latin-1` where the first lines name it; so do the change and what undoes it."""
    content = "# -*- coding: latin-1 -*-\n# Köln\nx = 1\n".encode("latin-1")
    (tmp_path / "app.py").write_bytes(content)
    file = read_text(tmp_path / "app.py", "app.py")
    assert isinstance(file, TextFile)
    assert "Köln" in file.text
    workspace = Workspace((file,))
    at = file.text.index("1\n")
    workspace.edit("app.py", Edit(at, at + 1, "2"))
    apply(workspace.changes(), tmp_path, tmp_path / "state")
    assert (tmp_path / "app.py").read_bytes() == content.replace(b"x = 1", b"x = 2")
    undo(tmp_path, tmp_path / "state")
    assert (tmp_path / "app.py").read_bytes() == content
    with pytest.raises(CannotChange):
        workspace.edit("app.py", Edit(at, at + 1, "'\u20ac'"))


@pytest.mark.parametrize("named", ["utf-8", "idna", "unicode_escape", "no-such", "utf-7"])
def test_an_encoding_that_is_not_the_files_own(tmp_path: Path, named: str) -> None:
    """It is read with replacement characters and never written."""
    (tmp_path / "app.py").write_bytes(f"# coding: {named}\n# K\xf6ln\n".encode("latin-1"))
    file = read_text(tmp_path / "app.py", "app.py")
    assert isinstance(file, TextFile)
    assert not file.is_exact
