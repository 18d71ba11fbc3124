"""Fuzzes for as long as one likes: `python -m tests.fuzz --minutes 10 [--seed 1] [--target pasted]`.

What breaks is written to `tests/fuzz/corpus/`, where the tests find it from then on.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
import traceback
from pathlib import Path

from tests.fuzz.mutate import mutated
from tests.fuzz.targets import TARGETS, survives

CORPUS = Path(__file__).with_name("corpus")


def main() -> int:
    """Draws until the time is over; gives 1 where something broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--target", choices=sorted(TARGETS), action="append")
    arguments = parser.parse_args()
    dice = random.Random(arguments.seed)
    names = arguments.target or sorted(TARGETS)
    ends, count, broken = time.monotonic() + arguments.minutes * 60, 0, 0
    while time.monotonic() < ends:
        name = dice.choice(names)
        text = mutated(dice.choice(TARGETS[name].seeds), dice)
        # The time that it took itself: others use the machine, too.
        began = time.process_time()
        count += 1
        try:
            survives(TARGETS[name], text)
        except Exception:  # Whatever it is, it is what we look for.
            broken += 1
            print(f"{name}: {_keep(name, text)}\n{traceback.format_exc(limit=-4)}", file=sys.stderr)
        if time.process_time() - began > 10:
            broken += 1
            print(f"{name}: slow: {_keep(name, text)}", file=sys.stderr)
    print(f"{count} inputs, {broken} broke something.")
    return 1 if broken else 0


def _keep(name: str, text: str) -> Path:
    path = CORPUS / f"{name}.{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:12]}.txt"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    return path


if __name__ == "__main__":
    sys.exit(main())
