"""Reads requirements files of pip."""

from __future__ import annotations

from cors_wizard.facts.found import TextFile, place
from cors_wizard.project.versions.named import PACKAGES, Named, packages_in, requirement

_FOREIGN = ("-e", "--editable", "git+", "http://", "https://", ".", "/")


def is_requirements(path: str) -> bool:
    """Whether the path of a text file is one that requirements and constraints are usually kept in."""
    name = path.rpartition("/")[2].lower()
    return "requirements" in path.lower() or name.startswith(("constraints", "reqs", "requires"))


def read_requirements(file: TextFile) -> tuple[Named, ...]:
    """Our packages as a requirements file names them."""
    named = (_read_line(line, file.path, number) for number, line in enumerate(file.lines, start=1))
    return tuple(one for one in named if one)


def _read_line(line: str, path: str, number: int) -> Named | None:
    text = line.strip()
    if text.startswith(_FOREIGN):
        return _from_elsewhere(text, path, number)
    return requirement(text.split("#", 1)[0], path, number)


def _from_elsewhere(text: str, path: str, number: int) -> Named | None:
    """A requirement from a repository or an archive: named, but without a version that can be trusted."""
    words = {word.removesuffix("-git") for word in packages_in(text)}
    for package in reversed(PACKAGES):
        if package in words or any(word.startswith(f"{package}-") for word in words):
            return Named(package, None, place(path, number), text)
    return None
