"""The wizard's window: holds the one diagnosis and shows the screen for its next step.

Everything heavy (pydantic, pygments, httpx) is imported after the first paint, by the worker that loads the
knowledge or by the first screen that needs it.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ScreenError
from textual.binding import Binding, BindingType
from textual.css.query import QueryError
from textual.screen import ModalScreen, Screen
from textual.worker import WorkerFailed

from cors_wizard.errors import CorsWizardError
from cors_wizard.tui.clipboard import copy_for_user
from cors_wizard.tui.commands import WizardCommands
from cors_wizard.tui.consents import Consents
from cors_wizard.tui.messages import (
    Applied,
    BackAsked,
    CopyAsked,
    DiagnoseAsked,
    Moved,
    ResultAsked,
    StepAsked,
    Verified,
    VerifyAsked,
    WayPicked,
)
from cors_wizard.tui.paths import shown_path
from cors_wizard.tui.problems_app import MapApp
from cors_wizard.tui.services import Services, Start
from cors_wizard.tui.signals import stop_between_steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.command import Provider

    # These load pydantic, which must wait until the first paint.
    from cors_wizard.changes.change import FileDigests
    from cors_wizard.diagnosis import Diagnosis
    from cors_wizard.this_machine.servers import LocalServer


class CorsWizardApp(MapApp):
    """The wizard; its result is the error that ended it, if one did."""

    TITLE = "CORS wizard"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {WizardCommands}
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", priority=True, tooltip="Leave; the next start offers to go on"),
    ]

    def __init__(self, services: Services, start: Start | None = None) -> None:
        super().__init__(services, start or Start())
        self.verified: Diagnosis | None = None
        """What the probes showed after the fix."""
        self.applied: FileDigests | None = None
        """What was written to the user's files for this problem, and not taken back."""
        self.report: Path | None = None
        """The file that the last report was written to."""
        self._left: Diagnosis | None = None
        """Where the user came back from: nobody types an answer twice."""
        self._base: Diagnosis | None = None
        self._consents: Consents | None = None
        self._servers: tuple[LocalServer, ...] = ()

    @property
    def crash(self) -> Exception | None:
        """The error that ended the window, if one did."""
        return self._exception

    def _handle_exception(self, error: Exception) -> None:
        cause = error.error if isinstance(error, WorkerFailed) else error
        if self.return_code is not None and isinstance(cause, (QueryError, ScreenError)):
            return  # The user has left, and a worker wanted to show a screen that is gone.
        # Textual's own error of a worker doesn't say where it happened.
        super()._handle_exception(cause if isinstance(cause, Exception) else error)

    def _fatal_error(self) -> None:
        # Textual's own prints up to a megabyte with the values of all variables, secrets among them.
        self._close_messages_no_wait()

    def get_default_screen(self) -> Screen[None]:
        """The box: an empty screen below it would be built and painted first."""
        return self.paste

    def on_mount(self) -> None:
        """Load everything else once the box is painted."""
        self.guard_keys()
        stop_between_steps(asyncio.get_running_loop())
        self.call_after_refresh(self._load_the_rest)

    @property
    def has_worked(self) -> bool:
        """Whether the fix was seen to work."""
        return bool(self.verified and self.verified.verdict and self.verified.verdict.readable)

    @property
    def _is_solved(self) -> bool:
        """Whether nothing of what was pasted is left."""
        return self.has_worked and not (self.problems and self.problems.next_open)

    def _load_the_rest(self) -> None:
        self.stylesheet.read(Path(__file__).with_name("steps.tcss"))
        self._load()

    # Each worker has a description: Textual would make one of the arguments, that is of all that was pasted.

    @work(thread=True, group="load", description="load the knowledge")
    def _load(self) -> None:
        self.call_from_thread(self.offer, self.keeper.others())
        try:
            base = self._begin()
        except CorsWizardError as error:
            self.call_from_thread(self.exit, error)
            return
        self.call_from_thread(self._loaded, base)

    @work(thread=True, group="load", description="load what the first text needs")
    def _load_for_the_text(self, base: Diagnosis) -> None:
        """Load what reads a paste, and the screens of the steps, while the user pastes."""
        _ = base.knowledge.reader
        import_module("cors_wizard.tui.flow")

    def _begin(self) -> Diagnosis:
        from cors_wizard.diagnosis import Diagnosis

        base = Diagnosis.begin(self.services.load_knowledge(), given=self.start.given)
        if self.start.probe == "never":
            base = base.without_probing()
        if self.start.project is None:
            return base.without_scanning()
        return base.with_scan(self.services.scan_project(self.start.project))

    def _loaded(self, base: Diagnosis) -> None:
        self._base = base
        self._consents = Consents(self.start.probe)
        self.paste.ready(base)
        # The box comes first: a thread beside it would slow it.
        self.call_after_refresh(self._load_for_the_text, base)

    @on(DiagnoseAsked)
    def _diagnose(self, event: DiagnoseAsked) -> None:
        self._look_again(event.diagnosis)

    @work(exclusive=True, group="scan", description="read the project again")
    async def _look_again(self, diagnosis: Diagnosis) -> None:
        if not {"url", "origin"} <= {fact.name for fact in diagnosis.known}:
            from cors_wizard.this_machine.offers import with_page

            # What runs here may be the answer to the first questions.
            self._servers = await asyncio.to_thread(self._look_around, diagnosis)
            diagnosis = with_page(diagnosis, self._servers)
        self.post_message(Moved(replace(await self.services.read_again(diagnosis), probe_results=None)))

    def _look_around(self, diagnosis: Diagnosis) -> tuple[LocalServer, ...]:
        from cors_wizard.this_machine.offers import paths_of, with_routes

        servers = self.services.servers()
        return servers if paths_of(diagnosis.scan) else with_routes(servers)

    @on(Moved)
    def _moved(self, event: Moved) -> None:
        self.take(event.diagnosis, edited_meanwhile=event.edited_meanwhile)

    @on(WayPicked)
    def _way_picked(self, event: WayPicked) -> None:
        self.take(event.diagnosis, self.applied)

    def take(
        self, diagnosis: Diagnosis, applied: FileDigests | None = None, *, edited_meanwhile: bool = False
    ) -> None:
        """Go on with this diagnosis: keep it, and show its next step."""
        from cors_wizard.tui.flow import is_another_problem

        if self.diagnosis and self._base and is_another_problem(self.diagnosis, diagnosis):
            diagnosis = replace(self._base, text=diagnosis.text, paste=diagnosis.paste)
        self._keep_answers(diagnosis)
        self.diagnosis = diagnosis
        self.verified, self.applied = None, applied
        self.note_problem(diagnosis)
        self.keep(diagnosis)
        self._show_next(edited_meanwhile=edited_meanwhile)

    def _keep_answers(self, to: Diagnosis) -> None:
        """Remember what going back takes, until another answer is given."""
        count = len(to.answers)
        self._left = next(
            (
                each
                for each in (self._left, self.diagnosis)
                if each and each.text == to.text and each.answers[:count] == to.answers != each.answers
            ),
            None,
        )

    @on(ResultAsked)
    def _result_asked(self) -> None:
        self._show_next()

    def _show_next(self, *, edited_meanwhile: bool = False) -> None:
        from cors_wizard.tui.flow import Seen, screen_for

        if self.diagnosis is None or self._consents is None:
            return
        if self.is_to_be_picked(self.diagnosis):
            self.show_problems()
            return
        seen = Seen(
            self._consents,
            self.applied,
            self._servers,
            self.problems,
            edited_meanwhile,
            self.written_for(self.diagnosis),
            self.start.project,
            self._left,
        )
        self.show(screen_for(self.diagnosis, self.services, seen))

    def show(self, screen: Screen[None]) -> None:
        """Show a screen in place of the current step."""
        self._close_dialogs()
        if self.screen is self.paste:
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def _close_dialogs(self) -> None:
        while isinstance(self.screen, ModalScreen):
            self.pop_screen()

    def _show_paste(self) -> None:
        self._close_dialogs()
        if self.screen is not self.paste:
            self.pop_screen()
        if self.diagnosis:
            several = self.problems if self.diagnosis.about else None
            self.paste.show_text(several.whole if several else self.diagnosis)

    @on(BackAsked)
    def _back(self) -> None:
        if self.diagnosis and self.diagnosis.answers:
            self.post_message(Moved(self.diagnosis.back()))
        elif self.diagnosis and self.diagnosis.about and self.problems:
            self.show_problems()
        else:
            self._show_paste()

    @on(StepAsked)
    def _step_asked(self, event: StepAsked) -> None:
        from cors_wizard.tui.flow import after_step
        from cors_wizard.tui.trail_entries import PASTE

        if self.diagnosis is None:
            return
        after = after_step(self.diagnosis, event.key, self._left)
        if event.key == PASTE:
            self._show_paste()
        elif isinstance(after, Screen):
            self.show(after)
        elif after:
            self.post_message(Moved(after))
        else:
            self.notify("The wizard detected this. Press f to change it.", markup=False)

    @on(VerifyAsked)
    def _verify(self) -> None:
        from cors_wizard.tui.screens.probing import ProbingScreen
        from cors_wizard.tui.screens.verify import VerifyScreen
        from cors_wizard.tui.what_to_ask import is_agreed

        if self.diagnosis is None or self._consents is None:
            return
        if is_agreed(self.diagnosis, self._consents):
            self.show(VerifyScreen(self.diagnosis, self.services))
        else:
            self.show(ProbingScreen(self.diagnosis, self.services, self._consents, to_verify=True))

    @on(Applied)
    def _applied(self, event: Applied) -> None:
        # What was seen to work was another state of the files.
        self.applied, self.verified = event.files, None
        if event.files is None:
            self.written.pop()
        elif self.diagnosis and self.diagnosis.scan:
            self.written.append((self.diagnosis.scan.folder, event.files))
        if self.problems and self.diagnosis:
            self.problems.note_applied(self.diagnosis, event.files)
        if self.diagnosis:
            self.keep(self.diagnosis)

    @on(Verified)
    def _verified(self, event: Verified) -> None:
        self.verified = event.diagnosis
        if self.problems:
            self.problems.note_verified(event.diagnosis, works=self.has_worked)

    def action_next_problem(self) -> None:
        """The list, where a request of the paste wasn't seen to work yet; else an empty box."""
        if self.problems and not self.problems.all_work:
            self.show_problems()
        else:
            self.action_start_over()

    def action_start_over(self) -> None:
        """Forget this problem and show an empty box."""
        self.diagnosis = self.verified = self.mapped = self.problems = None
        self.on_disk(self.keeper.discard())
        self._show_paste()
        if self._base:
            self.paste.show_text(self._base)

    @on(CopyAsked)
    def _copy(self, event: CopyAsked) -> None:
        copy_for_user(self, event.text, event.name, self.services)

    def action_export(self) -> None:
        """Ask where the report goes, and write it."""
        from cors_wizard.tui.dialogs import ask_for_report

        if self.diagnosis:
            ask_for_report(self, self._write_report, self.diagnosis, self.verified)

    def _write_report(self, path: Path, text: str, *, overwrite: bool) -> None:
        self.services.write_report(path, text, overwrite=overwrite)
        self.report = path

    def action_project(self) -> None:
        """Ask for the project folder, and read it."""
        from cors_wizard.tui.dialogs import ask_for_project

        if self.diagnosis:
            ask_for_project(self, self.diagnosis, self.scan_folder)

    @work(exclusive=True, group="scan", description="scan the project")
    async def scan_folder(self, folder: Path) -> None:
        try:
            scan = await asyncio.to_thread(self.services.scan_project, folder)
        except CorsWizardError as error:
            self.notify(str(error), title="Not read", severity="error", markup=False)
            return
        if self.diagnosis:
            self.post_message(Moved(self.diagnosis.with_scan(scan)))
            self.notify(
                f"{len(scan.facts)} facts from {shown_path(folder)}", title="Project read", markup=False
            )

    async def action_quit(self) -> None:
        """Leave once everything is on disk; a problem that was solved isn't offered again."""
        with suppress(OSError):
            await (self.keeper.discard() if self._is_solved else self.keeper.flush())
        self.exit()

    def action_toggle_help(self) -> None:
        """Show the keys and words of this screen."""
        from cors_wizard.tui.screens.help_card import HelpCard

        if not isinstance(self.screen, ModalScreen):
            self.push_screen(HelpCard(self.screen, self.screen.HELP or ""))
