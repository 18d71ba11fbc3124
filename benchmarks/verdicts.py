"""How many verdicts a second one process gives, over every exchange of the browsers' table.

    python -m benchmarks.verdicts [SECONDS]

Prints the best of five rounds by the processor's time, which others on the machine disturb least. The goal
is 20,000.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange
from tests.fetch_standard.browser_exchanges import browser_exchanges

GOAL = 20_000
ROUNDS = 5


def verdicts_per_second(exchanges: Sequence[Exchange], seconds: float) -> float:
    """Judges all exchanges again and again for that long, by the processor's time."""
    begun = time.process_time()
    judged = 0
    while (passed := time.process_time() - begun) < seconds:
        for exchange in exchanges:
            judge(exchange)
        judged += len(exchanges)
    return judged / passed


def main(arguments: Sequence[str]) -> int:
    """Prints the figure; 1 where the goal is missed."""
    seconds = float(arguments[0]) if arguments else 1.0
    exchanges = [row.exchange for row in browser_exchanges()]
    best = max(verdicts_per_second(exchanges, seconds) for _ in range(ROUNDS))
    print(f"{best:,.0f} verdicts a second over {len(exchanges)} exchanges (goal: {GOAL:,})")
    return 0 if best >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
