"""The user's settings: a small TOML file, read by both faces; the window writes the theme into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from cors_wizard.errors import FileError
from cors_wizard.frozen import dataclass
from cors_wizard.toml_text import line_at_fault, parse_toml
from cors_wizard.user_folders import make_private
from cors_wizard.whole_files import put

THEMES = ("dark", "light", "terminal", "contrast")
PROBES = ("auto", "ask", "never")
_LARGEST = 100_000
"""Bytes of a settings file; it has four lines."""
_MOST_NAMED = 4
"""Faults that are named together."""
_THEME_LINE = re.compile(r"^[ \t]*theme[ \t]*=.*$", re.MULTILINE)
_CHOICES: Mapping[str, tuple[str, ...]] = {"theme": THEMES, "probe": PROBES, "editor": (), "page": ()}


@dataclass(frozen=True)
class Settings:
    """What the user has chosen once; empty where nothing was chosen."""

    theme: str = ""
    """One of `THEMES`."""
    probe: str = ""
    """Whether to ask before probes are sent: one of `PROBES`."""
    editor: str = ""
    """The command that opens a file; it comes before VISUAL and EDITOR."""
    page: str = ""
    """The folder of the page's code."""


def read_settings(file: Path) -> Settings:
    """The settings; all empty where there is no file. Raises FileError where it cannot be understood."""
    try:
        if file.exists() and not file.is_file():
            raise _refused(file, "it isn't a regular file")  # A pipe would be waited for.
        with file.open("rb") as opened:
            content = opened.read(_LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as error:
        raise _refused(file, error.strerror or "it cannot be read") from error
    if len(content) > _LARGEST:
        raise _refused(file, "it is too large")
    text = content.decode("utf-8", errors="replace")
    try:
        table = parse_toml(text)
    except RecursionError as error:
        raise _refused(file, "it isn't valid TOML") from error
    except ValueError as error:
        raise _refused(file, _broken(text, line_at_fault(text, error))) from error
    reasons = [
        f"{_place_of(name, text)}{reason}"
        for name, value in table.items()
        if (reason := _unusable(name, value))
    ]
    if reasons:
        raise _refused(file, "; ".join(reasons[:_MOST_NAMED]))
    return Settings(**table)


def _place_of(name: str, text: str) -> str:
    found = re.search(rf"^[ \t]*{re.escape(name)}[ \t]*=", text, re.MULTILINE)
    return f"line {text[: found.start()].count(chr(10)) + 1}: " if found else ""


def _broken(text: str, line: int) -> str:
    if not line:
        return "it isn't valid TOML"
    shown = f": {text.splitlines()[line - 1].strip()[:60]!a}" if line <= len(text.splitlines()) else ""
    return f'line {line} isn\'t valid TOML{shown} (texts are in quotes, as in theme = "light")'


def _unusable(name: str, value: object) -> str:
    if name not in _CHOICES:
        return f"{name[:40]!a} isn't a setting; the settings are {', '.join(_CHOICES)}"
    allowed = _CHOICES[name]
    if allowed:
        return "" if value in allowed else f"{name} must be one of {', '.join(allowed)}"
    return "" if isinstance(value, str) else f"{name} must be text in quotes"


def _refused(file: Path, reason: str) -> FileError:
    return FileError(f"The settings in {file} can't be used: {reason}.", hint="Correct or remove the file.")


def write_theme(file: Path, theme: str) -> None:
    """Keep the chosen theme, and everything else in the file as it is; raises OSError where it cannot."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        text = ""
    line = f'theme = "{theme}"'
    # Settings come before tables in TOML, so a new one goes to the top.
    changed = _THEME_LINE.sub(line, text, count=1) if _THEME_LINE.search(text) else f"{line}\n{text}"
    make_private(file.parent)
    put(file, changed.encode())
