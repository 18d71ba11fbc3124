"""Scans a project folder: reads, never executes, and hands back facts and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from functools import lru_cache
from pathlib import Path

from cors_wizard.facts import Fact
from cors_wizard.facts.found import Found, TextFile, clean
from cors_wizard.flask_code import FlaskApp, FlaskCode
from cors_wizard.flask_code import read_code as flask_code
from cors_wizard.flask_code.configuration.environment_files import is_of_another_app
from cors_wizard.flask_code.configuration.file_names import is_test_path
from cors_wizard.flask_code.framework import read_framework
from cors_wizard.frozen import dataclass
from cors_wizard.page_code import PageCode
from cors_wizard.project import containers, page_origin, page_tools, proxies, starters, versions
from cors_wizard.project.folder import USUAL_LIMITS, Contents, Limits, read_folder
from cors_wizard.project.import_problem import import_problem
from cors_wizard.project.page_files import ReadPage, read_pages
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
    served: tuple[tuple[str, str], ...] = ()
    """The folders of pages, each with the origin at which its settings serve it."""
    read: FolderRead | None = field(default=None, repr=False, compare=False)
    """What the folder says whichever of its apps is meant; None where no project was read."""

    def about(self, app: FlaskApp) -> ProjectScan:
        """The same folder, with this one of its apps as the one that is meant."""
        return self if self.read is None or app.is_chosen else _about(self.read, f"{app.file}:{app.line}")

    def only_page(self) -> ProjectScan | None:
        """What the folder says of the page alone, where other code than this responds."""
        if not self.page_code.calls:
            return None
        return replace(self, facts=(), code=FlaskCode(), files={}, starts=Starts(), read=None)


@dataclass(frozen=True, eq=False)
class FolderRead:
    """What was read of a folder, before one of its apps is looked at."""

    folder: Path
    contents: Contents
    versions: versions.Versions
    beside: Found
    """What other files than the apps' say."""
    pages: tuple[Path, ...]
    page: ReadPage
    starts: Starts
    served: tuple[tuple[str, str], ...] = ()
    """The folders of pages, each with the origin at which its settings serve it."""


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
    page_settings = (*contents.files, *page_tools.files_beside(folder, limits))
    beside = (
        read_versions.found
        + proxies.read_proxies(contents.files)
        + Found(containers.read_containers(contents.files))
        + Found(page_tools.read_page(contents.files))
        + Found(page_origin.read_page_origin(page_settings))
        + read_framework(contents.files)
    )
    if not any(fact.name in ("client", "page_tool") for fact in beside.facts):
        beside += Found(page_tools.read_page(page_tools.files_beside(folder, limits)))
    starts = read_starts(contents.files, read_versions)
    served = page_origin.served_pages(page_settings)
    read = FolderRead(
        folder, contents, read_versions, beside, tuple(pages), read_pages(folder, pages), starts, served
    )
    return _about(read, "")


@lru_cache(maxsize=16)
def _about(read: FolderRead, meant: str) -> ProjectScan:
    """The scan with one app in view: the one that is made at `meant`, else the likeliest."""
    contents = read.contents
    code = flask_code.read_code(contents.files, is_complete=not contents.incomplete, meant=meant)
    found = code.found + import_problem(code, read.versions, contents.files) + read.beside
    project = Fact("project", clean(str(read.folder), 1000), "scanned", "the folder that was scanned")
    facts: dict[str, Fact] = {}
    for fact in (project, *found.facts):
        facts.setdefault(fact.name, fact)
    return ProjectScan(
        read.folder,
        tuple(facts.values()),
        _notes(contents, (*found.notes, *read.page.notes)),
        code.code,
        _of_app(contents.files, code.code),
        (*contents.incomplete, *code.incomplete),
        page_code=read.page.code,
        starts=read.starts,
        page_files=read.page.files,
        pages=read.pages,
        read=read,
        served=read.served,
    )


def _of_app(files: Sequence[TextFile], code: FlaskCode) -> dict[str, TextFile]:
    """The files by their paths, without what sets variables for other apps than the one in view."""
    own = next((app.file for app in code.apps if app.is_chosen), "")
    others = {app.file for app in code.apps if not is_test_path(app.file)}
    return {file.path: file for file in files if not (own and is_of_another_app(file.path, own, others))}


def scan_pages(pages: Sequence[Path]) -> ProjectScan:
    """Reads folders of page code where there is no Flask project; raises FileError as `scan_project`."""
    read = read_pages(None, pages)
    return ProjectScan(
        pages[0], (), read.notes[:_MOST_NOTES], page_code=read.code, page_files=read.files, pages=tuple(pages)
    )


def _is_wanted(name: str) -> bool:
    rooms = (flask_code, containers, versions, proxies, page_tools, page_origin, starters)
    return name == IGNORING or any(room.is_wanted(name) for room in rooms)


def _notes(contents: Contents, notes: tuple[str, ...]) -> tuple[str, ...]:
    every = tuple(dict.fromkeys((*contents.notes, *notes)))
    left = len(every) - _MOST_NOTES
    return every if left <= 0 else (*every[:_MOST_NOTES], f"There are {left} more notes like these.")
