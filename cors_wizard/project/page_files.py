"""Finds the files of the page's code: in the project, in the usual folders beside it, in given ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from cors_wizard.facts.found import TextFile, clean
from cors_wizard.frozen import dataclass
from cors_wizard.page_code import PageCode
from cors_wizard.page_code.page_files import is_page_file
from cors_wizard.page_code.read_page_code import read_page_code
from cors_wizard.project.folder import Limits, is_own_folder, read_folder
from cors_wizard.project.page_tools import BESIDE

PAGE_LIMITS = Limits(entries=30_000, file_bytes=1_000_000, total_bytes=25_000_000)
"""A file larger than this is a bundle."""

_ENVIRONMENTS = (
    ".env.development.local",
    ".env.development",
    ".env.local",
    ".env",
    ".env.production.local",
    ".env.production",
    ".env.example",
    ".env.sample",
    ".env.template",
)
"""Files with settings of the page, the one that development uses first."""
_LONGEST_VALUE = 2_000


@dataclass(frozen=True)
class ReadPage:
    """The page's code, as it was found on disk."""

    code: PageCode = field(default_factory=PageCode)
    files: Mapping[str, TextFile] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_pages(project: Path | None, pages: Sequence[Path] = ()) -> ReadPage:
    """The page code of the project, of folders with the usual names beside it, and of the given folders.

    Raises FileError where a given folder does not exist or cannot be listed.
    """
    files: dict[str, TextFile] = {}
    notes: list[str] = []
    for folder, prefix in _folders(project, pages):
        contents = read_folder(folder, _is_wanted, PAGE_LIMITS)
        notes += (f"{prefix}{note}" for note in contents.notes)
        for file in contents.files:
            files.setdefault(f"{prefix}{file.path}", replace(file, path=f"{prefix}{file.path}"))
    scripts = tuple(file for file in files.values() if is_page_file(file.name))
    if not scripts:
        return ReadPage(notes=tuple(notes))
    code = read_page_code(scripts, settings_of(tuple(files.values())))
    return ReadPage(code, {file.path: file for file in scripts}, (*notes, *code.notes))


def _folders(project: Path | None, pages: Sequence[Path]) -> list[tuple[Path, str]]:
    """Each folder with what its files' paths begin with."""
    found: list[tuple[Path, str]] = []
    if project is not None:
        found.append((project, ""))
        root = project.resolve()
        beside = (root.parent / name for name in BESIDE)
        found += [(path, f"../{path.name}/") for path in beside if path != root and is_own_folder(path)]
    for page in pages:
        inside = project is not None and page.resolve().is_relative_to(project.resolve())
        if not inside:
            found.append((page, f"{clean(str(page), 300)}/"))
    return found


def _is_wanted(name: str) -> bool:
    return is_page_file(name) or name in _ENVIRONMENTS


def settings_of(files: Sequence[TextFile]) -> dict[str, str]:
    """What the files of the page's environment set; of two that set one name, what development uses."""
    found: dict[str, str] = {}
    named = [file for file in files if file.name in _ENVIRONMENTS]
    for file in sorted(named, key=lambda file: (_ENVIRONMENTS.index(file.name), file.depth)):
        for line in file.lines:
            name, sign, value = line.strip().removeprefix("export ").partition("=")
            if sign and name.strip().isidentifier() and len(value) < _LONGEST_VALUE:
                found.setdefault(name.strip(), _unquoted(value))
    return found


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value.partition(" #")[0].strip()
