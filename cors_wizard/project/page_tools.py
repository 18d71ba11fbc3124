"""Reads what the page is made with: the library that sends its requests, the tool that serves it meanwhile.

Only names are read, of files and of packages; a script is never run. A page often lies beside the API in one
repository, so folders with the usual names beside the project's are looked at, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cors_wizard.facts import Fact
from cors_wizard.facts.found import TextFile, place, scanned
from cors_wizard.project import page_origin
from cors_wizard.project.folder import USUAL_LIMITS, Limits, read_beside
from cors_wizard.project.versions.tables import parse_json, table

BESIDE = ("frontend", "client", "web", "webapp", "web-app", "ui", "front", "front-end")
"""Names of folders beside the API's in which its page is looked for."""

_PACKAGES = "package.json"
_DEPENDENCIES = ("dependencies", "devDependencies")
_CLIENTS = {"@angular/core": "angular", "axios": "axios", "jquery": "jquery"}
_TOOLS = {
    "next": "next",
    "@angular/cli": "angular",
    "@angular/build": "angular",
    "@angular-devkit/build-angular": "angular",
    "react-scripts": "create-react-app",
    "@vue/cli-service": "vue-cli",
    "vite": "vite",
    "webpack-dev-server": "webpack",
}
_USUAL_PORTS = {
    "vite": 5173,
    "next": 3000,
    "angular": 4200,
    "create-react-app": 3000,
    "vue-cli": 8080,
    "webpack": 8080,
}
_SETTINGS = {
    "next.config.": "next",
    "angular.json": "angular",
    "vite.config.": "vite",
    "vue.config.": "vue-cli",
    "webpack.config.": "webpack",
}


def is_wanted(name: str) -> bool:
    """Whether a file of that name tells what the page is made with."""
    return name == _PACKAGES or name.startswith(tuple(_SETTINGS))


def read_page(files: Sequence[TextFile]) -> tuple[Fact, ...]:
    """The facts `client` and `page_tool`, and where that tool serves a page; the shallowest file wins."""
    facts: dict[str, Fact] = {}
    for file in sorted(files, key=lambda file: (file.depth, file.name != _PACKAGES)):
        for fact in _of_file(file):
            facts.setdefault(fact.name, fact)
    if (tool := facts.get("page_tool")) is not None:
        usual = f"http://localhost:{_USUAL_PORTS[str(tool.value)]}"
        facts["page_usually_at"] = replace(tool, name="page_usually_at", value=usual)
    return tuple(facts.values())


def files_beside(folder: Path, limits: Limits = USUAL_LIMITS) -> tuple[TextFile, ...]:
    """The files that are wanted, directly in a folder for the page beside the project's."""
    return tuple(file for name in BESIDE for file in read_beside(folder, name, _is_of_page, limits))


def _is_of_page(name: str) -> bool:
    return is_wanted(name) or page_origin.is_wanted(name)


def _of_file(file: TextFile) -> Iterator[Fact]:
    if file.name == _PACKAGES:
        yield from _of_packages(file)
    for beginning, tool in _SETTINGS.items():
        if file.name.startswith(beginning):
            yield scanned("page_tool", tool, place(file.path, 1), file.lines[0])


def _of_packages(file: TextFile) -> Iterator[Fact]:
    parsed = parse_json(file)
    named = [] if isinstance(parsed, str) else [table(parsed, key) for key in _DEPENDENCIES]
    for fact, known in (("client", _CLIENTS), ("page_tool", _TOOLS)):
        for package, value in known.items():
            if any(package in packages for packages in named):
                yield scanned(fact, value, *_line(file, package))


def _line(file: TextFile, package: str) -> tuple[str, str]:
    numbered = enumerate(file.lines, start=1)
    number, line = next(((number, line) for number, line in numbered if f'"{package}"' in line), (0, package))
    return place(file.path, number), line
