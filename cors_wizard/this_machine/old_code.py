"""Whether the server of a project runs code that is older than its files, as a fact."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cors_wizard.facts import Fact
from cors_wizard.facts.found import clean
from cors_wizard.flask_code.configuration.file_names import is_dotenv, is_test_path
from cors_wizard.printable import one_line
from cors_wizard.this_machine.server_state import ServerState, look

if TYPE_CHECKING:
    from cors_wizard.flask_code.findings import Value
    from cors_wizard.project import ProjectScan
    from cors_wizard.this_machine.listening import Listener

_SERVERS = frozenset(
    ("flask", "gunicorn", "uwsgi", "waitress-serve", "hypercorn", "uvicorn", "granian", "cheroot")
)
_PACKAGES = {"site-packages", "dist-packages"}
"""Folders whose scripts run the code of others."""


def old_code_fact(scan: ProjectScan, url: str) -> Fact | None:
    """The file about CORS that changed after the server had started; None where none is known."""
    state = look(url, scan.folder, files_about_cors(scan))
    if not state.stale_file or state.listener is None or not serves_project(state.listener, scan.folder):
        return None
    return Fact("changed_since_start", clean(state.stale_file), "probed", stale_sentence(state))


def stale_sentence(state: ServerState) -> str:
    """Which file changed when, and since when which process runs."""
    listener, newest = state.listener, state.files.newest
    if listener is None or listener.started is None or newest is None:
        return ""
    # The folders of a program say less than its name: `gunicorn` of a virtual environment.
    words = (Path(word).name if word.startswith("/") else word for word in listener.command.split())
    program = one_line(" ".join(words), 60)
    on = f" on {listener.address}" if listener.address not in ("", "0.0.0.0", "::") else ""
    return clean(
        f"{newest[0]} was changed at {_clock(newest[1])}; process {listener.pid} ({program}) "
        f"has run{on} since {_clock(listener.started)}"
    )


def runs_code_of(listener: Listener, folder: Path) -> bool:
    """Whether a process may run the code of a folder: by a path that it was given, or by where it started.

    Started above the folder, it may run any of several projects: the place of its script decides.
    """
    at, own = Path(listener.folder), folder.resolve()
    words = (word.partition(":")[0] for word in listener.command.split())
    named = [Path(os.path.normpath(at / word)) for word in words if "/" in word or word.endswith(".py")]
    if any(each.is_relative_to(own) for each in (at, *named)):
        return True
    scripts = [each.parent for each in named if each.suffix == ".py" and not _PACKAGES & {*each.parts}]
    return any(own.is_relative_to(each) for each in scripts or [at])


def serves_project(listener: Listener, folder: Path) -> bool:
    """Whether a process looks like a server of this project's code, and not like a test run."""
    if not listener.folder or not runs_code_of(listener, folder):
        return False
    words = listener.command.split()
    names = {Path(word).name for word in words}
    if "-c" in words or {"pytest", "py.test"} & names:
        return False
    # A file that is gone was renamed: what runs is older than the name that it has now.
    return bool(_SERVERS & names) or any(name.endswith(".py") for name in names)


def files_about_cors(scan: ProjectScan) -> Iterator[str]:
    """The files that say something of CORS, or have a value of a setup: of the others no response tells."""
    values = [option.value for setup in scan.code.setups for option in setup.options]
    named = {path for value in values for path in _paths(value)}
    variables = {each.name for value in values for each in value.variables}
    for path, file in scan.files.items():
        text = file.text.lower()
        is_code = path.endswith(".py") and not is_test_path(path)
        is_code = is_code and ("cors" in text or "access-control-" in text)
        is_env = is_dotenv(file.name) and any(name in file.text for name in variables)
        if is_code or is_env or path in named:
            yield path


def _paths(value: Value) -> Iterator[str]:
    """The files in which a value and its items are written."""
    if value.span:
        yield value.span.path
    for each in (*value.items, *(one for pair in value.entries for one in pair)):
        yield from _paths(each)


def _clock(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).strftime("%H:%M:%S")
