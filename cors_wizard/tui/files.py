"""Writes, takes back and opens files of the user's project: what the keys `a`, `u` and `o` do."""

from __future__ import annotations

import asyncio
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported
from textual.screen import Screen

from cors_wizard.errors import CorsWizardError, FileChangedError
from cors_wizard.tui.editor import has_window
from cors_wizard.tui.paths import shown_path

if TYPE_CHECKING:
    from pathlib import Path

    from cors_wizard.changes import ChangeSet
    from cors_wizard.diagnosis import Diagnosis
    from cors_wizard.tui.services import Services


async def write_changes(services: Services, changes: ChangeSet, diagnosis: Diagnosis) -> Diagnosis:
    """Write all changes or none.

    Returns the diagnosis whose change is in the files now, or the one of files that were changed in the
    meantime and read again; raises CorsWizardError where nothing was written and nothing is new.
    """
    assert diagnosis.scan is not None
    try:
        await asyncio.to_thread(services.apply_changes, changes, diagnosis.scan.folder)
    except CorsWizardError as error:
        fresh = diagnosis
        if isinstance(error, FileChangedError):
            fresh = await services.read_again(diagnosis)
        if fresh is diagnosis or fresh.changes == changes:
            raise
        return fresh
    return diagnosis


async def take_back(services: Services, folder: Path) -> None:
    """Give the files back what they held; raises CorsWizardError where it could not."""
    await asyncio.to_thread(services.undo_changes, folder)


def open_in_editor(screen: Screen[None], services: Services, file: Path, line: int) -> None:
    """Open the editor that `VISUAL` or `EDITOR` names; the wizard waits for one that needs the terminal."""
    command = services.editor(file, line)
    if not command:
        where = f"{shown_path(file)}, line {line}. Set VISUAL or EDITOR to open it from here."
        screen.notify(where, title="No editor is set", markup=False)
        return
    try:
        if has_window(command):
            subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            return
        with suppress(SuspendNotSupported), screen.app.suspend():
            subprocess.run(command, check=False)
    except OSError as error:
        screen.notify(f"{command[0]}: {error.strerror}", title="Not opened", severity="error", markup=False)
