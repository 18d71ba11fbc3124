"""Adds a package to what the project installs, as the project does it."""

from __future__ import annotations

import re

from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.source import Edit, Source, indent_of
from cors_wizard.project.versions.requirements import is_requirements

_FLASK_LINE = re.compile(r"^flask(?![-_.\w])", re.IGNORECASE)
_QUOTED_FLASK = re.compile(r"""^(\s*)(["'])flask(?![-_.\w])[^"']*\2""", re.IGNORECASE)
_POETRY_FLASK = re.compile(r"""^flask\s*=\s*["'{]""", re.IGNORECASE)
_FILES = ("requirements.txt", "requirements.in", "pyproject.toml", "Pipfile")

_TOOLS = {"poetry": "poetry lock && poetry install", "uv": "uv sync", "pdm": "pdm install"}
"""How those install what pyproject.toml names, by their table in it."""


def require_flask_cors(project: Project) -> None:
    """Name flask-cors beside Flask, and say how it is installed."""
    require(project, "flask-cors", is_installed=project.is_installed)


def require(project: Project, package: str, *, is_installed: bool = False) -> None:
    """Name a package beside Flask, and say how it is installed."""
    files = project.workspace.now
    named = _of_the_app(project, [path for path in files if _is_listing(files[path])])
    spelled = re.compile(re.escape(package).replace("\\-", "[-_.]"), re.IGNORECASE)
    is_named = any(spelled.search(files[path].text) for path in named)
    for path in sorted(named, key=_order):
        if not is_named and (edit := _edit(files[path], package)):
            project.workspace.edit(path, edit)
            project.workspace.hand("Install it where the app runs.", _command(files[path], package))
            return
    if not is_installed:
        project.workspace.hand(f"Install {package} where the app runs.", f"pip install {package}")


def _is_listing(source: Source) -> bool:
    """Whether packages are named in it: under one of the usual names, or Flask in other requirements."""
    name = source.path.rpartition("/")[2]
    is_other = is_requirements(source.path) and name.endswith((".txt", ".in"))
    # What only limits versions installs nothing.
    is_other = is_other and not name.startswith("constraints")
    return name in _FILES or (is_other and any(map(_FLASK_LINE.match, source.lines)))


def _order(path: str) -> tuple[int, int]:
    name = path.rpartition("/")[2]
    return path.count("/"), _FILES.index(name) if name in _FILES else len(_FILES)


def _of_the_app(project: Project, named: list[str]) -> list[str]:
    """Those in the app's folder or the nearest one around it; all where none is: another app has its own."""
    app = project.workspace.around.app
    folder = app.module.path if app else ""
    while folder:
        folder = folder.rpartition("/")[0]
        if near := [path for path in named if path.rpartition("/")[0] == folder]:
            return near
    return named


def _command(source: Source, package: str) -> str:
    if source.path.endswith("Pipfile"):
        return "pipenv install"
    if source.path.endswith("pyproject.toml"):
        by_tool = (command for table, command in _TOOLS.items() if f"[tool.{table}" in source.text)
        return next(by_tool, f"pip install {package}")
    return f"pip install -r {source.path}"


def _edit(source: Source, package: str) -> Edit | None:
    name = source.path.rpartition("/")[2]
    if name == "pyproject.toml":
        return _in_pyproject(source, package)
    if name == "Pipfile":
        return _below(source, _POETRY_FLASK, f'{package} = "*"')
    return _in_order(source, package) or _below(source, _FLASK_LINE, package) or _at_end(source, package)


def _in_order(source: Source, package: str) -> Edit | None:
    """Its place among the packages that are listed with Flask, where those are in alphabetical order."""
    names = [_name_of(line) for line in source.lines]
    at = next((number for number, line in enumerate(source.lines) if _FLASK_LINE.match(line)), None)
    if at is None:
        return None
    first, last = at, at
    while first and names[first - 1]:
        first -= 1
    while last + 1 < len(names) and names[last + 1]:
        last += 1
    block = names[first : last + 1]
    if len(block) < _FEWEST_IN_ORDER or block != sorted(block):
        return None
    return _line_below(source, first + sum(name < package for name in block), package)


def _name_of(line: str) -> str:
    """The package that a line names, as it is compared; empty for options, comments and what goes on."""
    found = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found and not line.rstrip().endswith("\\") else ""


_FEWEST_IN_ORDER = 3
"""Fewer lines are in order by chance."""


def _below(source: Source, pattern: re.Pattern[str], text: str) -> Edit | None:
    """A line below the one that names Flask; continuation lines (hashes) stay with it."""
    for number, line in enumerate(source.lines, start=1):
        if pattern.match(line):
            while source.lines[number - 1].rstrip().endswith("\\") and number < len(source.lines):
                number += 1
            return _line_below(source, number, text)
    return None


def _line_below(source: Source, number: int, text: str) -> Edit:
    at = source.line_start(number + 1)
    if number >= len(source.lines):
        return Edit(len(source.text), len(source.text), f"\n{text}")
    return Edit(at, at, f"{text}\n")


def _at_end(source: Source, package: str) -> Edit:
    at = len(source.text)
    return Edit(at, at, f"{package}\n" if source.text.endswith("\n") or not source.text else f"\n{package}\n")


def _in_pyproject(source: Source, package: str) -> Edit | None:
    for number, line in enumerate(source.lines, start=1):
        if found := _QUOTED_FLASK.match(line):
            # A comment may follow; what is added stands before it.
            is_last = not line[found.end() :].lstrip().startswith(",")
            entry = f"{indent_of(line)}{found[2]}{package}{found[2]}"
            if not is_last:
                return _line_below(source, number, f"{entry},")
            end = source.line_start(number) + found.end()
            return Edit(end, end, f",\n{entry}")
        inline = re.search(
            r"""dependencies\s*=\s*\[.*?((["'])flask(?![-_.\w])[^"']*\2)""", line, re.IGNORECASE
        )
        if inline:
            at = source.line_start(number) + inline.end(1)
            return Edit(at, at, f", {inline[2]}{package}{inline[2]}")
        if _POETRY_FLASK.match(line):
            return _line_below(source, number, f'{package} = "*"')
    return None
