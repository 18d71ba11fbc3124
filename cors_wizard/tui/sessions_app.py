"""The part of the window that keeps problems on disk and goes on with unfinished ones."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work

from cors_wizard.errors import CorsWizardError
from cors_wizard.tui.guarded_app import ThemedApp
from cors_wizard.tui.keeper import SessionKeeper
from cors_wizard.tui.messages import Moved, ResumeAnswered, TextChanged
from cors_wizard.tui.paths import shown_path
from cors_wizard.tui.screens.paste import PasteScreen
from cors_wizard.tui.services import Services, Start

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    # These load pydantic, which must wait until the first paint.
    from cors_wizard.changes.change import FileDigests
    from cors_wizard.diagnosis import Diagnosis
    from cors_wizard.tui.screens.sessions import SessionsScreen
    from cors_wizard.tui.session import Session


class SessionsApp(ThemedApp):
    """Saves the problem in progress after every step, and offers those of earlier runs."""

    def __init__(self, services: Services, start: Start) -> None:
        super().__init__()
        self.services = services
        self.start = start
        # Before anything is parsed: another theme parses every style again.
        self.set_up_themes(start.theme)
        self.diagnosis: Diagnosis | None = None
        """The one problem in progress; None until the user has pressed Diagnose."""
        self.keeper = SessionKeeper(services.state_folder, services.now, is_kept=start.is_kept)
        self.paste = PasteScreen(start.text, may_offer=self.keeper.may_have_others())
        """The first screen; it stays below all others."""
        self.written: list[tuple[Path, FileDigests]] = []
        """What was written where, here or before a resume, and not taken back; the last at the end."""
        self._offered: tuple[Session, ...] = ()

    def offer(self, sessions: Sequence[Session]) -> None:
        """Offer what can be gone on with, unless it is what was just given."""
        self._offered = tuple(each for each in sessions if each.text != self.start.text)
        if self._offered:
            self.paste.offer(self._offered)
        else:
            self.paste.stop_offering()

    def keep(self, diagnosis: Diagnosis) -> None:
        """Save the problem as it stands."""
        self.on_disk(self.keeper.keep(diagnosis, self.written_for(diagnosis)))

    def written_for(self, diagnosis: Diagnosis) -> FileDigests:
        """What was written last to the project that it is about, and not taken back."""
        folder = diagnosis.scan.folder if diagnosis.scan else None
        return next((files for where, files in reversed(self.written) if where == folder), {})

    @on(TextChanged)
    def _text_changed(self, event: TextChanged) -> None:
        if event.diagnosis.text.strip() and event.diagnosis.text != self.start.text:
            self.keep(event.diagnosis)

    @on(ResumeAnswered)
    def _resume_answered(self, event: ResumeAnswered) -> None:
        if not self._offered:
            return
        if not event.go_on:
            self._forget(self._offered[0])
        elif len(self._offered) == 1:
            self._go_on_with(self._offered[0])
        else:
            self._choose()

    def _choose(self) -> None:
        from cors_wizard.tui.screens.sessions import SessionsScreen

        def chosen(session: Session | None) -> None:
            if session:
                self._go_on_with(session)

        self.push_screen(SessionsScreen(self._offered), chosen)

    # By its name: the class is imported when the list is first shown.
    def on_sessions_screen_forgotten(self, event: SessionsScreen.Forgotten) -> None:
        """Remove a saved problem that the user picked in the list."""
        self._forget(event.session)

    def _forget(self, session: Session) -> None:
        self.on_disk(self.keeper.forget(session.id))
        self.offer([each for each in self._offered if each.id != session.id])

    @work(exclusive=True, group="resume", description="restore the session")
    async def _go_on_with(self, saved: Session) -> None:
        base = await self.paste.base()
        from cors_wizard.tui.restore import from_session

        base = await asyncio.to_thread(self._with_its_project, base, saved)
        restored = await asyncio.to_thread(from_session, base, saved)
        folder = base.scan.folder if base.scan else None
        if folder and saved.written and saved.written == await asyncio.to_thread(self._written_in, folder):
            self.written.append((folder, saved.written))
        self.keeper.adopt(saved)
        self.offer([each for each in self._offered if each.id != saved.id])
        self.diagnosis = None
        self.paste.show_text(restored)
        self.post_message(Moved(restored))

    def _written_in(self, folder: Path) -> FileDigests:
        return self.services.last_written(folder)

    def _with_its_project(self, base: Diagnosis, saved: Session) -> Diagnosis:
        """With the folder that the session was about; as it is where that can no longer be read."""
        if not saved.project or (base.scan and base.scan.folder == Path(saved.project)):
            return base
        with suppress(CorsWizardError):
            return base.with_scan(self.services.scan_project(Path(saved.project)))
        return replace(base, folder_scan=None, may_scan=False)

    @work(group="session", description="keep the session")
    async def on_disk(self, change: Awaitable[None]) -> None:
        """Carry out a change to what is saved; says why not, where it cannot."""
        try:
            await change
        except OSError as error:
            reason = error.strerror or "unknown reason"
            message = f"{shown_path(self.services.state_folder)}: {reason}. All else works."
            self.notify(message, title="The session cannot be saved", severity="warning", markup=False)
