"""Brings all mentions of versions together: what is installed outranks a lock file, that a requirement."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import Found, TextFile, clean, place, scanned
from cors_wizard.frozen import dataclass
from cors_wizard.project.folder import Contents
from cors_wizard.project.versions.installed import Environment, read_environment
from cors_wizard.project.versions.named import PACKAGES, Named, line_naming
from cors_wizard.project.versions.requirements import is_requirements, read_requirements
from cors_wizard.project.versions.tables import LOCK_NAMES, read_lock, read_pipfile, read_pyproject

_NUMBER = re.compile(r"[0-9]\.[0-9]{1,2}(?:\.[0-9]{1,2})?")
_BEFORE = {".python-version": "", "runtime.txt": "python-", "Dockerfile": "FROM python:"}

PYTHON_FILES = tuple(_BEFORE)
"""The files that may name a Python version."""


def read_python(file: TextFile) -> tuple[Named, ...]:
    """The first Python version that the file names."""
    before = _BEFORE[file.name]
    for number, line in enumerate(file.lines, start=1):
        text = line.strip()
        match = _NUMBER.match(text, len(before)) if text.lower().startswith(before.lower()) else None
        if match:
            return (Named("python", match.group(), place(file.path, number), text),)
    return ()


_LOCKS = ("Pipfile.lock", *LOCK_NAMES)
_MENTIONING = ("setup.py", "setup.cfg", "environment.yml", "environment.yaml", "Dockerfile")
_NAMED = frozenset({"pyproject.toml", "Pipfile", *_LOCKS, *_MENTIONING, *PYTHON_FILES})
_FACTS = {
    "flask": "flask_version",
    "flask-cors": "flask_cors_version",
    "werkzeug": "werkzeug_version",
    "python": "python_version",
}


def is_wanted(name: str) -> bool:
    """Whether a file of that name may tell a version."""
    return name in _NAMED or name.lower().endswith((".txt", ".in"))


@dataclass(frozen=True)
class Versions:
    """What the folder says about versions."""

    found: Found
    environments: tuple[Environment, ...]
    """The virtual environments that may be the one that runs the app."""
    flask_cors_named: bool
    """Whether any file asks for flask-cors."""
    requirement_files: tuple[str, ...]
    """The files that ask for Flask: in these flask-cors would stand, too."""


def read_versions(contents: Contents) -> Versions:
    """Every version that the folder names or holds."""
    environments = _ranked([read_environment(shown, path) for shown, path in contents.environments])
    files = sorted(contents.files, key=lambda file: (file.depth, file.path))
    readings = [(file, *_read(file)) for file in files if _lists_needs(file)]
    readings.sort(key=lambda reading: reading[0].name not in _LOCKS)
    asked = [one for _, named, _ in readings for one in named]
    had = [one for environment in environments for one in _of(environment)]
    notes = (note for _, _, note in readings if note)
    return Versions(
        Found(_facts([*had, *asked]), (*notes, *_inexact([*had, *asked]), *_differing(had, asked))),
        environments,
        any(one.package == "flask-cors" for one in asked),
        tuple(file.path for file, named, _ in readings if any(one.package == "flask" for one in named)),
    )


def _lists_needs(file: TextFile) -> bool:
    return is_wanted(file.name) and (not file.name.endswith((".txt", ".in")) or _is_listing(file.path))


def _is_listing(path: str) -> bool:
    return is_requirements(path) or path.rpartition("/")[2] == "runtime.txt"


def _read(file: TextFile) -> tuple[tuple[Named, ...], str]:
    if file.name == "pyproject.toml":
        return read_pyproject(file)
    if file.name in ("Pipfile", "Pipfile.lock"):
        return read_pipfile(file)
    if file.name in LOCK_NAMES:
        return read_lock(file), ""
    python = read_python(file) if file.name in PYTHON_FILES else ()
    if file.name in _MENTIONING:
        return (*python, *_mentioned(file)), ""
    return python or read_requirements(file), ""


def _mentioned(file: TextFile) -> tuple[Named, ...]:
    """Packages of a file in a language that is not read further: named, without a version."""
    lines = _installing(file.lines) if file.name == "Dockerfile" else file.lines
    numbered = ((package, line_naming(lines, package)) for package in PACKAGES)
    return tuple(
        Named(package, None, f"{file.path}:{number}", lines[number - 1].strip())
        for package, number in numbered
        if number
    )


def _installing(lines: Sequence[str]) -> list[str]:
    """The lines of a Dockerfile, blank but for those that install: `CMD flask run` asks for no package."""
    kept = []
    runs = installs = goes_on = False
    for line in lines:
        words = line.split()
        runs = runs if goes_on else words[:1] == ["RUN"]
        installs = runs and ((goes_on and installs) or not {"install", "add"}.isdisjoint(words))
        kept.append(line if installs else "")
        goes_on = line.rstrip().endswith("\\")
    return kept


def _ranked(environments: Sequence[Environment]) -> tuple[Environment, ...]:
    """Only those that have Flask where any has it: the others belong to tools."""
    order = {".venv": 0, "venv": 1, "env": 2}
    chosen = [one for one in environments if "flask" in one.installed] or environments
    return tuple(sorted(chosen, key=lambda one: (one.path.count("/"), order.get(one.path, 3), one.path)))


def _of(environment: Environment) -> tuple[Named, ...]:
    python = (environment.python,) if environment.python else ()
    return (*environment.installed.values(), *python)


def _facts(named: Sequence[Named]) -> tuple[Fact, ...]:
    best: dict[str, Named] = {}
    for one in named:
        if one.version:
            best.setdefault(one.package, one)
    return tuple(
        scanned(_FACTS[package], one.version, one.where, one.says)
        for package, one in best.items()
        if one.version
    )


def _inexact(named: Sequence[Named]) -> list[str]:
    known = {one.package for one in named if one.version}
    return [
        f"{one.where}: {clean(one.says)} names no exact version."
        for one in named
        if one.package not in known and one.package != "python"
    ]


def _differing(had: Sequence[Named], asked: Sequence[Named]) -> list[str]:
    has = {one.package: one for one in reversed(had) if one.version}
    return [
        f"{one.where}: asks for {clean(one.says)}, but {has[one.package].version} is installed."
        for one in asked
        if one.version and one.package in has and one.package != "python"
        if one.version != has[one.package].version
    ]
