"""Writes `knowledge/versions/measured.toml` from real installations: what installs, imports, starts, answers.

    python -m tests.knowledge.measure_versions                        under this Python
    python -m tests.knowledge.measure_versions --python python3.9     under another one, packages unpinned
    python -m tests.knowledge.measure_versions --check                writes nothing, and tells what differs

What is on file for other Pythons stays as it is.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace

from cors_wizard.knowledge_base import builtin_folder, load_knowledge
from cors_wizard.knowledge_base.validation import validated
from cors_wizard.knowledge_base.version_models import Extension, Grid, Installation, VersionFile
from tests.knowledge.harness.environments import AT_ONCE, grid_of
from tests.knowledge.harness.installations import (
    HERE,
    CannotInstallError,
    Interpreter,
    grouped,
    resolved,
    try_out,
)

FILE = builtin_folder() / "versions" / "measured.toml"

BETWEEN = ("2.2.3", "2.3.2", "3.1.2")
"""Flask versions beside those of the grid: what pip installs beside them breaks in another way."""

BEFORE = ("3.0.0", "3.0.1", "3.0.2", "3.0.3", "3.0.4", "3.0.6", "3.0.7")
"""flask-cors versions before those of the grid: they do not start on today's Pythons."""

TALISMAN = ("0.8.1", "1.0.0", "1.1.0")
SOCKETIO = ("4.3.2", "5.0.1", "5.1.2", "5.2.0", "5.3.0", "5.3.7", "5.4.1", "5.5.1", "5.6.0", "5.6.1", "5.7.0")

_HEAD = """\
#:schema ../schema/versions.json
# Written by `python -m tests.knowledge.measure_versions` from real installations: not to be edited by hand.
"""


def bases(python: Interpreter, grid: Grid) -> Iterator[Installation]:
    """The installations to be tried under a Python, so far without trials."""

    def base(flask: str, packages: str, pins: tuple[str, ...]) -> Installation:
        kind = {"python_version": python.version, "flask_version": flask, "packages": packages}
        return validated(Installation, {**kind, "pins": pins, "trials": ()})

    if python == HERE:
        yield from (base(flask, "of-its-time", grid.pins[flask]) for flask in grid.flask)
    for flask in sorted((*grid.flask, *BETWEEN)):
        try:
            pins = resolved(python, flask)
        except CannotInstallError:  # It will be tried, and tell why.
            pins = ()
        yield base(flask, "newest", pins)


def extensions(python: Interpreter, grid: Grid) -> tuple[tuple[Extension, str], ...]:
    """What is tried on each installation."""
    cors: list[tuple[Extension, str]] = [("flask-cors", each) for each in (*BEFORE, *grid.flask_cors)]
    if python != HERE:
        return tuple(cors)
    others: list[tuple[Extension, str]] = [("flask-talisman", each) for each in TALISMAN]
    return (*cors, *others, *(("flask-socketio", each) for each in SOCKETIO))


def measured(python: Interpreter, grid: Grid) -> tuple[Installation, ...]:
    """Everything under one Python."""
    wanted = extensions(python, grid)
    every = tuple(bases(python, grid))
    try_out(python, every[0], wanted)  # Installs the extensions, which the others share.
    with ThreadPoolExecutor(AT_ONCE) as pool:
        trials = pool.map(lambda base: tuple(grouped(try_out(python, base, wanted))), every)
        return tuple(replace(base, trials=each) for base, each in zip(every, trials, strict=True))


def on_file() -> tuple[Installation, ...]:
    """What the knowledge says so far."""
    return validated(VersionFile, tomllib.loads(FILE.read_text(encoding="utf-8"))).measured


def written(installations: Iterable[Installation]) -> str:
    """The file."""
    return "\n".join([_HEAD.rstrip("\n"), *map(_written, installations)]) + "\n"


def _written(each: Installation) -> str:
    head = {name: value for name, value in asdict(each).items() if name != "trials"}
    lines = ["", "[[measured]]", *(f"{key} = {_toml(value)}" for key, value in head.items())]
    # An error of a trial is left out where there is none.
    trials = (asdict(trial).items() for trial in each.trials)
    tables = (", ".join(f"{key} = {_toml(value)}" for key, value in trial if value) for trial in trials)
    return "\n".join([*lines, "trials = [", *(f"    {{ {table} }}," for table in tables), "]"])


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def main() -> int:
    """Measures; 1 where `--check` finds a difference."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--python", action="append", default=[], help="another Python to measure under")
    parser.add_argument("--check", action="store_true", help="only tell what differs from the file")
    arguments = parser.parse_args()
    pythons = [Interpreter.of(each) for each in arguments.python] or [HERE]
    grid = grid_of(load_knowledge())
    found = [each for python in pythons for each in measured(python, grid)]
    kept = [each for each in on_file() if each.python_version not in {python.version for python in pythons}]
    if arguments.check:
        differing = [each for each in found if each not in on_file()]
        print("\n".join(map(_written, differing)) or "The file says what was measured.")
        return int(bool(differing))
    every = sorted((*kept, *found), key=lambda each: tuple(map(int, each.python_version.split("."))))
    FILE.write_text(written(every), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
