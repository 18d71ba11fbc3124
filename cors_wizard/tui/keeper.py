"""Keeps the session on disk while the wizard runs: always the newest state, one write at a time."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from cors_wizard.tui import session

if TYPE_CHECKING:
    # Loads pydantic, which must wait until the first paint.
    from cors_wizard.changes.change import FileDigests
    from cors_wizard.diagnosis import Diagnosis


_NUMBERS = count(1)
"""Tells the problems of one process apart that begin within a second."""


class SessionKeeper:
    """Saves and discards the session of this window, and knows those of others."""

    def __init__(self, folder: Path, now: Callable[[], datetime], *, is_kept: bool = True) -> None:
        self._folder = folder
        self._now = now
        self._is_kept = is_kept
        self._id = self._new_id()
        self._unsaved: tuple[Diagnosis, FileDigests] | None = None
        self._writing = asyncio.Lock()

    def others(self) -> tuple[session.Session, ...]:
        """What can be gone on with: saved, worth it, and not open in another window; newest first."""
        return tuple(
            each
            for each in session.load_all(self._folder)
            if self._is_kept and each.is_worth_keeping and not session.is_open_elsewhere(each)
        )

    def may_have_others(self) -> bool:
        """Whether there are files that could be gone on with; a look that costs next to nothing."""
        return self._is_kept and session.has_files(self._folder)

    def adopt(self, chosen: session.Session) -> None:
        """Go on with a saved session: from now on it is this window's."""
        self._id = chosen.id

    async def forget(self, id: str) -> None:
        """Remove a saved session; raises OSError where it cannot be removed."""
        await asyncio.to_thread(session.discard, self._folder, id)

    async def keep(self, diagnosis: Diagnosis, written: FileDigests) -> None:
        """Save this state, unless a newer one comes before its turn; raises OSError where it cannot."""
        self._unsaved = (diagnosis, written) if self._is_kept else None
        await self.flush()

    async def flush(self) -> None:
        """Wait until the newest state is on disk; raises OSError where it cannot be saved."""
        async with self._writing:
            latest, self._unsaved = self._unsaved, None
            if latest is not None:
                await asyncio.to_thread(self._write, *latest)

    async def discard(self) -> None:
        """Forget this window's session and begin another; raises OSError where it cannot be removed."""
        async with self._writing:
            old, self._id, self._unsaved = self._id, self._new_id(), None
            await asyncio.to_thread(session.discard, self._folder, old)

    def _write(self, diagnosis: Diagnosis, written: FileDigests) -> None:
        from cors_wizard.tui.restore import to_session

        session.save(to_session(diagnosis, self._now(), self._id, written), self._folder)

    def _new_id(self) -> str:
        return f"{self._now():%Y%m%d-%H%M%S}-{os.getpid()}-{next(_NUMBERS)}"
