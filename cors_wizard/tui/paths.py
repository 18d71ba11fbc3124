"""Paths as the user types and reads them, with `~` for the home folder."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from cors_wizard.tui.display import one_line


def user_path(typed: str) -> Path:
    """The path that the user means; a home folder that does not exist is taken as it is written."""
    with suppress(RuntimeError):
        return Path(typed).expanduser()
    return Path(typed)


def shown_path(path: Path) -> str:
    """The path as one line to show."""
    try:
        return one_line(f"~/{path.relative_to(Path.home())}", 200)
    except (ValueError, RuntimeError):
        return one_line(str(path), 200)


def current_folder() -> Path:
    """The current folder; where somebody has deleted it, `.` for it."""
    try:
        return Path.cwd()
    except OSError:
        return Path()
