"""Whether the folder at hand is a Flask project: a cheap and strict look.

Facts of a folder that is not the API's would lead the diagnosis astray, so the folder has to look like a
project's root, and a Python file in it or up to two levels down (`src/shop/app.py`) has to import flask; or
one file in it alone makes an app. A repository that has such a project in one of its folders (`backend/`
beside `frontend/`, `services/orders/`) is one, too, also for those who are in another of its folders;
without a repository's signs, the two side by side are.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

MOST_ENTRIES = 400
MOST_FILES = 60
MOST_NAMES = 50_000
MOST_BYTES = 20_000
"""Of each file, from its beginning: that is where imports stand."""

_ROOT_FILES = frozenset(
    {
        "requirements.txt",
        "pyproject.toml",
        "setup.py",
        "setup.cfg",
        "Pipfile",
        "poetry.lock",
        "uv.lock",
        ".flaskenv",
        "Procfile",
        "app.py",
        "wsgi.py",
    }
)
_REPOSITORY_SIGNS = frozenset(
    {".git", "compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml", "package.json"}
)
_MOST_PARTS = 120
"""Folders of a repository that are looked into."""
_FOREIGN = frozenset({"node_modules", "bower_components", "vendor", "venv", "env", "site-packages"})
"""Folders of code that is somebody else's."""
_PAGE_FILES = frozenset({"package.json", "index.html"})
_FEW_PARTS = 5
"""More folders than these hold several projects rather than the halves of one."""
_DEEPEST_PART = 3
"""How deep in a repository a project may begin: `src/apps/backend/`."""
_MOST_LEVELS = 4
"""Folders above the current one in which a repository is looked for."""
_MAKES_AN_APP = re.compile(rb"^[^#\n]{0,200}=[ \t]*(?:flask\.)?Flask[ \t]*\(", re.MULTILINE)
_IMPORTS_FLASK = re.compile(
    rb"^[ \t]*(?:from|import)[ \t]+(?:flask(?:_\w+)?|apiflask|functions_framework)\b",
    re.MULTILINE,
)
"""Flask, what is built on it, and what hands its requests to functions."""


def current_project() -> Path | None:
    """The current folder, if it looks like a Flask project, or the repository around it that has one.

    A folder that was deleted does not.
    """
    try:
        folder = Path.cwd()
    except OSError:
        return None
    return default_project(folder) or _repository_around(folder)


def _repository_around(folder: Path) -> Path | None:
    """The nearest repository above, if it has a Flask project; whatever is above it is somebody else's.

    Without one, the API's folder beside that of the page that somebody is in.
    """
    is_of_a_page = any(entry.name in _PAGE_FILES for entry in _entries(folder))
    for above in folder.parents[:_MOST_LEVELS]:
        if _is_personal(above):
            return None
        is_beside = is_of_a_page and above == folder.parent
        if found := default_project(above) if is_beside or _is_repository(above) else None:
            return found
        if (above / ".git").exists():
            return None
    return None


def _is_personal(folder: Path) -> bool:
    """The home folder and the disk's root hold whatever there is, and are no project."""
    try:
        return folder == folder.parent or folder == Path.home()
    except RuntimeError:
        return False


def default_project(folder: Path) -> Path | None:
    """The folder, if it looks like the root of a Flask project, or of a repository that has one."""
    if _is_root(folder) or _has_one_package(folder) or _has_one_app(folder):
        return folder
    parts = _sub_folders(folder)[:_MOST_PARTS]
    if _is_repository(folder):
        return folder if any(map(_is_project, _within(folder, _DEEPEST_PART)[1:])) else None
    apis = [part for part in parts if _is_project(part)]
    return folder if apis and _are_halves(folder, parts, apis) else None


def _is_project(folder: Path) -> bool:
    return _is_root(folder) or _has_one_app(folder)


def _are_halves(folder: Path, parts: list[Path], apis: list[Path]) -> bool:
    """Whether the folder holds one API and, if more, its page beside it."""
    if len(apis) > 1 or len(parts) > _FEW_PARTS or _is_personal(folder):
        return False
    others = (entry.name for part in parts if part not in apis for entry in _entries(part))
    return parts == apis or not _PAGE_FILES.isdisjoint(others)


def _is_repository(folder: Path) -> bool:
    return any(entry.name in _REPOSITORY_SIGNS for entry in _entries(folder))


def _has_one_app(folder: Path) -> bool:
    """Whether one file here makes an app, whatever its name; of several, none is meant."""
    if _is_personal(folder):
        return False
    files = islice((Path(each.path) for each in _entries(folder) if each.name.endswith(".py")), MOST_FILES)
    makers = [file for file in files if _says(file, _IMPORTS_FLASK) and _says(file, _MAKES_AN_APP)]
    return len(makers) == 1


def _has_one_package(folder: Path) -> bool:
    """Whether one package alone uses Flask here, by its `__init__.py`: of several, none is meant."""
    parts = _sub_folders(folder)[:_MOST_PARTS]
    users = [part for part in parts if any(map(_imports_flask, islice(_python_files(part), MOST_FILES)))]
    return len(users) == 1 and _imports_flask(users[0] / "__init__.py")


def _is_root(folder: Path) -> bool:
    is_like_one = any(entry.name in _ROOT_FILES for entry in _entries(folder))
    return is_like_one and any(map(_imports_flask, _python_files(folder)))


def _python_files(folder: Path) -> Iterator[Path]:
    """A bounded number of Python files, here and up to two levels down."""
    found = 0
    for place in _within(folder):
        for entry in _entries(place):
            if found >= MOST_FILES:
                return
            if entry.name.endswith(".py") and _is(entry, "file"):
                found += 1
                yield Path(entry.path)


def _within(folder: Path, levels: int = 2) -> list[Path]:
    """The folder, those in it, and those in these: the nearest first, a bounded number of each level."""
    found, level = [folder], [folder]
    for _ in range(1 if _is_personal(folder) else levels):
        level = list(islice((each for part in level for each in _sub_folders(part)), _MOST_PARTS))
        found += level
    return found


def _sub_folders(folder: Path) -> list[Path]:
    return [
        Path(entry.path)
        for entry in _entries(folder)
        if not entry.name.startswith((".", "_", "test"))
        and entry.name not in _FOREIGN
        and _is(entry, "folder")
    ][:MOST_ENTRIES]


def _is(entry: os.DirEntry[str], kind: str) -> bool:
    try:
        is_kind = entry.is_file if kind == "file" else entry.is_dir
        return is_kind(follow_symlinks=False)
    except OSError:
        return False


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(islice(entries, MOST_NAMES), key=lambda entry: entry.name)
    except (OSError, ValueError):
        return []


def _imports_flask(path: Path) -> bool:
    return _says(path, _IMPORTS_FLASK)


def _says(path: Path, wanted: re.Pattern[bytes]) -> bool:
    try:
        # A pipe that has taken the name meanwhile would keep us waiting.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            return bool(wanted.search(file.read(MOST_BYTES) or b""))
    except OSError:
        return False
