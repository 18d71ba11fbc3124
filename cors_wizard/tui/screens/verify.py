"""The proof that the fix works: the same probes again, before and after side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events, getters, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.changed_call import as_sent_now
from cors_wizard.probe.result import ProbeResult
from cors_wizard.probe.run import first_requests, run_probes
from cors_wizard.report.layers import LAYERS_TITLE, layer_lines
from cors_wizard.report.outcome_words import AttackLine, attack_lines, origin_width, sentence_text
from cors_wizard.report.verification import GOES_ON, Verification, compare, passes
from cors_wizard.this_machine.server_state import ServerState
from cors_wizard.this_machine.since_fix import since_fix
from cors_wizard.this_machine.waiting import LOOK_EVERY, Waiting, is_unanswered
from cors_wizard.tui.display import one_line
from cors_wizard.tui.messages import Moved, ResultAsked, Verified
from cors_wizard.tui.room import BESIDE_THE_COMPARISON
from cors_wizard.tui.screens.step import QUIET_STEP_BINDINGS, StepScreen
from cors_wizard.tui.services import Services
from cors_wizard.tui.widgets.exchange_timeline import ExchangeTimeline
from cors_wizard.tui.widgets.probe_list import ProbeList
from cors_wizard.tui.widgets.rows import Row, Rows, RowsVisual
from cors_wizard.tui.words import key

_MARK, _NOTE = 9, 30
"""Columns of what became of an attempt, and those that its note needs to be read well."""


class VerifyScreen(StepScreen):
    """Probes again and compares with what was seen before the fix."""

    STAGE = "verify"
    # Before and after side by side need the room of the panes, which open over them instead.
    HORIZONTAL_BREAKPOINTS = BESIDE_THE_COMPARISON
    HELP = """\
# Verify

