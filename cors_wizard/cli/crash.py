"""What happens when the wizard itself is at fault: one sentence, a report in a file, a status of its own."""

from __future__ import annotations

import os
import platform
import tempfile
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from cors_wizard import __version__
from cors_wizard.cli import exit_status
from cors_wizard.cli.streams import say
from cors_wizard.masking import mask_text
from cors_wizard.printable import visible

LARGEST_REPORT = 20_000
"""Characters of a report; a recursion's traceback would have megabytes."""
LONGEST_PART = 1_000
"""Characters of one frame or of the error's own message, which may quote what was pasted."""
MOST_REPORTS = 10
"""Reports that are kept; older ones make room."""


def report_crash(error: BaseException) -> int:
    """Tell the user in one sentence, keep the rest in a file; gives the exit status."""
    name = type(error).__name__
    path = _write(crash_text(error))
    where = f" Details are in {path}; please attach that file to a bug report." if path else ""
    say(f"cors-wizard: Something went wrong in the wizard itself ({name}).{where}")
    return exit_status.CRASHED


def crash_text(error: BaseException) -> str:
    """Where it happened and with what message: no values of variables, secrets masked, bounded."""
    lines = traceback.TracebackException.from_exception(error, limit=-40, capture_locals=False).format()
    short = "".join(line if len(line) <= LONGEST_PART else f"{line[:LONGEST_PART]}...\n" for line in lines)
    told = mask_text(visible(short[-LARGEST_REPORT:]))
    return (
        f"cors-wizard {__version__}, Python {platform.python_version()}, {platform.system()}\n"
        f"{datetime.now():%Y-%m-%d %H:%M:%S}\n\n{told[-LARGEST_REPORT:]}"
    )


def _write(text: str) -> Path | None:
    from cors_wizard.tui.session import write_private
    from cors_wizard.user_folders import state_folder

    folder = state_folder() / "crashes"
    for place in (folder, Path(tempfile.gettempdir()) / f"cors-wizard-{os.getpid()}"):
        with suppress(OSError):
            path = place / f"crash-{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.txt"
            write_private(path, text)
            _make_room(place)
            return path
    return None


def _make_room(folder: Path) -> None:
    for old in sorted(folder.glob("crash-*.txt"))[:-MOST_REPORTS]:
        old.unlink(missing_ok=True)
