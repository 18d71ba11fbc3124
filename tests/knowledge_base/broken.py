"""A sound folder broken in one place, and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cors_wizard.knowledge_base.cross_check import check_folders
from tests.knowledge_base.sound import edited, write

OBJECTION, STATUS, STARTED = (f"nodes/{name}.toml" for name in ("objection", "status", "started"))
SERVER_ERROR, NOT_INITIALIZED = "causes/server-error.toml", "causes/cors-not-initialized.toml"
SET_UP, MEND_THE_VIEW = "fixes/set-up-cors.toml", "fixes/mend-the-view.toml"
CHROMIUM, NOT_CORS, VERSIONS = "messages/chromium.toml", "stops/not-cors.toml", "versions/known.toml"


@dataclass(frozen=True)
class Broken:
    """One text of one file replaced, and what is said about it."""

    file: str
    old: str
    new: str
    words: str
    at: str = ""
    """The beginning of the line that is named; empty for none."""
    elsewhere: str = ""
    """The file that is named, where it is another one."""


def assert_refused(folder: Path, broken: Broken) -> None:
    """The folder, broken so, is refused at that line with those words and a remedy."""
    files = edited(broken.file, broken.old, broken.new)
    problems = check_folders(write(folder, files))
    told = [problem for problem in problems if broken.words in problem.message]
    assert told, problems
    file = broken.elsewhere or broken.file
    assert (file, _line(files.get(file, ""), broken.at)) in [(each.file, each.line) for each in told]
    assert all(problem.hint for problem in problems)


def _line(text: str, begins: str) -> int:
    lines = text.splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(begins)) if begins else 0
