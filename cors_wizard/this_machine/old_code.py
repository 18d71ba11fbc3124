"""Whether the server of a project runs code that is older than its files, as a fact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cors_wizard.facts import Fact
from cors_wizard.facts.found import clean
from cors_wizard.printable import one_line
from cors_wizard.this_machine.server_state import ServerState, look

if TYPE_CHECKING:
    from cors_wizard.project import ProjectScan
    from cors_wizard.this_machine.listening import Listener

_SERVERS = frozenset(
    ("flask", "gunicorn", "uwsgi", "waitress-serve", "hypercorn", "uvicorn", "granian", "cheroot")
)


def old_code_fact(scan: ProjectScan, url: str) -> Fact | None:
    """The file about CORS that changed after the server had started; None where none is known."""
    state = look(url, scan.folder, _about_cors(scan))
    if not state.stale_file or state.listener is None or not serves_project(state.listener, scan.folder):
        return None
    return Fact("changed_since_start", clean(state.stale_file), "probed", stale_sentence(state))


def stale_sentence(state: ServerState) -> str:
    """Which file changed when, and since when which process runs."""
    listener, newest = state.listener, state.files.newest
    if listener is None or listener.started is None or newest is None:
        return ""
    program = one_line(listener.command, 60)
    return clean(
        f"{newest[0]} was changed at {_clock(newest[1])}; process {listener.pid} ({program}) "
        f"has run since {_clock(listener.started)}"
    )


def serves_project(listener: Listener, folder: Path) -> bool:
    """Whether a process looks like a server of this project's code, and not like a test run."""
    if not listener.folder:
        return False
    here, there = folder.resolve(), Path(listener.folder)
    if here != there and here not in there.parents and there not in here.parents:
        return False
    words = listener.command.split()
    names = {Path(word).name for word in words}
    if "-c" in words or {"pytest", "py.test"} & names:
        return False
    return bool(_SERVERS & names) or any(
        word.endswith(".py") and ((there / word).is_file() or (here / word).is_file()) for word in words
    )


def _about_cors(scan: ProjectScan) -> Iterator[str]:
    """The Python files that say something of CORS: of the others no response tells anything here."""
    for path, file in scan.files.items():
        text = file.text.lower()
        if path.endswith(".py") and ("cors" in text or "access-control-" in text):
            yield path


def _clock(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).strftime("%H:%M:%S")
