"""The proof that the fix works: the same probes again, before and after side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from textual import getters, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.probe.plan import plan
from cors_wizard.probe.run import run_probes
from cors_wizard.tui.messages import Moved, ResultAsked, Verified
from cors_wizard.tui.room import BESIDE_THE_COMPARISON
from cors_wizard.tui.screens.step import STEP_BINDINGS, StepScreen
from cors_wizard.tui.services import Services
from cors_wizard.tui.widgets.exchange_timeline import ExchangeTimeline
from cors_wizard.tui.widgets.probe_list import ProbeList
from cors_wizard.tui.words import key


class VerifyScreen(StepScreen):
    """Probes again and compares with what was seen before the fix."""

    STAGE = "verify"
    # Before and after side by side need the room of the panes, which open over them instead.
    HORIZONTAL_BREAKPOINTS = BESIDE_THE_COMPARISON
    HELP = """\
# Verify

The same requests as before the fix: what the server answered then, and what it answers now.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "again", "Again", tooltip="Send the same probes once more"),
        Binding("e", "app.export", "Export", tooltip="Write a Markdown report with before and after"),
        Binding("g", "go_on", "Go on", tooltip="Diagnose what is left"),
        Binding("n", "next_problem", "New", tooltip="Forget this problem and paste another"),
        *STEP_BINDINGS,
    ]

    headline = getters.query_one("#verify-headline", Static)
    note = getters.query_one("#verify-note", Static)
    probes = getters.query_one("#running-probes", ProbeList)
    comparison = getters.query_one("#comparison", Horizontal)

    def __init__(self, before: Diagnosis, services: Services) -> None:
        super().__init__(before)
        self._services = services
        self.after: Diagnosis | None = None
        """What the probes showed this time; None as long as they run."""

    @property
    def current(self) -> str:
        """What the trail calls this step."""
        return "Verify"

    def compose_step(self) -> Iterator[Widget]:
        """The headline, the probes while they run, then the comparison."""
        yield Static("", id="verify-headline", classes="question-text")
        yield Static("", id="verify-note")
        yield ProbeList(id="running-probes")
        yield Horizontal(id="comparison")

    def on_mount(self) -> None:
        """Probe at once."""
        self._probe()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Going on is offered only where something is left."""
        if action == "go_on":
            return self.after is not None and self._is_left()
        if action == "next_problem":
            return self.after is not None and works_now(self.after)
        return True

    def action_again(self) -> None:
        """Probe once more."""
        self._probe()

    def action_go_on(self) -> None:
        """Take what was seen now as the problem."""
        if self.after:
            self.post_message(Moved(self.after))

    async def action_next_problem(self) -> None:
        """Begin with an empty box: this one is solved."""
        await self.run_action("app.start_over")

    def go_back(self) -> None:
        """Back to the cause and its fix."""
        self.post_message(ResultAsked())

    @work(exclusive=True, group="probe", description="probe")
    async def _probe(self) -> None:
        self.set_class(False, "-good", "-bad")
        self.headline.update(Content("The same probes again …"))
        self.note.update("")
        self.probes.display = True
        now = replace(await self._services.read_again(self.diagnosis), may_probe=True)
        self.probes.plan(plan(now.known, agreed_methods=now.agreed_methods), sent=True)
        results = await run_probes(
            now.known,
            self._services.send,
            agreed_methods=now.agreed_methods,
            on_result=self.probes.report,
        )
        self.after = now.with_probe_results(results)
        await self._compare(self.after)
        self.refresh_bindings()
        self.post_message(Verified(self.after))

    async def _compare(self, after: Diagnosis) -> None:
        works = works_now(after)
        self.set_class(works, "-good")
        self.set_class(not works, "-bad")
        self.headline.update(_headline(after))
        self.note.update(_note(self.diagnosis, after))
        self.probes.display = after.exchange is None
        await self.comparison.remove_children()
        await self.comparison.mount(*_sides(self.diagnosis, after))

    def _is_left(self) -> bool:
        """Whether going on leads further than the fix that is at hand already."""
        after = self.after
        return after is not None and not works_now(after) and after.cause != self.diagnosis.cause


def works_now(after: Diagnosis) -> bool:
    """Whether a browser would let the page read the answer."""
    return after.verdict is not None and after.verdict.readable


def _headline(after: Diagnosis) -> Content:
    if works_now(after):
        return Content.styled("✓ It works now: a browser lets the page read the answer", "bold $text-success")
    if after.verdict is None:
        return Content.styled("✗ Nothing answers that a browser could judge", "bold $text-error")
    return Content.styled("✗ Still refused", "bold $text-error")


def _note(before: Diagnosis, after: Diagnosis) -> Content:
    if works_now(after):
        return Content.assemble(
            "Reload it with the cache off. ",
            key("e"),
            " writes a report, ",
            key("n"),
            " takes the next problem.",
        )
    if after.cause and before.cause and after.cause.id != before.cause.id:
        return Content.assemble(
            "That was mended, and now: ",
            (after.cause.title, "bold"),
            ". ",
            key("g"),
            " goes on with it.",
        )
    return Content.assemble(
        "Was the file saved, and the server restarted? ",
        key("v"),
        " asks again; ",
        key("esc"),
        " shows the fix.",
    )


def _sides(before: Diagnosis, after: Diagnosis) -> Iterator[Vertical]:
    was, now = _timeline(before), _timeline(after)
    if was and now and was.entries == now.entries:
        # The same twice would only hide that nothing has changed.
        yield _side("Now, the same as before", now)
        return
    yield _side("Before", was)
    yield _side("Now", now)


def _timeline(diagnosis: Diagnosis) -> ExchangeTimeline | None:
    if diagnosis.exchange is None or diagnosis.verdict is None:
        return None
    return ExchangeTimeline(diagnosis.exchange, diagnosis.verdict)


def _side(title: str, shown: ExchangeTimeline | None) -> Vertical:
    nothing = Static(Content.styled("Nothing answered.", "$foreground-muted"))
    return Vertical(Static(title, classes="section-title", markup=False), shown or nothing, classes="side")
