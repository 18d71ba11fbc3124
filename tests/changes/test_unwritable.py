"""A project that may be read and not written: one sentence, nothing is changed, nothing is left behind.

Root may write everywhere, so the change is made by a user who may do less, whoever runs the tests.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

NOBODY = 65534
BEFORE, AFTER = "a = 1\n", "a = 2\n"
CLOSED = {
    "the-folder": (".",),
    "a-folder-of-the-second-file": ("web",),
    "a-file": ("web/page.py",),
    "the-journal": ("../state",),
}
"""What may not be written in each case."""


@pytest.mark.parametrize("case", CLOSED)
def test_nothing_is_written(case: str) -> None:
    """Neither the file that could be written."""
    # Not below pytest's own folder, which is closed to others.
    base = Path(tempfile.mkdtemp(prefix="unwritable-"))
    project, state = base / "project", base / "state"
    for folder in (base, project, project / "web", state):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o777)
    for name in ("app.py", "web/page.py"):
        (project / name).write_text(BEFORE)
        (project / name).chmod(0o666)
    for name in CLOSED[case]:
        (project / name).chmod(0o444 if name.endswith(".py") else 0o555)
    before = sorted(base.rglob("*"))
    done = subprocess.run(
        [sys.executable, "-B", "-m", __name__, str(project), str(state)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    try:
        assert done.returncode == 0, done.stderr
        assert "othing was written" in done.stdout
        assert len(done.stdout.splitlines()) == 1
        assert sorted(base.rglob("*")) == before
        assert {path.read_text() for path in project.rglob("*.py")} == {BEFORE}
    finally:
        for path in (project, project / "web", state):
            path.chmod(0o755)
        subprocess.run(["rm", "-r", str(base)], check=True)


def main(project: Path, state: Path) -> None:
    """Applies a change to both files as somebody who isn't root, and prints what that says."""
    from cors_wizard.changes import Change, ChangeSet
    from cors_wizard.changes.write import apply
    from cors_wizard.errors import FileError

    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    changes = [Change(name, "edit", BEFORE, AFTER) for name in ("app.py", "web/page.py")]
    try:
        apply(ChangeSet(tuple(changes)), project, state)
    except FileError as error:
        print(error)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
