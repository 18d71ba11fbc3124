"""Scans a project folder: reads, never executes, and hands back facts and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cors_wizard import flask_code
from cors_wizard.facts import Fact
from cors_wizard.facts.found import Found, TextFile, clean
from cors_wizard.flask_code import FlaskCode
from cors_wizard.page_code import PageCode
from cors_wizard.project import containers, page, proxies, versions
from cors_wizard.project.folder import USUAL_LIMITS, Contents, Limits, read_folder
from cors_wizard.project.import_problem import import_problem
from cors_wizard.project.page_files import read_pages
from cors_wizard.project.starts import IGNORING, Starts, read_starts

_MOST_NOTES = 100


@dataclass(frozen=True)
class ProjectScan:
    """What a project folder tells."""

    folder: Path
    facts: tuple[Fact, ...]
    """One for each name, each with `path:line: what was read` as its evidence."""
    notes: tuple[str, ...]
    """Sentences on what could not be read, and on what is odd."""
    code: FlaskCode = field(default_factory=FlaskCode)
    """What the Python files say: routes, CORS setups, apps, settings, each with its place."""
    files: Mapping[str, TextFile] = field(default_factory=dict, hash=False, repr=False)
    """The files that were read, by their paths: what a change could edit."""
    incomplete: tuple[str, ...] = ()
    """What was left out because a limit was reached; nothing may be concluded from absence then."""
    page_code: PageCode = field(default_factory=PageCode)
    """The requests in the page's code."""
    starts: Starts = field(default_factory=Starts)
    """How containers and services start the app."""
    page_files: Mapping[str, TextFile] = field(default_factory=dict, hash=False, repr=False)
    """The files of the page's code, by their paths; those beside the project begin with `../`."""
    pages: tuple[Path, ...] = ()
    """Folders of the page's code that the user gave."""


def scan_project(folder: Path, limits: Limits = USUAL_LIMITS, *, pages: Sequence[Path] = ()) -> ProjectScan:
    """Reads a folder; what is broken in it becomes a note.

    Args:
        folder: the Flask project.
        limits: how much of it is looked at.
        pages: folders with the page's code, beside those that are found without being named.

    Raises FileError where a folder does not exist or cannot be listed.
    """
    contents = read_folder(folder, _is_wanted, limits)
    read_versions = versions.read_versions(contents)
    read_code = flask_code.read_code(contents.files, is_complete=not contents.incomplete)
    found = (
        read_code.found
        + import_problem(read_code, read_versions, contents.files)
        + read_versions.found
        + proxies.read_proxies(contents.files)
        + Found(containers.read_containers(contents.files))
        + Found(page.read_page(contents.files))
        + flask_code.read_framework(contents.files)
    )
    if not any(fact.name in ("client", "page_tool") for fact in found.facts):
        found += Found(page.read_page(page.files_beside(folder, limits)))
    project = Fact("project", clean(str(folder), 1000), "scanned", "the folder that was scanned")
    facts: dict[str, Fact] = {}
    for fact in (project, *found.facts):
        facts.setdefault(fact.name, fact)
    read_page = read_pages(folder, pages)
    return ProjectScan(
        folder,
        tuple(facts.values()),
        _notes(contents, (*found.notes, *read_page.notes)),
        read_code.code,
        {file.path: file for file in contents.files},
        (*contents.incomplete, *read_code.incomplete),
        page_code=read_page.code,
        starts=read_starts(contents.files, read_versions),
        page_files=read_page.files,
        pages=tuple(pages),
    )


def scan_pages(pages: Sequence[Path]) -> ProjectScan:
    """Reads folders of page code where there is no Flask project; raises FileError as `scan_project`."""
    read = read_pages(None, pages)
    return ProjectScan(
        pages[0], (), read.notes[:_MOST_NOTES], page_code=read.code, page_files=read.files, pages=tuple(pages)
    )


def _is_wanted(name: str) -> bool:
    rooms = (flask_code, containers, versions, proxies, page)
    return name == IGNORING or any(room.is_wanted(name) for room in rooms)


def _notes(contents: Contents, notes: tuple[str, ...]) -> tuple[str, ...]:
    every = tuple(dict.fromkeys((*contents.notes, *notes)))
    left = len(every) - _MOST_NOTES
    return every if left <= 0 else (*every[:_MOST_NOTES], f"There are {left} more notes like these.")
