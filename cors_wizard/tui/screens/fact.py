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
from textual.widgets import Input, Static

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
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Leave it as it is")]
    HELP = "What was read, and from where. What you enter here overrides everything that the wizard finds."

    def __init__(self, diagnosis: Diagnosis, fact: Fact) -> None:
        super().__init__()
        self._diagnosis = diagnosis
        self._fact = fact
        self._spec = DECLARED.get(fact.name)

    def compose(self) -> ComposeResult:
        """Name, value, evidence, the field."""
        fact = self._fact
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(label_of(fact.name), classes="dialog-title", markup=False)
            shown = printable(self._in_words(fact))
            yield Static(shown[:4000], classes="dialog-value", markup=False)
            yield Static(
                Content.assemble(
                    (SOURCES[fact.source], source_style(fact.source)), "  ", one_line(fact.evidence, 600)
                ),
                classes="dialog-note",
            )
            yield from self._field()
            yield Static("", id="dialog-error", markup=False)
            yield Static(
                "enter keeps your value     esc leaves it as it is", classes="dialog-keys", markup=False
            )

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

    def _keep(self, value: FactValue) -> None:
        fact = Fact(self._fact.name, value, "answered", "corrected by you")
        self.dismiss(self._diagnosis.with_given(fact))
