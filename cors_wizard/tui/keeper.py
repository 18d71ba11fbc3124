"""Keeps the session on disk while the wizard runs: always the newest state, one write at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cors_wizard.tui import session

if TYPE_CHECKING:
    # Loads pydantic, which must wait until the first paint.
    from cors_wizard.diagnosis import Diagnosis


class SessionKeeper:
    """Saves, offers and discards the session of one state folder."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now
        self._unsaved: Diagnosis | None = None
        self._writing = asyncio.Lock()

    async def keep(self, diagnosis: Diagnosis) -> None:
        """Save this state, unless a newer one comes before its turn; raises OSError where it cannot."""
        self._unsaved = diagnosis
        await self.flush()

    async def flush(self) -> None:
        """Wait until the newest state is on disk; raises OSError where it cannot be saved."""
        async with self._writing:
            latest, self._unsaved = self._unsaved, None
            if latest is not None:
                await asyncio.to_thread(self._write, latest)

    async def discard(self) -> None:
        """Forget what is saved; raises OSError where it cannot be removed."""
        async with self._writing:
            self._unsaved = None
            await asyncio.to_thread(session.discard, self._folder)

    def _write(self, diagnosis: Diagnosis) -> None:
        from cors_wizard.tui.restore import to_session

        session.save(to_session(diagnosis, self._now()), self._folder)
