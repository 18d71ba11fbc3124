"""What the app needs from outside, handed in by its caller: so a test hands in its own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from cors_wizard.errors import CorsWizardError
from cors_wizard.facts import Facts
from cors_wizard.frozen import dataclass

if TYPE_CHECKING:
    # At run time this module must stay light: it is imported before the first paint.
    from cors_wizard.changes import ChangeSet
    from cors_wizard.changes.change import FileDigests
    from cors_wizard.diagnosis import Diagnosis
    from cors_wizard.knowledge_base import Knowledge
    from cors_wizard.probe.run import Sender
    from cors_wizard.project import ProjectScan
    from cors_wizard.this_machine import ServerState
    from cors_wizard.this_machine.servers import LocalServer

ProbePolicy = Literal["auto", "ask", "never"]
"""When to ask before the API is probed: `auto` beyond loopback only, `ask` always; `never` does not probe."""


class WriteReport(Protocol):
    """Writes a report's text; raises FileError where it cannot, or may not replace what is there."""

    def __call__(self, path: Path, text: str, *, overwrite: bool) -> None: ...


def look_at_server(scan: ProjectScan | None, url: str) -> ServerState:
    """Who serves a URL of this machine, and how old the project's files are."""
    from cors_wizard.this_machine.since_fix import look_at

    return look_at(scan, url)


def learn_now(diagnosis: Diagnosis) -> Diagnosis:
    """With what this machine shows about the server, and with the code that it runs."""
    from cors_wizard.project import scan_project
    from cors_wizard.this_machine.learn import learn_from_machine

    learned = learn_from_machine(diagnosis)
    folder = learned.facts.text("server_folder")
    if folder and learned.scan is None:
        with suppress(CorsWizardError):
            scan = scan_project(Path(folder))
            # What this machine says of that code is learned, too: how old the server is beside its files.
            return learn_from_machine(learned.with_scan(scan)) if scan.code.apps else learned
    return learned


def look_around() -> tuple[LocalServer, ...]:
    """What listens on this machine."""
    from cors_wizard.this_machine.servers import servers_here

    return servers_here()


@dataclass(frozen=True)
class Services:
    """The doors to the outside: knowledge files, network, project folder, reports, clock, state folder."""

    load_knowledge: Callable[[], Knowledge]
    send: Sender
    scan_project: Callable[[Path], ProjectScan]
    write_report: WriteReport
    apply_changes: Callable[[ChangeSet, Path], object]
    """Writes changes into a project folder; raises FileError where it cannot."""
    undo_changes: Callable[[Path], object]
    """Takes the last written changes of a project folder back; raises FileError where it cannot."""
    last_written: Callable[[Path], FileDigests]
    """What that would take back, if the files are still as they were written."""
    editor: Callable[[Path, int], tuple[str, ...]]
    """The command that opens a file at a line; empty where no editor is set."""
    keep_theme: Callable[[str], None]
    """Keeps the chosen theme for the next start; raises OSError where it cannot."""
    now: Callable[[], datetime]
    state_folder: Path
    """Holds the session and the last copied code; made when first needed."""
    monotonic: Callable[[], float] = time.monotonic
    """Seconds, to tell how long a screen has been shown."""
    key_guard: float = 0.25
    """For how many seconds after a screen has changed letters and digits do nothing."""
    look: Callable[[ProjectScan | None, str], ServerState] = look_at_server
    """What this machine says of the server and the files."""
    learn: Callable[[Diagnosis], Diagnosis] = learn_now
    """Adds to a probed diagnosis what this machine shows about the server."""
    servers: Callable[[], tuple[LocalServer, ...]] = look_around
    """What listens on this machine; nothing is sent."""
    takes_clipboard: bool = True
    """Whether the terminal is one that may accept text for the clipboard (OSC 52)."""

    async def read_again(self, diagnosis: Diagnosis) -> Diagnosis:
        """With the project folder as it is now; as it was, where it can no longer be read."""
        if diagnosis.scan:
            with suppress(CorsWizardError):
                scan = await asyncio.to_thread(self.scan_project, diagnosis.scan.folder)
                return diagnosis.with_scan(scan)
        return diagnosis


@dataclass(frozen=True)
class Start:
    """What the user gave on the command line."""

    text: str = ""
    given: Facts = field(default_factory=Facts)
    project: Path | None = None
    probe: ProbePolicy = "auto"
    is_kept: bool = True
    """Whether the problem is saved and can be gone on with later; a demo's is not."""
    theme: str = "dark"
    """One of `settings.THEMES`."""
