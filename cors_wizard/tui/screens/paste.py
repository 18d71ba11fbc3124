"""The first screen: takes any text and says in words what was understood, while it changes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, HorizontalGroup, Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Button, Footer, Static, TextArea

from cors_wizard.errors import CorsWizardError
from cors_wizard.text_files import file_text, named_file, why_not_read
from cors_wizard.tui.display import one_line
from cors_wizard.tui.messages import DiagnoseAsked, ResumeAnswered, TextChanged
from cors_wizard.tui.paths import shown_path
from cors_wizard.tui.room import BESIDE_THE_PASTE, LINES, class_for
from cors_wizard.tui.widgets.error_box import ErrorBox
from cors_wizard.tui.widgets.stage_bar import StageBar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    # Both load pydantic, which must wait until the first paint.
    from cors_wizard.diagnosis import Diagnosis
    from cors_wizard.tui.session import Session
    from cors_wizard.tui.widgets.understanding import Understanding

DEBOUNCE = 0.12
"""Seconds without a key before the text is read."""
LONG_DEBOUNCE = 1.0
"""The same for a text that takes so long to read that keys would be felt to wait."""


class PasteScreen(Screen[None]):
    """A box for the error, what was understood of it, and the way on."""

    AUTO_FOCUS = "#error-box"
    HORIZONTAL_BREAKPOINTS = BESIDE_THE_PASTE
    VERTICAL_BREAKPOINTS = LINES
    HELP = """\
# Paste the error

