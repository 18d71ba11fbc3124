"""Versions in TOML and JSON, whose shape nobody vouches for: pyproject.toml, Pipfile, lock files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from cors_wizard.facts.found import TextFile, place
from cors_wizard.project.versions.named import PACKAGES, Named, exact, line_naming, normalized, requirement
from cors_wizard.toml_text import parse_toml


def toml_of(file: TextFile) -> Mapping[str, Any] | str:
    """The file's table, or a sentence that says why there is none."""
    try:
        return parse_toml(file.text)
    except (ValueError, RecursionError):
        return f"{file.path}: is not valid TOML."


def parse_json(file: TextFile) -> Mapping[str, Any] | str:
    """The file's object, or a sentence that says why there is none."""
    try:
        return table(json.loads(file.text))
    except (ValueError, RecursionError):
        return f"{file.path}: is not valid JSON."


def table(value: object, *keys: str) -> Mapping[str, Any]:
    """The table under these keys; empty where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def texts(value: object) -> tuple[str, ...]:
    """The texts of a list; empty where it isn't a list."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def text(value: object) -> str:
    """The text; empty where it is none."""
    return value if isinstance(value, str) else ""


LOCK_NAMES = ("poetry.lock", "uv.lock", "pdm.lock")
"""The lock files that share this form."""


def read_lock(file: TextFile) -> tuple[Named, ...]:
    """Our packages as a lock file pins them."""
    named: list[Named] = []
    package = ""
    for number, line in enumerate(file.lines, start=1):
        key, _, value = line.partition("=")
        key, value = key.strip(), value.strip().strip('"')
        if line.startswith("["):
            package = ""
        elif key == "name":
            package = normalized(value)
        elif key == "version" and package in PACKAGES:
            named.append(Named(package, exact(value), place(file.path, number), f"{package} {value}"))
            package = ""
    return tuple(named)


def read_pipfile(file: TextFile) -> tuple[tuple[Named, ...], str]:
    """Our packages and Python as Pipfile or Pipfile.lock names them, and a note where it cannot be read."""
    is_lock = file.name == "Pipfile.lock"
    parsed = parse_json(file) if is_lock else toml_of(file)
    if isinstance(parsed, str):
        return (), parsed
    groups = ("default", "develop") if is_lock else ("packages", "dev-packages")
    named = [one for group in groups for one in dependency_table(table(parsed, group), file.path)]
    requires = table(parsed, "_meta", "requires") if is_lock else table(parsed, "requires")
    python = exact(text(requires.get("python_full_version")) or text(requires.get("python_version")))
    if python:
        named.append(Named("python", python, file.path, f"python_version {python}"))
    lines = file.lines
    return tuple(_placed(one, file.path, lines) for one in named), ""


def _placed(one: Named, path: str, lines: list[str]) -> Named:
    key = "python-version" if one.package == "python" else one.package
    return Named(one.package, one.version, place(path, line_naming(lines, key)), one.says)


def read_pyproject(file: TextFile) -> tuple[tuple[Named, ...], str]:
    """Our packages as pyproject.toml names them, and a note where it cannot be read."""
    parsed = toml_of(file)
    if isinstance(parsed, str):
        return (), parsed
    lines = file.lines
    standard = (requirement(item, file.path, 0) for item in _standard(parsed))
    named = [*(one for one in standard if one), *_poetry(parsed, file.path)]
    return tuple(
        Named(one.package, one.version, place(file.path, line_naming(lines, one.package)), one.says)
        for one in named
    ), ""


def _standard(parsed: Mapping[str, Any]) -> Iterator[str]:
    yield from texts(table(parsed, "project").get("dependencies"))
    for group in table(parsed, "project", "optional-dependencies").values():
        yield from texts(group)
    for group in table(parsed, "dependency-groups").values():
        yield from texts(group)


def _poetry(parsed: Mapping[str, Any], path: str) -> Iterator[Named]:
    poetry = table(parsed, "tool", "poetry")
    yield from dependency_table(table(poetry, "dependencies"), path)
    for group in table(poetry, "group").values():
        yield from dependency_table(table(group, "dependencies"), path)


def dependency_table(dependencies: Mapping[str, Any], path: str) -> Iterator[Named]:
    """Our packages in a table of `name = "1.2.3"` or `name = { version = "1.2.3" }`."""
    for name, asked in dependencies.items():
        if normalized(name) in PACKAGES:
            wanted = text(asked) or text(table(asked).get("version"))
            yield Named(normalized(name), exact(wanted), path, f"{name} {wanted}".strip())
