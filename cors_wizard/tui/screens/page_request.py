"""What does your page send? Method, headers and cookies of the one request; only what is known is filled in.

What was assumed is said beside the fields: who only walks through the form has not said it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import getters, on
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Button, Input, RadioSet, Static, TextArea
from textual.widgets.selection_list import Selection

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.diagnosis.page_request import answer_of
from cors_wizard.diagnosis.request_view import PageRequestView
from cors_wizard.knowledge_base import Node
from cors_wizard.report.questions import SCRIPT_LEAD
from cors_wizard.tui.display import one_line, printable
from cors_wizard.tui.screens.asking import AskingScreen
from cors_wizard.tui.screens.step import STEP_BINDINGS
from cors_wizard.tui.widgets.code_block import CodeBlock
from cors_wizard.tui.widgets.ticks import Choice, TickList

_USUAL_HEADERS = ("Authorization", "Content-Type")
_COOKIES = (("include", "Yes: credentials: 'include' or withCredentials: true"), ("same-origin", "No"))
_MOST_NAMES = 20
_NO_HEADERS = ""
"""The value of the line that says so."""


class PageRequestScreen(AskingScreen):
    """Asks for what neither the text nor the code shows of the request."""

    AUTO_FOCUS = "#request-paste"
    HELP = """\
# What does your page send?

Paste the request here (*Copy as fetch* or *Copy as cURL*), or fill in what you know. `Tab` goes
from field to field, `Space` ticks, `ctrl+s` goes on.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "go_on", "Continue", tooltip="Go on with what is filled in"),
        Binding("ctrl+n", "not_sure", "Not sure", tooltip="Go on without knowing"),
        *STEP_BINDINGS,
    ]
    DEFAULT_CSS = """
    PageRequestScreen #request-paste { height: 2; }
    PageRequestScreen #request-headers { height: auto; max-height: 8; }
    PageRequestScreen #request-script { display: none; }
    PageRequestScreen.-how #request-script { display: block; }
    """

    how_shown = var(False, toggle_class="-how")

    paste = getters.query_one("#request-paste", TextArea)
    method = getters.query_one("#request-method", Input)
    names = getters.query_one("#request-headers", TickList)
    others = getters.query_one("#request-others", Input)
    cookies = getters.query_one("#request-cookies", RadioSet)

    def __init__(
        self,
        diagnosis: Diagnosis,
        question: Node,
        *,
        revisited: bool = False,
        filled: PageRequestView | None = None,
    ) -> None:
        self._filled = filled or diagnosis.request
        super().__init__(diagnosis, question, revisited=revisited)

    def compose_step(self) -> Iterator[Widget]:
        """The question, a box for a copied request, a field for each part, the help."""
        request = self._filled
        yield Static(self.prose(self.question.text), classes="question-text")
        yield Static(self.prose(self.question.why))
        yield TextArea(
            id="request-paste", placeholder="Paste the request: Copy as fetch, or Copy as cURL", compact=True
        )
        yield Static("Method", classes="section-title", markup=False)
        yield Input(
            str(request.method.value or "") if request.method.is_known else "",
            placeholder=_assumed(str(request.method.value or "")),
            id="request-method",
        )
        yield Static("Headers that your code adds", classes="section-title", markup=False)
        yield TickList(*self._selections(), id="request-headers", compact=True)
        yield Input(placeholder="Others, with commas between them", id="request-others")
        yield Static("Does the call send cookies?", classes="section-title", markup=False)
        chosen = str(request.credentials.value or "") if request.credentials.is_known else ""
        with RadioSet(id="request-cookies", compact=True):
            for value, label in _COOKIES:
                yield Choice(Content(label), value=value == chosen, name=value)
        with HorizontalGroup():
            yield Button("Continue", id="request-go-on", variant="primary")
            yield Button("Not sure", id="request-not-sure", classes="quiet")
            yield Button("How do I find out?", id="request-how", classes="quiet")
        with VerticalGroup(id="request-script"):
            yield Static(self.prose(self.question.how))
            yield Static(self.prose(SCRIPT_LEAD))
            yield CodeBlock(self.question.script, language="javascript", button="Copy")

    def _selections(self) -> Iterator[Selection[str]]:
        request, ticked = self._filled, _shown_by(self._filled)
        listed = request.headers.value if isinstance(request.headers.value, tuple) else ()
        is_known = request.headers.is_known
        wanted = self.diagnosis.facts.items("page_headers")
        names = {name.lower(): name for name in (*_USUAL_HEADERS, *wanted, *listed)}
        for lower, name in [*names.items()][:_MOST_NAMES]:
            guess = " (assumed)" if name in listed and lower not in ticked and not is_known else ""
            yield Selection(Content(one_line(f"{name}{guess}", 60)), name, lower in ticked)
        yield Selection(Content("None of its own"), _NO_HEADERS, is_known and not listed)

    @on(TextArea.Changed)
    def _pasted(self) -> None:
        """Fill the fields with what the copied request says."""
        facts = self.diagnosis.knowledge.reader.read(self.paste.text).facts
        if method := facts.text("method"):
            self.method.value = printable(method)
        if "request_headers" in facts:
            sent = facts.items("request_headers")
            self.others.value = ", ".join(printable(item.partition(":")[0].strip()) for item in sent)
            self.names.deselect_all()
            if not sent:
                self.names.select(_NO_HEADERS)
        if mode := facts.text("credentials"):
            for button in self.cookies.query(Choice):
                button.value = button.name == ("include" if mode == "include" else "same-origin")

    @on(Button.Pressed, "#request-go-on")
    def action_go_on(self) -> None:
        """Go on with what is filled in."""
        typed = (part.strip() for part in self.others.value.split(","))
        ticked = dict.fromkeys((*self.names.selected, *(name for name in typed if name)))
        headers = tuple(name for name in ticked if name != _NO_HEADERS)
        is_said = ticked and {name.lower() for name in ticked} != _shown_by(self.diagnosis.request)
        pressed = self.cookies.pressed_button
        credentials = (pressed.name or "") if pressed else ""
        method = self.method.value.strip().upper()
        answer = answer_of(method, headers if is_said else None, credentials)
        if answer:
            self.move(self.diagnosis.answer(self.question.id, answer))
        else:
            self.action_not_sure()

    @on(Button.Pressed, "#request-not-sure")
    def _not_sure_pressed(self) -> None:
        self.action_not_sure()

    @on(Button.Pressed, "#request-how")
    def _toggle_how(self) -> None:
        self.how_shown = not self.how_shown


def _shown_by(request: PageRequestView) -> set[str]:
    """The headers that something shows: these are ticked from the start."""
    headers = request.headers
    listed = headers.value if headers.is_known and isinstance(headers.value, tuple) else ()
    return {name.lower() for name in (*headers.certain_names, *listed)}


def _assumed(value: str) -> str:
    return f"Such as PUT; {value} was assumed" if value else "Such as PUT"
