"""One table of ratios, each measured side by side in one run.

    python -m benchmarks             prints the table, and what is 20 % worse than the numbers on record
    python -m benchmarks --record    writes the numbers on record anew
    python -m benchmarks --only judge

Processor time decides, since others use the machine, too; of several interleaved rounds the least counts.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.rows import ROWS, Row
from cors_wizard.knowledge_base.build import write_parsed
from cors_wizard.shipped import builtin_folder

RECORD = Path(__file__).with_name("recorded.json")
WORSE = 1.2


def main() -> int:
    """Measures, prints, compares; the status is 0 unless `--strict` is given."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--record", action="store_true", help="write the numbers on record anew")
    parser.add_argument("--only", default="", help="rows whose name has this in it")
    parser.add_argument("--strict", action="store_true", help="leave with 1 where something is worse")
    arguments = parser.parse_args()
    # As in an installed package: a checkout may have been edited since it was.
    write_parsed(builtin_folder())
    chosen = [row for row in ROWS if arguments.only in row.name]
    recorded: dict[str, float] = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    print(f"{'measured':>9} {'goal':>6} {'record':>7}")
    measured: dict[str, float] = {}
    for row in chosen:
        measured[row.name] = round(row.measure(), 2)
        print(line_of(row, measured[row.name], recorded.get(row.name)), flush=True)
    if arguments.record:
        RECORD.write_text(json.dumps({**recorded, **measured}, indent=2) + "\n")
    worse = worse_than(recorded, measured)
    for name, before, now in worse:
        print(f"{name}: {now:g}, which is {now / before - 1:.0%} worse than the {before:g} on record.")
    return int(bool(worse) and arguments.strict)


def line_of(row: Row, measured: float, before: float | None) -> str:
    """One row of the table."""
    kept = f"{before:7.2f}" if before is not None else "      -"
    mark = "ok  " if measured <= row.goal else "MISS"
    return f"{measured:9.2f} {row.goal:6.2f} {kept}  {mark}  {row.name}"


def worse_than(recorded: dict[str, float], measured: dict[str, float]) -> list[tuple[str, float, float]]:
    """The names with the number on record and that of now, where it is 20 % worse."""
    pairs = ((name, recorded.get(name), now) for name, now in measured.items())
    return [(name, before, now) for name, before, now in pairs if before and now > before * WORSE]


if __name__ == "__main__":
    sys.exit(main())
