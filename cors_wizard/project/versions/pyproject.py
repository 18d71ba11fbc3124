"""Reads pyproject.toml: standard dependencies, dependency groups, and those of Poetry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cors_wizard.facts.found import TextFile, place
from cors_wizard.project.versions.named import PACKAGES, Named, exact, line_naming, normalized, requirement
from cors_wizard.project.versions.tables import parse_toml, table, text, texts


def read_pyproject(file: TextFile) -> tuple[tuple[Named, ...], str]:
    """Our packages as pyproject.toml names them, and a note where it cannot be read."""
    parsed = parse_toml(file)
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