The same requests as before the fix: what the server sent then, and what it sends now.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "again", "Again", tooltip="Send the same probes once more"),
        Binding("e", "app.export", "Export", tooltip="Write a Markdown report with before and after"),
        Binding("y", "app.map", "Who", tooltip="Show which origin may call which route", show=False),
        Binding("g", "go_on", "Go on", tooltip="Diagnose what is left"),
        Binding("n", "next_problem", "Another", tooltip="Take the next request of your text, or a new text"),
        *QUIET_STEP_BINDINGS,
    ]

    headline = getters.query_one("#verify-headline", Static)
    note = getters.query_one("#verify-note", Static)
    probes = getters.query_one("#running-probes", ProbeList)
    attack = getters.query_one("#attack", Static)
    attempts = getters.query_one("#attempts", Static)
    past_proxy = getters.query_one("#layers", Static)
    comparison = getters.query_one("#comparison", Horizontal)

    def __init__(self, before: Diagnosis, services: Services) -> None:
        super().__init__(before)
        self._services = services
        self._waiting: Waiting | None = None
        self.after: Diagnosis | None = None
        """What the probes showed this time; None as long as they run."""

    @property
    def current(self) -> str:
        """What the trail calls this step."""
        return "Verify"

    def compose_step(self) -> Iterator[Widget]:
        """The headline, the probes while they run, who else gets in, then the comparison."""
        yield Static("", id="verify-headline", classes="question-text")
        yield Static("", id="verify-note")
        yield ProbeList(id="running-probes")
        yield Static("", id="attack", markup=False)
        yield Rows((), id="attempts")
        yield Static("", id="layers", markup=False)
        yield Horizontal(id="comparison")

    def on_mount(self) -> None:
        """Probe right away, and again whenever something changes."""
        self._probe()
        self.set_interval(LOOK_EVERY, self._watch)

    @property
    def sent(self) -> Sequence[ProbeResult]:
        """The probes of this time, once they are back."""
        return (self.after.probe_results if self.after else None) or super().sent

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Going on is offered only where something is left."""
        if action == "go_on":
            return self.after is not None and self._is_left()
        if action == "next_problem":
            return self.after is not None and passes(self.after)
        return True

    def action_again(self) -> None:
        """Probe once more."""
        self._probe()

    def action_go_on(self) -> None:
        """Take what was seen now as the problem."""
        if self.after:
            self.post_message(Moved(self.after))

    async def action_next_problem(self) -> None:
        """This one is solved: the next of the same text, or an empty box."""
        await self.run_action("app.next_problem")

    @property
    def leads_back_to(self) -> str:
        """Where the way back leads."""
        return "the fix"

    def go_back(self) -> None:
        """Back to the cause and its fix."""
        self.post_message(ResultAsked())

    @work(exclusive=True, group="probe", description="probe")
    async def _probe(self) -> None:
        self.set_class(False, "-good", "-bad")
        self.headline.update(Content("The same probes again …"))
        self.note.update("")
        self.probes.display = True
        # Before anything is sent: a server that restarts meanwhile may have responded with its old code.
        state = await self._look()
        now = replace(await self._services.read_again(self.diagnosis), may_probe=True)
        now = as_sent_now(self.diagnosis, now)
        self.probes.plan(first_requests(now.known, agreed_methods=now.agreed_methods), sent=True)
        results = await run_probes(
            now.known,
            self._services.send,
            agreed_methods=now.agreed_methods,
            on_result=self.probes.report,
        )
        self.after = await asyncio.to_thread(self._services.learn, now.with_probe_results(results))
        self.after = replace(self.after, since_fix=since_fix(self.diagnosis.scan, now.scan, state))
        self._waiting = Waiting(state, is_silent=is_unanswered(self.after.facts))
        self.refresh_bindings()  # The keys are there with the sentence that names them.
        await self._compare(self.after)
        self.post_message(Verified(self.after))

    async def _look(self) -> ServerState:
        """What this machine says of the server and the files, read beside the screen."""
        known = self.after or self.diagnosis
        return await asyncio.to_thread(self._services.look, known.scan, known.known.text("url") or "")

    async def _watch(self) -> None:
        """Sends the probes again when a file or the server changes; leaving the screen ends it."""
        waiting = self._waiting
        if waiting is not None and self.is_current and waiting.reason_to_repeat(await self._look()):
            self._waiting = None
            self._probe()

    async def _compare(self, after: Diagnosis) -> None:
        seen = compare(self.diagnosis, after)
        self.set_class(seen.passed, "-good")
        self.set_class(not seen.passed, "-bad")
        self.headline.update(_headline(seen))
        self.note.update(_note(seen))
        await self._show_attack()
        self._show_layers()
        self.probes.display = after.exchange is None
        await self.comparison.remove_children()
        await self.comparison.mount(*_sides(self.diagnosis, after))

    async def _show_attack(self) -> None:
        """Who else was tried, where anybody gets in first."""
        attack = self.after.findings.attack if self.after and self.after.findings else None
        self.attack.display = self.attempts.display = attack is not None
        if attack is not None:
            sentence = one_line(sentence_text(attack), 400)
            self.attack.update(Content.assemble(("Who else gets in\n", "bold $text-primary"), sentence))
            self._draw_attempts()

    def on_resize(self, event: events.Resize) -> None:
        """Notes get a column as soon as there is room for it."""
        super().on_resize(event)
        self._draw_attempts()

    def _draw_attempts(self) -> None:
        attack = self.after.findings.attack if self.after and self.after.findings else None
        if attack is not None:
            self.attempts.update(RowsVisual(_attempts(attack_lines(attack), self.size.width)))

    def _show_layers(self) -> None:
        """What the proxy changes, where the server behind it was asked too."""
        found = self.after.findings.layers if self.after and self.after.findings else ()
        self.past_proxy.display = bool(found)
        if self.after and found:
            lines = map(one_line, layer_lines(self.after.facts, found))
            self.past_proxy.update(
                Content.assemble((f"{LAYERS_TITLE}\n", "bold $text-primary"), "\n".join(lines))
            )

    def _is_left(self) -> bool:
        """Whether going on leads further than the fix that is at hand already."""
        after = self.after
        return after is not None and not passes(after) and after.cause != self.diagnosis.cause


def _attempts(lines: Sequence[AttackLine], width: int) -> Iterator[Row]:
    """Mark, origin and note of each; the note has a column of its own where there is room for it."""
    origins = origin_width(lines) + 2
    for each in lines:
        mark = (each.mark.ljust(_MARK), "bold $text-warning" if each.is_hole else "$foreground-muted")
        origin = one_line(each.origin, 200)
        # Whose origin it is like is clear here, and the same words would wrap every second line.
        told = each.note.removeprefix("the page's ")
        note = Content.styled(one_line(told, 400), "$foreground-muted")
        if len(origin) < origins and width - _MARK - origins >= _NOTE:
            yield Row(Content.assemble(mark, origin), note, _MARK + origins)
        else:
            yield Row(Content.assemble(mark), Content.assemble(origin, "  ", note), _MARK)


def _headline(seen: Verification) -> Content:
    if seen.state == "open-to-others":
        return Content.styled(f"! {one_line(seen.title)}", "bold $text-warning")
    if seen.passed:
        return Content.styled(f"✓ {one_line(seen.title)}", "bold $text-success")
    return Content.styled(f"✗ {one_line(seen.title)}", "bold $text-error")


def _note(seen: Verification) -> Content:
    if seen.passed:
        keys = Content.assemble(key("e"), " writes a report, ", key("n"), " takes another problem.")
    elif seen.state == "nothing-sent":
        keys = Content.assemble(key("esc"), " shows the fix.")
    elif seen.state in GOES_ON:
        keys = Content.assemble(key("g"), " goes on with it.")
    else:
        keys = Content.assemble(
            "The requests are repeated when a file or the server changes; ",
            key("v"),
            " repeats them now, ",
            key("esc"),
            " shows the fix.",
        )
    lines = "\n".join(one_line(line, 400) for line in seen.note.splitlines())
    return Content.assemble(lines, "\n" if lines else "", keys)


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
    nothing = Static(Content.styled("No response.", "$foreground-muted"))
    return Vertical(Static(title, classes="section-title", markup=False), shown or nothing, classes="side")
