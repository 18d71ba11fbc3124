"""Whether the folder at hand is a Flask project: a cheap look, since most folders are not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

MOST_ENTRIES = 400
MOST_FILES = 60
MOST_BYTES = 20_000
"""Of each file, from its beginning: that is where imports stand."""


def default_project(folder: Path) -> Path | None:
    """The folder, if one of its first Python files mentions flask."""
    return folder if any(map(_mentions_flask, _python_files(folder))) else None


def _python_files(folder: Path) -> Iterator[Path]:
    """A bounded number of Python files, here and one level down."""
    found, looked = 0, 0
    for place in (folder, *_sub_folders(folder)):
        for entry in _entries(place):
            looked += 1
            if found >= MOST_FILES or looked > MOST_ENTRIES:
                return
            if entry.name.endswith(".py") and entry.is_file(follow_symlinks=False):
                found += 1
                yield Path(entry.path)


def _sub_folders(folder: Path) -> list[Path]:
    return [
        Path(entry.path)
        for entry in _entries(folder)
        if not entry.name.startswith((".", "_")) and entry.is_dir(follow_symlinks=False)
    ][:MOST_ENTRIES]


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def _mentions_flask(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"flask" in file.read(MOST_BYTES).lower()
    except OSError:
        return False
