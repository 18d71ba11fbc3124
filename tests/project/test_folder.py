"""Walking a folder: nothing outside of it, nothing that blocks, nothing without end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cors_wizard.errors import FileError
from cors_wizard.project import scan_project
from cors_wizard.project.folder import Limits, read_folder
from tests.project.folders import scan, values, write

APP = "from flask import Flask\napp = Flask(__name__)\n"


def test_follows_no_symbolic_link(tmp_path: Path) -> None:
    """Nothing outside of the folder is read, and a loop of links does not hang."""
    outside = write(tmp_path / "outside", {"app.py": APP, "requirements.txt": "Flask==1.0\n"})
    write(outside, {".venv/pyvenv.cfg": "version = 3.9.1\n"})
    folder = write(tmp_path / "project", {"pkg/server.py": APP})
    (folder / "app.py").symlink_to(outside / "app.py")
    (folder / "requirements.txt").symlink_to(outside / "requirements.txt")
    (folder / "api").symlink_to(outside, target_is_directory=True)
    (folder / ".venv").symlink_to(outside / ".venv", target_is_directory=True)
    (folder / "pkg" / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "self").symlink_to(folder / "self")
    found = values(scan_project(folder))
    assert found == {
        "framework": "flask",
        "app_file": "pkg/server.py",
        "app_style": "module",
        "app_variable": "app",
        "cors_setup": "none",
        "import_problem": "none",
    }


def test_looks_into_no_site_packages_that_lie_elsewhere(tmp_path: Path) -> None:
    """A virtual environment whose libraries are a link out of the folder tells nothing."""
    outside = write(tmp_path / "outside", {"flask-1.0.dist-info/": b""})
    folder = write(
        tmp_path / "project", {"app.py": APP, ".venv/lib/python3.11/": b"", ".venv/pyvenv.cfg": b""}
    )
    (folder / ".venv/lib/python3.11/site-packages").symlink_to(outside, target_is_directory=True)
    assert "flask_version" not in values(scan_project(folder))


def test_what_vanishes_meanwhile_becomes_a_note(tmp_path: Path) -> None:
    """A build that deletes files while the wizard looks does not end it."""
    write(tmp_path, {"app.py": APP, "sub/": b"", "kept.py": APP})

    def wanted(name: str) -> bool:
        (tmp_path / "app.py").unlink(missing_ok=True)
        if (tmp_path / "sub").exists():
            (tmp_path / "sub").rmdir()
        return name.endswith(".py")

    contents = read_folder(tmp_path, wanted)
    assert [file.path for file in contents.files] == ["kept.py"]
    assert contents.notes == (
        "sub: cannot be listed (No such file or directory).",
        "app.py: cannot be read (No such file or directory).",
    )


def test_reads_no_settings_of_an_environment_that_lie_elsewhere(tmp_path: Path) -> None:
    """A link in place of pyvenv.cfg is not followed."""
    (tmp_path / "other.cfg").write_text("version = 3.9.1\n")
    folder = write(tmp_path / "project", {".venv/lib/": b""})
    (folder / ".venv" / "pyvenv.cfg").symlink_to(tmp_path / "other.cfg")
    assert values(scan_project(folder)) == {}


def test_reads_no_pipe_and_no_socket(tmp_path: Path) -> None:
    """A named pipe in the folder would block whoever opens it."""
    os.mkfifo(tmp_path / "app.py")
    os.mkfifo(tmp_path / "requirements.txt")
    (tmp_path / ".venv" / "lib").mkdir(parents=True)
    os.mkfifo(tmp_path / ".venv" / "pyvenv.cfg")
    found = scan(tmp_path, {"pkg/server.py": APP})
    assert values(found)["app_file"] == "pkg/server.py"


@pytest.mark.parametrize(
    ("limits", "note"),
    [
        pytest.param(Limits(entries=5), "Looked at 5 names and stopped", id="entries"),
        pytest.param(Limits(depth=1), "a/b: is nested too deeply", id="depth"),
        pytest.param(Limits(python_bytes=10), "app.py: is larger than", id="file"),
        pytest.param(Limits(total_bytes=60), "a/b/deep.py: was not read, because", id="total"),
    ],
)
def test_stops_at_its_limits_and_says_so(tmp_path: Path, limits: Limits, note: str) -> None:
    """A folder like a whole disk does not keep the wizard busy."""
    write(tmp_path, {"app.py": APP, "a/b/deep.py": APP, **{f"{name}.md": "" for name in "cdefgh"}})
    found = scan_project(tmp_path, limits)
    assert any(one.startswith(note) for one in found.notes), found.notes


@pytest.mark.parametrize(
    ("path", "said"),
    [
        pytest.param("nowhere", "does not exist", id="missing"),
        pytest.param("file", "is not a folder", id="file"),
        pytest.param("loop", "cannot be read", id="loop"),
        pytest.param("nul\0name", "cannot be read", id="nul"),
    ],
)
def test_refuses_what_is_no_folder(tmp_path: Path, path: str, said: str) -> None:
    """A mistyped folder is one clear sentence."""
    (tmp_path / "file").write_text("")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(FileError, match=said) as caught:
        scan_project(tmp_path / path)
    assert caught.value.hint == "Give the folder that holds your Flask code."


def test_undecodable_names_can_be_written_out(tmp_path: Path) -> None:
    """A file name that is no UTF-8 does not break the report."""
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/app\xff.py"))).write_text(APP)
    found = scan_project(tmp_path)
    assert values(found)["app_file"] == "app\\udcff.py"
    str(found).encode()


def test_reads_what_power_shell_writes(tmp_path: Path) -> None:
    """`pip freeze > requirements.txt` in PowerShell gives UTF-16 with a mark and CR LF."""
    found = scan(tmp_path, {"requirements.txt": "Flask==2.2.5\r\nflask-cors==3.0.10\r\n".encode("utf-16")})
    assert values(found) == {
        "flask_version": "2.2.5",
        "flask_cors_version": "3.0.10",
    }


def test_the_scanned_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    """What the user names is read, whatever way leads there."""
    write(tmp_path / "real", {"app.py": APP})
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    found = scan_project(tmp_path / "link")
    assert found.folder == tmp_path / "link"
    assert values(found)["app_file"] == "app.py"