Anything around the error helps: console messages, a copied cURL command, response headers, a server log.
What is underlined was understood. Text that was not understood is kept.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d,ctrl+enter", "diagnose", "Diagnose", priority=True, key_display="^d"),
        Binding("ctrl+o", "resume", "Resume", tooltip="Go on with an unfinished problem"),
        Binding("escape", "stop_reading", "Stop", tooltip="Stop reading, and keep the text", show=False),
        Binding("f1", "app.toggle_help", "Help"),
        Binding("ctrl+q", "app.quit", "Quit", show=True),
    ]

    box = getters.query_one(ErrorBox)
    button = getters.query_one("#diagnose", Button)
    note = getters.query_one("#paste-note", Static)
    understood_pane = getters.query_one("#understood", VerticalScroll)

    offers_session = var(False, toggle_class="-offers-session", bindings=True)

    def __init__(self, text: str, *, may_offer: bool = False) -> None:
        super().__init__()
        # The line for the offer is there from the first paint on where there may be one.
        self.set_reactive(PasteScreen.offers_session, may_offer)
        self.set_class(may_offer, "-offers-session")
        self._text = text
        self._base: Diagnosis | None = None
        self._read: Diagnosis | None = None
        self._reading: asyncio.Task[Diagnosis] | None = None
        self._ready = asyncio.Event()
        self._making_pane = asyncio.Lock()
        # A text from the command line was not typed here either: Enter goes on with it.
        self._was_pasted = bool(text)
        self._warned_about: str | None = None

    def compose(self) -> ComposeResult:
        """The box beside (or above) what was understood."""
        # Textual sets these classes after the first paint, which would then be of another layout.
        self.add_class(
            class_for(BESIDE_THE_PASTE, self.app.size.width), class_for(LINES, self.app.size.height)
        )
        yield StageBar("paste")
        with HorizontalGroup(id="resume"):
            yield Static("", id="resume-text")
            yield Button(Content("Go on"), id="resume-yes", classes="small hidden")
            yield Button(Content("Forget it"), id="resume-no", classes="small quiet hidden")
        with Horizontal(id="paste-body"):
            with Vertical(id="paste-left"):
                yield Static(
                    Content.styled("What did the browser print?", "bold $text-primary"), id="paste-title"
                )
                yield ErrorBox(self._text)
            with Vertical(id="paste-right"):
                yield Static(Content.styled("Understood", "bold $text-primary"), id="understood-title")
                yield VerticalScroll(
                    Static(self._invitation(), id="invitation"), id="understood", can_focus=False
                )
        with HorizontalGroup(id="paste-actions"):
            yield Button(Content("Diagnose"), id="diagnose", variant="primary", classes="small")
            yield Static(_NOTE, id="paste-note")
        yield Footer()

    def offer(self, sessions: Sequence[Session]) -> None:
        """Offer to go on with what was saved."""
        first = sessions[0]
        what = one_line(first.request_path, 200) if len(sessions) == 1 else f"{len(sessions)} problems"
        when = f" ({first.saved})" if first.saved else ""
        told = Content.assemble(f"Unfinished{when}: ", (what, "bold"))
        self.query_one("#resume-text", Static).update(told)
        self.query_one("#resume-yes", Button).remove_class("hidden")
        # A single one can be forgotten here; of several, the list says which.
        self.query_one("#resume-no", Button).set_class(len(sessions) > 1, "hidden")
        self.offers_session = True

    def stop_offering(self) -> None:
        """There is nothing left to go on with."""
        self.offers_session = False

    async def base(self) -> Diagnosis:
        """An empty diagnosis, as soon as the knowledge is loaded."""
        await self._ready.wait()
        assert self._base is not None
        return self._base

    def ready(self, base: Diagnosis) -> None:
        """The knowledge is there: reading can begin."""
        self._base = base
        self._ready.set()
        self._understand()

    def show_text(self, diagnosis: Diagnosis) -> None:
        """Put back the text of a diagnosis that the user came back from."""
        self._read = diagnosis
        if self.box.text != diagnosis.text:
            self.box.load_text(diagnosis.text)

    def on_screen_resume(self) -> None:
        """Whatever was being read has been shown."""
        self.box.read_only = False
        self.note.update(_NOTE)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Going on is offered only where there is something to go on with."""
        if action == "stop_reading":
            return self.box.read_only
        return self.offers_session if action == "resume" else True

    def action_stop_reading(self) -> None:
        """Leave what was asked for, whichever worker has it now."""
        self.workers.cancel_group(self, "diagnose")
        self.workers.cancel_group(self.app, "scan")
        self.on_screen_resume()
        # What was pasted is to be written on now: the button does not take the focus for it.
        self._was_pasted = False
        self.box.focus()

    def action_resume(self) -> None:
        """Go on with the saved session."""
        self._answer_offer(True)

    def action_diagnose(self) -> None:
        """Go on with the text in the box."""
        self._diagnose()

    @on(Button.Pressed)
    def _button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "diagnose":
            self._diagnose()
        else:
            self._answer_offer(event.button.id == "resume-yes")

    def _answer_offer(self, go_on: bool) -> None:
        self.offers_session = False
        self.box.focus()
        self.post_message(ResumeAnswered(go_on))

    @on(TextArea.Changed)
    def _changed(self) -> None:
        self._understand()

    def on_paste(self, event: events.Paste) -> None:
        """A paste goes into the box, wherever the focus is, and then Enter is enough to go on."""
        self._was_pasted = True
        if not self.box.has_focus:
            self.box.insert(event.text)

    @work(exclusive=True, group="understand", description="understand the text")
    async def _understand(self) -> None:
        await asyncio.sleep(LONG_DEBOUNCE if self.box.is_long and not self._was_pasted else DEBOUNCE)
        diagnosis = await self._read_text()
        pane = await self._pane()
        if not diagnosis.reading.is_recognized and (file := named_file(diagnosis.text)):
            pane.update(_about_file(file))
        elif diagnosis.text.strip():
            from cors_wizard.diagnosis.problems import problems_of

            pane.show(diagnosis.reading, len(problems_of(diagnosis.paste)))
        else:
            pane.update(self._invitation())
        self.box.mark(
            span for message in diagnosis.reading.messages for span in (message.span, *message.repeats)
        )
        if self._was_pasted and diagnosis.reading.is_recognized:
            self.button.focus()
        self._was_pasted = False
        self.post_message(TextChanged(diagnosis))

    def _diagnose(self) -> None:
        self.note.update(_READING)
        # A key that is pressed for the question to come must not go into the text; esc stops it from here on.
        self.box.read_only = True
        self._read_and_go_on()

    # A group of its own: what is shown meanwhile of the text must not cancel what the user asked for.
    @work(exclusive=True, group="diagnose", description="diagnose")
    async def _read_and_go_on(self) -> None:
        diagnosis = await self._read_text()
        pane = await self._pane()
        reading = diagnosis.reading
        if not reading.is_recognized and (file := named_file(diagnosis.text)):
            await self._take_file(file, pane)
            return
        if (
            reading.is_recognized
            or len(diagnosis.given)
            or not diagnosis.text.strip()
            or self._warned_about == diagnosis.text
        ):
            self._warned_about = None
            self.post_message(DiagnoseAsked(diagnosis))
            return
        self._warned_about = diagnosis.text
        self.box.read_only = False
        self.note.update(_NOTE)
        pane.warn(diagnosis.reading)
        self.understood_pane.scroll_home(animate=False)

    async def _take_file(self, file: Path, pane: Understanding) -> None:
        """Put the text of a file into the box in place of its name, to be seen before anything is done."""
        try:
            text = await asyncio.to_thread(file_text, file)
        except CorsWizardError as error:
            pane.update(_problem(why_not_read(error)))
        else:
            self._was_pasted = True
            self.box.load_text(text)
        self.box.read_only = False
        self.note.update(_NOTE)

    async def _read_text(self) -> Diagnosis:
        base = await self.base()
        while self._read is None or self._read.text != self.box.text:
            if self._reading is None or self._reading.done():
                given = self._read or base
                self._reading = asyncio.create_task(asyncio.to_thread(given.with_text, self.box.text))
            # A thread goes on when who waits for it is cancelled: a second one beside it would slow the keys.
            self._read = await asyncio.shield(self._reading)
        return self._read

    async def _pane(self) -> Understanding:
        from cors_wizard.tui.widgets.understanding import Understanding

        # What was typed and what was asked for are read at the same time.
        async with self._making_pane:
            found = self.query(Understanding)
            if found:
                return found.first()
            pane = Understanding()
            await self.understood_pane.remove_children()
            await self.understood_pane.mount(pane)
            return pane

    def _invitation(self) -> Content:
        """The three ways to start; where lines are few, nothing but these."""
        is_roomy = self.app.size.height >= _ROOMY
        ways = (Content.assemble((way, "bold $text-accent"), how) for way, how in _WAYS)
        heading = [Content.styled("Three ways to start", "bold")] if is_roomy else []
        return Content("\n\n" if is_roomy else "\n").join([*heading, *ways])


def _about_file(file: Path) -> Content:
    """What a name of a file in the box means."""
    if file.is_file():
        return Content.assemble("A file: ", (shown_path(file), "bold"), ". Diagnose reads it.")
    return _problem(f"The file {shown_path(file)} doesn't exist.")


def _problem(says: str) -> Content:
    return Content.assemble(("! ", "bold $text-warning"), one_line(says, 400))


_NOTE = Content("Requests go to your own API only.")
_READING = Content.assemble(("Reading …", "italic"), "  esc stops it")

_ROOMY = 24
"""Lines from which on the ways to start have lines between them."""
_WAYS = (
    (
        "Paste ",
        "what you have: the console's red lines (F12), a cURL, a HAR, headers, a log, your CORS(...) code.",
    ),
    ("Only a URL? ", "Type it, such as http://localhost:5000/api. The wizard tries it as your page would."),
    ("Nothing at all? ", "Press ^d. The wizard looks at what runs here and asks."),
)
