"""`python -m cors_wizard`, and what the command `cors-wizard` calls."""

from __future__ import annotations

import sys

from cors_wizard.cli.main import main as run


def main() -> None:
    """Runs the command line and ends the process with its exit status."""
    sys.exit(run())


if __name__ == "__main__":
    main()
