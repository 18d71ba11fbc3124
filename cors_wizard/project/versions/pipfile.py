"""Reads Pipfile and Pipfile.lock."""

from __future__ import annotations

from cors_wizard.facts.found import TextFile, place
from cors_wizard.project.versions.named import Named, exact, line_naming
from cors_wizard.project.versions.pyproject import dependency_table
from cors_wizard.project.versions.tables import parse_json, parse_toml, table, text


def read_pipfile(file: TextFile) -> tuple[tuple[Named, ...], str]:
    """Our packages and Python as Pipfile or Pipfile.lock names them, and a note where it cannot be read."""
    is_lock = file.name == "Pipfile.lock"
    parsed = parse_json(file) if is_lock else parse_toml(file)
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
