"""A change's diff is what git and patch take, whatever line ends the file has."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from cors_wizard.changes import Change, ChangeSet
from cors_wizard.changes.source_text.source import Edit
from cors_wizard.changes.workspace import Workspace
from cors_wizard.facts.found import TextFile

TEXTS = [
    pytest.param("a\nb\nc\n", "a\nB\nc\n", id="one-line"),
    pytest.param("a\r\nb\r\n", "a\r\nB\r\n", id="crlf"),
    pytest.param("a\nb", "a\nB", id="no-final-newline"),
    pytest.param("a\nb", "a\nb\n", id="newline-added"),
    pytest.param("\ufeffa\nb\n", "\ufeffa\nB\n", id="byte-order-mark"),
    pytest.param("a\x0cb\u2028c\n", "a\x0cB\u2028c\n", id="other-line-separators"),
]


def _apply(folder: Path, diff: str, *command: str) -> None:
    subprocess.run(command, cwd=folder, input=diff.encode(), check=True, capture_output=True)


@pytest.mark.parametrize(("before", "after"), TEXTS)
@pytest.mark.parametrize("command", [("git", "apply"), ("patch", "-p1", "--binary")], ids=["git", "patch"])
@pytest.mark.parametrize("name", ["app.py", "my app/app.py"])
def test_the_diff_is_taken(
    tmp_path: Path, name: str, command: tuple[str, ...], before: str, after: str
) -> None:
    """`cors-wizard fix | git apply` gives the new file, byte for byte."""
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(before.encode())
    _apply(tmp_path, Change(name, "edit", before, after).diff, *command)
    assert file.read_bytes() == after.encode()


@pytest.mark.parametrize("command", [("git", "apply"), ("patch", "-p1")], ids=["git", "patch"])
def test_a_new_file_is_made(tmp_path: Path, command: tuple[str, ...]) -> None:
    """A file that the fix creates, beside one that it edits."""
    (tmp_path / "app.py").write_text("a\n")
    made = ChangeSet((Change("app.py", "edit", "a\n", "b\n"), Change("new.txt", "create", "", "x\ny\n")))
    _apply(tmp_path, made.diff, *command)
    assert (tmp_path / "new.txt").read_text() == "x\ny\n"
    assert (tmp_path / "app.py").read_text() == "b\n"


@pytest.mark.parametrize(
    ("keeps", "said"),
    [
        pytest.param(("methods GET", "methods POST"), "methods GET, POST", id="of-one-setting"),
        pytest.param(
            ("origin http://a.example", "origin http://b.example", "max_age 5"),
            "origins http://a.example, http://b.example; max_age 5",
            id="two-settings",
        ),
        pytest.param(("path /api/*",), "path /api/*", id="one"),
        pytest.param((), "", id="nothing"),
    ],
)
def test_what_is_kept_is_said_in_one_line(keeps: tuple[str, ...], said: str) -> None:
    """Each setting is named once."""
    assert Change("app.py", "edit", "", "", keeps).kept == said


def test_a_path_that_the_change_writes_is_not_one_that_it_keeps() -> None:
    """A route has the text of the new path: what was there of the setting is kept, and nothing else."""
    before = 'CORS(app, resources={"/api/v1/*": {}})\n\n\n@app.get("/api/v2/orders")\ndef orders(): ...\n'
    workspace = Workspace([TextFile("app.py", before)])
    workspace.edit("app.py", Edit(before.index("})\n"), before.index(")\n"), ', "/api/v2/orders": {}}'))
    workspace.keep("app.py", "path /api/v1/*", "path /api/v2/orders")
    (change,) = workspace.changes().changes
    assert change.keeps == ("path /api/v1/*",)
