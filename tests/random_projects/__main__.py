"""Runs random projects: `python -m tests.random_projects --seeds 0-99 [--no-probes] [--show]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.random_projects.draw import project
from tests.random_projects.run import Outcome, run


def main() -> int:
    """Prints what became of each seed that is not right, then the numbers; gives 1 where there is one."""
    parser = argparse.ArgumentParser(prog="python -m tests.random_projects")
    parser.add_argument("--seeds", default="0-19", help="a number, or the first and the last one: 0-19")
    parser.add_argument("--no-probes", action="store_true", help="the command sends nothing")
    parser.add_argument("--show", action="store_true", help="prints message, output and diff of each")
    parser.add_argument("--python", default=sys.executable, help="the interpreter that runs the projects")
    arguments = parser.parse_args()
    first, _, last = arguments.seeds.partition("-")
    counts: Counter[str] = Counter()
    for seed in range(int(first), int(last or first) + 1):
        with tempfile.TemporaryDirectory() as home:
            folder = Path(home) / "project"
            outcome = run(project(seed), folder, probes=not arguments.no_probes, python=arguments.python)
        counts[outcome.verdict if outcome.is_right else "wrong"] += 1
        if arguments.show or not outcome.is_right:
            print(_told(outcome, whole=arguments.show), flush=True)
    print(dict(counts))
    return 1 if counts["wrong"] else 0


def _told(outcome: Outcome, *, whole: bool) -> str:
    drawn = outcome.project
    line = f"{drawn.seed} {drawn.way} {'+'.join(drawn.faults)} {drawn.call.method}: {outcome.verdict}"
    return f"{line}\n{outcome.printed}\n{outcome.diff}" if whole else line


if __name__ == "__main__":
    sys.exit(main())
