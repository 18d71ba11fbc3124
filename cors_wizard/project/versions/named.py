"""A package that some file names, with the version if the file settles it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.facts.found import place
from cors_wizard.frozen import dataclass

PACKAGES = ("flask", "flask-cors", "werkzeug")
"""The packages that matter here, in normalized form."""

_VERSION = re.compile(r"[0-9][0-9A-Za-z.!+_-]{0,39}")
_SEPARATORS = re.compile(r"[-_.]+")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Named:
    """One mention of a package."""

    package: str
    """Normalized name."""
    version: str | None
    """The exact version; None where a range or nothing is asked for."""
    where: str
    """`path:line`."""
    says: str
    """What is there."""


def normalized(name: str) -> str:
    """A distribution's name as packaging tools compare it (PyPA specifications, "Name normalization")."""
    return _SEPARATORS.sub("-", name).lower()


def exact(text: str) -> str | None:
    """The text as a version, or None if it is a range, a wildcard or no version at all."""
    text = text.strip().lstrip("=").strip()
    return text if _VERSION.fullmatch(text) else None


def requirement(text: str, path: str, line: int) -> Named | None:
    """A requirement like `Flask-Cors[extra] == 3.0.10 ; marker`; None where none of our packages is named."""
    bare = "".join(text[:1000].split(";", 1)[0].split(" --", 1)[0].split())
    match = _NAME.match(bare)
    package = normalized(match.group()) if match else ""
    if not match or package not in PACKAGES:
        return None
    asked = bare[match.end() :]
    if asked.startswith("["):
        asked = asked.partition("]")[2]
    version = exact(asked) if asked.startswith("==") else None
    return Named(package, version, place(path, line), bare)


def line_naming(lines: list[str], package: str) -> int:
    """The first line in which a package is named as a word of its own; 0 if there is none."""
    for number, line in enumerate(lines, start=1):
        if package in packages_in(line):
            return number
    return 0


def packages_in(line: str) -> Iterator[str]:
    """Every word of a line that could be a distribution's name, normalized."""
    return (normalized(word.group()) for word in _NAME.finditer(line[:2000]))
