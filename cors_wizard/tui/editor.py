"""Which command opens the user's editor at a line. Pure."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path, PurePath

WINDOWED = frozenset({"code", "code-insiders", "codium", "cursor", "subl", "zed", "idea", "pycharm", "mate"})
"""Editors with a window of their own: the terminal stays with the wizard."""

_COLON = frozenset({"subl", "zed", "hx", "helix", "micro"})
_PLUS = frozenset({"vi", "vim", "nvim", "view", "nano", "emacs", "emacsclient", "kak", "joe", "ne", "mcedit"})


def editor_command(environment: Mapping[str, str], file: Path, line: int) -> tuple[str, ...]:
    """The command with its arguments; empty where no editor is set.

    Args:
        environment: `VISUAL` is asked first, then `EDITOR`.
        file: what to open.
        line: where the cursor goes, counted from 1.
    """
    words = _words(environment.get("VISUAL") or environment.get("EDITOR") or "")
    if not words:
        return ()
    name = PurePath(words[0]).name.removesuffix(".exe")
    if name in ("code", "code-insiders", "codium", "cursor"):
        return (*words, "-g", f"{file}:{line}")
    if name in ("idea", "pycharm", "mate"):
        return (*words, "--line", str(line), str(file))
    if name in _COLON:
        return (*words, f"{file}:{line}")
    return (*words, f"+{line}", str(file)) if name in _PLUS else (*words, str(file))


def has_window(command: tuple[str, ...]) -> bool:
    """Whether the editor opens a window of its own."""
    return bool(command) and PurePath(command[0]).name.removesuffix(".exe") in WINDOWED


def _words(setting: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(setting))
    except ValueError:
        # An open quote mark in the variable: nothing can be made of it.
        return ()
