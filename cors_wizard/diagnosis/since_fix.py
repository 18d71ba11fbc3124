"""What happened since a fix was given, as far as this machine shows it. Pure: `this_machine` looks."""

from __future__ import annotations

from cors_wizard.frozen import dataclass


@dataclass(frozen=True)
class SinceFix:
    """Which files changed, and whether the server runs them."""

    changed_files: tuple[str, ...] | None = None
    """The files that read otherwise now; None where no folder was read."""
    stale: str = ""
    """Which of the files is younger than the server's process, as a sentence; empty where none is known."""
    restarted: bool = False
    """Whether the process began after the files had changed."""
    process: str = ""
    """The process that listens there now; empty where it is not known."""
