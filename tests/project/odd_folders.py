"""Folders as they are found on real disks, looked at by a user who may not do everything, in a process.

python -m tests.project.odd_folders KIND FOLDER    makes one of them, and looks at it as nobody
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from cors_wizard.cli.default_project import default_project
from cors_wizard.project import scan_project
from cors_wizard.tui import session

NOBODY = 65534
APP = "from flask import Flask\nfrom flask_cors import CORS\napp = Flask(__name__)\nCORS(app)\n"


def closed_folder(name: str) -> Callable[[Path], None]:
    """A folder of that name that may not even be listed."""

    def make(folder: Path) -> None:
        (folder / name / "inner").mkdir(parents=True)
        (folder / name).chmod(0)

    return make


def unenterable(name: str) -> Callable[[Path], None]:
    """A folder whose names can be read, but nothing about them: mode r--."""

    def make(folder: Path) -> None:
        (folder / name / "lib" / "python3.11" / "site-packages" / "flask-3.0.0.dist-info").mkdir(parents=True)
        (folder / name / "app.py").write_text(APP)
        (folder / name / "pyvenv.cfg").write_text("version = 3.11\n")
        (folder / name).chmod(0o444)

    return make


def unlistable(folder: Path) -> None:
    """A folder whose names cannot be read, but what they lead to can: mode --x."""
    (folder / "secret").mkdir()
    (folder / "secret" / "app.py").write_text(APP)
    (folder / "secret").chmod(0o111)


def closed_libraries(folder: Path) -> None:
    """An environment whose libraries are closed."""
    library = folder / ".venv" / "lib" / "python3.11" / "site-packages"
    library.mkdir(parents=True)
    (folder / ".venv" / "pyvenv.cfg").write_text("version = 3.11\n")
    library.parent.chmod(0o400)


def closed_settings(folder: Path) -> None:
    """An environment whose pyvenv.cfg nobody may read."""
    (folder / ".venv" / "lib").mkdir(parents=True)
    (folder / ".venv" / "pyvenv.cfg").write_text("version = 3.11\n")
    (folder / ".venv" / "pyvenv.cfg").chmod(0)


def closed_file(folder: Path) -> None:
    """Files that nobody may read."""
    for name in ("models.py", "requirements.txt", ".env"):
        (folder / name).write_text("x = 1\n")
        (folder / name).chmod(0)


def loops(folder: Path) -> None:
    """Links that lead to themselves, to each other and back up."""
    (folder / "self").symlink_to("self")
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")
    (folder / "up").symlink_to("..", target_is_directory=True)
    (folder / ".venv").symlink_to(".venv")
    (folder / "env" / "lib").mkdir(parents=True)
    (folder / "env" / "pyvenv.cfg").symlink_to("pyvenv.cfg")
    (folder / "env" / "lib" / "python3.11").symlink_to("python3.11")
    (folder / "loop.py").symlink_to("loop.py")


def special(folder: Path) -> None:
    """Pipes, a socket and devices, by names that are wanted."""
    os.mkfifo(folder / "views.py")
    os.mkfifo(folder / "requirements.txt")
    (folder / "venv" / "lib").mkdir(parents=True)
    os.mkfifo(folder / "venv" / "pyvenv.cfg")
    here = Path.cwd()
    os.chdir(folder)  # A socket's path may not be long.
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("server.py")
    os.chdir(here)
    (folder / "zero.py").symlink_to("/dev/zero")
    (folder / "package.json").symlink_to("/dev/full")


def many(folder: Path) -> None:
    """More names than are looked at."""
    for number in range(30_000):
        (folder / f"z{number}.md").touch()


def deep(folder: Path) -> None:
    """Folders within folders, as far as the disk goes."""
    here = Path.cwd()
    os.chdir(folder)
    for _ in range(200):
        Path("deeper").mkdir()
        os.chdir("deeper")
    Path("app.py").write_text(APP)
    os.chdir(here)


def odd_names(folder: Path) -> None:
    """Names that are no UTF-8, that write to the terminal, and as long as can be."""
    for name in (b"\xff\xfe.py", b"\x1b]0;x\x07.py", b"a\nb.py", b"x" * 251 + b".py", b"-rf.py"):
        with open(os.fsencode(folder) + b"/" + name, "w") as file:
            file.write(APP)


FOLDERS: Mapping[str, Callable[[Path], None]] = {
    "closed-data": closed_folder("pgdata"),
    "closed-git": closed_folder(".git"),
    "closed-venv": closed_folder(".venv"),
    "closed-named-env": closed_folder("env"),
    "unenterable-data": unenterable("pgdata"),
    "unenterable-git": unenterable(".git"),
    "unenterable-venv": unenterable(".venv"),
    "unenterable-package": unenterable("shop"),
    "unlistable": unlistable,
    "closed-libraries": closed_libraries,
    "closed-settings": closed_settings,
    "closed-file": closed_file,
    "loops": loops,
    "special": special,
    "many": many,
    "deep": deep,
    "odd-names": odd_names,
}


def main(kind: str, folder: Path) -> None:
    """Makes the folder as root or whoever runs this, and looks at it as somebody who may do less."""
    (folder / "app.py").write_text(APP)
    look(folder)  # Loads every module: the interpreter's own folder may be closed to others.
    FOLDERS[kind](folder)
    if os.geteuid() == 0:
        for path in [folder, *folder.parents][:-1]:
            if path.stat().st_mode & 0o001 == 0:
                path.chmod(path.stat().st_mode | 0o005)
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    look(folder)


def look(folder: Path) -> None:
    """Everything that looks at a folder, and what it says."""
    assert default_project(folder) == folder
    found = scan_project(folder)
    facts = {fact.name: fact.value for fact in found.facts}
    assert facts["app_file"] == "app.py", facts
    print(*found.notes, sep="\n")
    for one in folder.iterdir():
        if os.path.isdir(one):
            assert session.load_all(one) == ()


def clear(folder: Path) -> None:
    """Removes it, however deep."""
    shutil.rmtree(folder)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
