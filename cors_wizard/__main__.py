"""`python -m cors_wizard`, and what the command `cors-wizard` calls."""

from __future__ import annotations

import gc
import sys

from cors_wizard.cli.main import main as run

ALLOCATIONS = 200_000
"""So many objects are made before garbage is looked for: of what a start makes, nearly all is kept."""


def main() -> None:
    """Runs the command line and ends the process with its exit status."""
    gc.set_threshold(ALLOCATIONS)
    sys.exit(run())


if __name__ == "__main__":
    main()
