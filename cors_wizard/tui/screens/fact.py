"""One fact: what it was read from, and a field to correct it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.errors import InputError
from cors_wizard.facts import DECLARED, Fact, FactValue
from cors_wizard.tui.display import one_line, printable
from cors_wizard.tui.fact_input import read_value
from cors_wizard.tui.widgets.answer_list import Answer, AnswerList
from cors_wizard.tui.words import SOURCES, label_of, shown_value, source_style, value_in_words


class FactScreen(ModalScreen["Diagnosis | None"]):
    """Shows a fact's evidence; gives back the diagnosis with the fact corrected, or None."""

    AUTO_FOCUS = "Input, AnswerList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave it as it is"),
        Binding("ctrl+r", "put_back", "Put back what was found", priority=True),
    ]
    HELP = (
        "What was read, and from where. What you enter here overrides what the wizard finds, which is kept."
    )

    def __init__(self, diagnosis: Diagnosis, fact: Fact) -> None:
        super().__init__()
        self._diagnosis = diagnosis
        self._fact = fact
        self._spec = DECLARED.get(fact.name)
        self._found = diagnosis.overruled.guess(fact.name)

    def compose(self) -> ComposeResult:
        """Name, value, evidence, the field."""
        fact = self._fact
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(label_of(fact.name), classes="dialog-title", markup=False)
            yield from self._told(fact, 600)
            if self._found:
                yield Static("Found, and overruled by you:", classes="dialog-note", markup=False)
                yield from self._told(self._found, 120)
                yield Button("Put it back", id="put-back", compact=True)
            yield from self._field()
            yield Static("", id="dialog-error", markup=False)
            keys = "enter keeps your value     esc leaves it as it is"
            more = "     ctrl+r puts back what was found" if self._found else ""
            yield Static(f"{keys}{more}", classes="dialog-keys", markup=False)

    def _told(self, fact: Fact, longest: int) -> Iterator[Widget]:
        value = printable(self._in_words(fact))[:4000]
        yield Static(value, classes="dialog-value", markup=False)
        source = (SOURCES[fact.source], source_style(fact.source))
        yield Static(Content.assemble(source, "  ", one_line(fact.evidence, longest)), classes="dialog-note")

    def _field(self) -> Iterator[Widget]:
        if self._spec is None:
            return
        fact = self._fact
        yield Static("If that is wrong:", classes="dialog-note", markup=False)
        if self._spec.kind == "choice":
            yield AnswerList(
                [Answer(choice, self._in_words(replace(fact, value=choice))) for choice in self._spec.choices]
            )
        else:
            yield Input(one_line(shown_value(self._fact), 2000), id="fact-input")

    def _in_words(self, fact: Fact) -> str:
        return value_in_words(fact, self._diagnosis.knowledge.nodes.values())

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        if self._spec is None:
            return
        try:
            self._keep(read_value(self._spec, event.value))
        except InputError as error:
            self.query_one("#dialog-error", Static).update(Content(printable(str(error))))

    @on(AnswerList.Picked)
    def _picked(self, event: AnswerList.Picked) -> None:
        self._keep(event.value)

    @on(Button.Pressed, "#put-back")
    def action_put_back(self) -> None:
        """What was found counts again."""
        if self._found:
            self.dismiss(self._diagnosis.putting_back(self._fact.name))

    def _keep(self, value: FactValue) -> None:
        self.dismiss(self._diagnosis.correcting(self._fact.name, value))
