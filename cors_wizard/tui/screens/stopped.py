"""An end without a cause: what is known, what is still possible, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from cors_wizard.decision_tree import Stopped
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.errors import CorsWizardError
from cors_wizard.knowledge_base.conditions import summary_of
from cors_wizard.masking import mask_text
from cors_wizard.probe.outcome import outcome
from cors_wizard.report.security_warnings import warned_of
from cors_wizard.tui.display import one_line
from cors_wizard.tui.files import take_back
from cors_wizard.tui.messages import Applied, Moved, StepAsked
from cors_wizard.tui.screens.result_parts import request_notes
from cors_wizard.tui.screens.step import STEP_BINDINGS, StepScreen
from cors_wizard.tui.services import Services
from cors_wizard.tui.trail_entries import PROBE
from cors_wizard.tui.widgets.cautions import cautions_section
from cors_wizard.tui.widgets.exchange_timeline import ExchangeTimeline
from cors_wizard.tui.widgets.rows import bullets
from cors_wizard.tui.widgets.section import Section

_MOST = 6


class StoppedScreen(StepScreen):
    """Says why nothing was concluded, or that nothing is wrong."""

    STAGE = "fix"
    HELP = """\
# Where it ended

If it passes now, there is nothing left to change: reload the page. Otherwise paste more, start the server, or
change an answer in the steps.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "verify", "Probe again"),
        Binding("u", "undo", "Undo", tooltip="Restore your files as they were before"),
        Binding("e", "app.export", "Export", tooltip="Write a Markdown report"),
        *STEP_BINDINGS,
    ]

    def __init__(
        self, diagnosis: Diagnosis, stopped: Stopped, services: Services, *, can_undo: bool = False
    ) -> None:
        super().__init__(diagnosis)
        self._stop = stopped.stop
        self._services = services
        self._can_undo = can_undo

    @property
    def current(self) -> str:
        """What the trail calls this step."""
        return "Where it ended"

    def compose_step(self) -> Iterator[Widget]:
        """What it is, what to do, what is still possible."""
        tone = "-good" if self._stop.status == "concluded" else "-open"
        yield VerticalGroup(
            Static(Content(self.prose(self._stop.title).plain), classes="cause-title"),
            Static(self.prose(self._stop.text), classes="cause-summary"),
            id="cause",
            classes=tone,
        )
        yield from request_notes(self.diagnosis)
        if unseen := list(self._unseen()):
            yield Section("Not seen", bullets(unseen), id="not-seen")
        if self._stop.next:
            yield Section(
                "What to do", bullets([self.prose(each.text) for each in self._stop.next]), id="next"
            )
        if self.diagnosis.exchange and self.diagnosis.verdict:
            timeline = ExchangeTimeline(self.diagnosis.exchange, self.diagnosis.verdict)
            yield Section("What the browser sees", timeline, id="exchange")
        if warned := warned_of(self.diagnosis):
            yield cautions_section((each.title, each.text) for each in warned)
        if self._stop.status != "concluded" and self.diagnosis.candidates:
            yield Section(
                "Still possible, likeliest first", bullets(list(self._candidates())), id="candidates"
            )

    def _unseen(self) -> Iterator[Content]:
        """What keeps "it passes" from being "it works"."""
        found = self.diagnosis.findings
        went = outcome(found) if found else None
        for each in went.unseen if went and went.passes else ():
            yield Content(one_line(mask_text(each.says), 400))

    def _candidates(self) -> Iterator[Content]:
        for candidate in self.diagnosis.candidates[:_MOST]:
            yield Content.assemble(
                (candidate.cause.title, "bold"),
                "\n",
                self.prose(summary_of(candidate.cause, self.diagnosis.facts)).stylize("$foreground-muted"),
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Probing again is offered where something was probed, undoing where something was written."""
        if action == "undo":
            return self._can_undo and self.diagnosis.scan is not None
        return self.diagnosis.probe_results is not None if action == "verify" else True

    @work(exclusive=True, group="files", description="take the change back")
    async def action_undo(self) -> None:
        """Take back what was written last, and look once more."""
        scan = self.diagnosis.scan
        if scan is None:
            return
        try:
            await take_back(self._services, scan.folder)
        except CorsWizardError as error:
            self.notify(str(error), title="Not undone", severity="error", markup=False)
            return
        self.post_message(Applied(None))
        fresh = await self._services.read_again(self.diagnosis)
        self.post_message(Moved(replace(fresh, probe_results=None)))

    def action_verify(self) -> None:
        """Ask the server again."""
        self.post_message(StepAsked(PROBE))
