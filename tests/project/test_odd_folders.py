"""A folder with whatever real disks hold is read as far as it can be, by a user who may not do everything."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.project.odd_folders import FOLDERS, clear

NOTED = {
    "closed-data": "pgdata: cannot be ",
    "closed-venv": ".venv: cannot be ",
    "unenterable-data": "pgdata",
    "unlistable": "secret: cannot be listed (Permission denied).",
    "closed-file": "models.py: cannot be read (Permission denied).",
    "many": "names and stopped",
    "deep": "too deep",
    "special": "",
}


@pytest.mark.parametrize("kind", FOLDERS)
def test_reads_what_can_be_read(kind: str) -> None:
    """No traceback, the app beside it is found, and what was closed is said."""
    # Not below pytest's own folder, which each pytest that starts closes to others again.
    folder = Path(tempfile.mkdtemp(prefix="odd-folder-"))
    folder.chmod(0o755)
    try:
        done = subprocess.run(
            [sys.executable, "-B", "-m", "tests.project.odd_folders", kind, str(folder)],
            capture_output=True,
            text=True,
            timeout=120,
            env={**os.environ, "PYTHONPATH": os.getcwd()},
        )
        assert done.returncode == 0, done.stderr
        assert NOTED.get(kind, "") in done.stdout
    finally:
        reopen(folder)
        clear(folder)


def reopen(folder: Path) -> None:
    """Opens what was closed, so that it can be removed."""
    for path, names, _ in os.walk(folder):
        for name in names:
            if not os.path.islink(os.path.join(path, name)):
                os.chmod(os.path.join(path, name), 0o755)
