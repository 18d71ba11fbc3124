"""What the exit status says; scripts rely on it (README, "Command line")."""

from __future__ import annotations

from typing import Final

FINE: Final = 0
"""Nothing wrong was found, or help was given."""
PROBLEM: Final = 1
"""A CORS problem was found."""
BAD_INPUT: Final = 2
"""Wrong use or bad input; `argparse` uses the same."""
CANNOT_TELL: Final = 3
"""A question is open, or nothing was recognized."""
CRASHED: Final = 70
"""The wizard itself is at fault: `EX_SOFTWARE` of sysexits.h."""
INTERRUPTED: Final = 130
"""Ctrl-C, as shells say it: 128 and the number of SIGINT."""
PIPE_CLOSED: Final = 141
"""Whoever read the output stopped: 128 and the number of SIGPIPE."""
