"""Compares judge() with a real browser over drawn exchanges, any seed on demand.

python -m tests.differential --engine firefox --seed 7 --cases 2000
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tests.browsers.fixtures import EVERY
from tests.differential.compare import differences


def main(arguments: Sequence[str]) -> int:
    """Prints every difference; 1 where there is one."""
    parser = argparse.ArgumentParser(prog="python -m tests.differential", description=__doc__)
    parser.add_argument("--engine", choices=sorted(EVERY), default="chromium")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=500)
    given = parser.parse_args(arguments)
    browser = EVERY[given.engine]()
    try:
        found = list(differences(browser, given.seed, given.cases))
    finally:
        browser.close()
    for difference in found:
        print(difference)
    print(f"{len(found)} differences in {given.cases} cases of seed {given.seed} in {given.engine}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
