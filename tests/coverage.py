"""Branch coverage of the core (floors 0 to 4) over the quick tests: what is below 100 %, with its lines.

python -m tests.coverage                         all quick tests; takes many minutes, in one process
python -m tests.coverage tests/fetch_standard    some tests: what they reach
python -m tests.coverage --rooms fetch_standard,facts tests/fetch_standard tests/facts
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from tests.test_import_floors import CORE, PACKAGE, ROOMS

QUICK = "not (browser or versions or install or window or process)"


def core_files(rooms: frozenset[str]) -> list[str]:
    """The files of the core, or of some of its rooms."""
    chosen = [room for room in CORE if not rooms or room in rooms]
    return [path.relative_to(PACKAGE.parent).as_posix() for room in chosen for path in ROOMS[room]]


def main() -> int:
    """Runs the tests and prints the table; the status is pytest's."""
    parser = argparse.ArgumentParser(prog="python -m tests.coverage")
    parser.add_argument("--rooms", default="", help="rooms of the core, with commas between them")
    parser.add_argument("tests", nargs="*", default=["tests"], help="what pytest is to run")
    arguments = parser.parse_args()
    files = core_files(frozenset(filter(None, arguments.rooms.split(","))))
    coverage = (sys.executable, "-m", "coverage")
    root = PACKAGE.parent
    environment = {**os.environ, "PYTHONPATH": str(root)}
    words = ("pytest", "-q", "-p", "no:cacheprovider", "-m", QUICK, *arguments.tests)
    ended = subprocess.run([*coverage, "run", "-m", *words], cwd=root, env=environment).returncode
    report = ("report", "--skip-covered", "--show-missing", f"--include={','.join(files)}")
    subprocess.run([*coverage, *report], cwd=root, env=environment)
    return ended


if __name__ == "__main__":
    sys.exit(main())
