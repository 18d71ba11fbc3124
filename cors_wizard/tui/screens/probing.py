"""The probes as they run; asks first where a host is not this machine or a method may change data."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import ClassVar, Literal

from textual import getters, on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.masking import masked_url
from cors_wizard.probe.page_request import probe_url
from cors_wizard.probe.run import first_requests, run_probes
from cors_wizard.report.plan_lines import taken_over
from cors_wizard.tui.consents import Consents
from cors_wizard.tui.display import one_line
from cors_wizard.tui.messages import ResultAsked, VerifyAsked
from cors_wizard.tui.paths import shown_path
from cors_wizard.tui.screens.step import STEP_BINDINGS, StepScreen
from cors_wizard.tui.services import Services
from cors_wizard.tui.what_to_ask import is_agreed, method_to_ask_for, probed_server
from cors_wizard.tui.widgets.answer_list import Answer, AnswerList
from cors_wizard.tui.widgets.probe_list import ProbeList

_MOST_NAMED = 4


class ProbingScreen(StepScreen):
    """Sends the probes and shows what comes back."""

    STAGE = "look"
    AUTO_FOCUS = "AnswerList"
    HELP = """\
# Probes

The wizard sends your API what a browser would send: the preflight, the request itself, the same from a page
elsewhere. Only GET, HEAD and OPTIONS are sent without a question.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "skip", "Skip", tooltip="Go on without probing"),
        *(Binding(str(number), f"pick({number})", show=False, system=True) for number in range(1, 3)),
        *STEP_BINDINGS,
    ]

    probes = getters.query_one("#running-probes", ProbeList)
    headline = getters.query_one("#probe-headline", Static)
    note = getters.query_one("#probe-note", Static)

    def __init__(
        self, diagnosis: Diagnosis, services: Services, consents: Consents, *, to_verify: bool = False
    ) -> None:
        super().__init__(diagnosis)
        self._services = services
        self._consents = consents
        self._to_verify = to_verify
        self._asks_for: Literal["server", "method"] = "server"

    @property
    def current(self) -> str:
        """What the trail calls this step."""
        return "Probes"

    def compose_step(self) -> Iterator[Widget]:
        """The headline, the question where one is due, the probes."""
        headline = f"Probing {one_line(probed_server(self.diagnosis), 80)}"
        yield Static(Content(headline), id="probe-headline", classes="question-text")
        yield Static("", id="probe-note")
        yield AnswerList([Answer("yes", "Yes"), Answer("no", "No, go on without")], id="consent")
        yield ProbeList(id="running-probes")

    def on_mount(self) -> None:
        """Show the plan; send it, or ask first."""
        self.probes.plan(first_requests(self.diagnosis.known, agreed_methods=self.diagnosis.agreed_methods))
        if is_agreed(self.diagnosis, self._consents):
            self._probe(self.diagnosis)
        else:
            self._ask_for_server()

    def action_skip(self) -> None:
        """Go on without probing."""
        self.workers.cancel_group(self, "probe")
        self._go_on_without()

    def _go_on_without(self) -> None:
        if self._to_verify:
            self.post_message(ResultAsked())
        else:
            self.move(self.diagnosis.without_probing())

    def action_pick(self, number: int) -> None:
        """Answer the question by number."""
        if self.has_class("-asking"):
            self.query_one(AnswerList).pick(number)

    @work(exclusive=True, group="probe", description="probe")
    async def _probe(self, diagnosis: Diagnosis) -> None:
        self.remove_class("-asking")
        self.note.update(
            Content.styled("Each request exactly as a browser would send it.", "$foreground-muted")
        )
        planned = first_requests(diagnosis.known, agreed_methods=diagnosis.agreed_methods)
        self.probes.plan(planned, sent=True)
        results = await run_probes(
            diagnosis.known,
            self._services.send,
            agreed_methods=diagnosis.agreed_methods,
            on_result=self.probes.report,
        )
        probed = await asyncio.to_thread(self._services.learn, diagnosis.probed(results))
        self._say_whose_code(probed)
        method = method_to_ask_for(probed)
        if method is None or method in self._consents.declined_methods:
            self.move(probed)
        else:
            self.diagnosis = probed
            self._ask_for_method(method)

    def _say_whose_code(self, probed: Diagnosis) -> None:
        """Another folder than the user's was read: the one in which the server was started."""
        before, now = (each.scan.folder if each.scan else None for each in (self.diagnosis, probed))
        if now and now != before:
            text = f"The server was started in {shown_path(now)}: its code was read."
            self.app.notify(text, title="Project folder", markup=False)

    def _ask_for_server(self) -> None:
        self._asks_for = "server"
        written = self.diagnosis.known.text("url") or ""
        url = one_line(masked_url(probe_url(written) or written), 120)  # As it is sent.
        self.headline.update(Content(f"May the wizard probe {one_line(probed_server(self.diagnosis), 80)}?"))
        carried = ", ".join(sorted(taken_over(first_requests(self.diagnosis.known)))[:_MOST_NAMED])
        with_values = f" It carries {one_line(carried, 120)} as your text has it." if carried else ""
        self.note.update(
            Content(
                f"Only what is listed is sent, to {url} and to one path below it. It only reads: "
                f"GET, HEAD and OPTIONS, without a body.{with_values}"
            )
        )
        self._show_question()

    def _ask_for_method(self, method: str) -> None:
        self._asks_for = "method"
        shown = one_line(method, 20)
        self.headline.update(Content(f"Send one real {shown}, too?"))
        self.note.update(
            Content(
                f"The preflight passes, so the response to the {shown} itself decides. "
                f"It goes without a body and without cookies, and it may change data on the server."
            )
        )
        # Enter out of habit must not change anybody's data.
        self.query_one(AnswerList).highlighted = 1
        self._show_question()

    def _show_question(self) -> None:
        self.add_class("-asking")
        self.query_one(AnswerList).focus(scroll_visible=False)

    @on(AnswerList.Picked)
    def _answered(self, event: AnswerList.Picked) -> None:
        agreed = event.value == "yes"
        method = self.diagnosis.known.text("method") or "GET"
        if self._asks_for == "server" and agreed:
            self._consents.servers.add(probed_server(self.diagnosis))
            if self._to_verify:
                self.post_message(VerifyAsked())
            else:
                self._probe(self.diagnosis)
        elif self._asks_for == "server":
            self._go_on_without()
        elif agreed:
            self._probe(self.diagnosis.agreeing_to(method))
        else:
            self._consents.declined_methods.add(method)
            self.move(self.diagnosis)
