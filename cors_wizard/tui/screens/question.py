"""One question: answers by number, arrow or mouse, a field for free text, and the help that goes with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from cors_wizard.diagnosis import Diagnosis, spec_of
from cors_wizard.errors import InputError
from cors_wizard.facts import NOT_SURE
from cors_wizard.fixes.placeholders import fill_code
from cors_wizard.knowledge_base import Node
from cors_wizard.this_machine.offers import Offer
from cors_wizard.tui.display import one_line, printable
from cors_wizard.tui.fact_input import read_value
from cors_wizard.tui.screens.asking import AskingScreen
from cors_wizard.tui.screens.step import STEP_BINDINGS
from cors_wizard.tui.widgets.answer_list import Answer, AnswerList
from cors_wizard.tui.widgets.code_block import CodeBlock
from cors_wizard.tui.widgets.filter_input import FilterInput, ValueInput

_TYPED = "(typed)"
_MANY = 9
"""Answers; more than these are found by a word rather than by a number."""


class QuestionScreen(AskingScreen):
    """Asks what nothing cheaper could find out."""

    AUTO_FOCUS = "#answer-input, #answer-filter, AnswerList"
    HELP = """\
# A question

Pick an answer with its number, the arrows and Enter, or the mouse. *Not sure* is always a good answer: the
wizard goes on with what it knows.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "toggle_why", "Why?", tooltip="Why do you ask?"),
        Binding("h", "toggle_how", "How?", tooltip="How do I find out?"),
        Binding("n", "not_sure", "Not sure", show=False),
        Binding("ctrl+n", "not_sure_beside_a_field", "Not sure", tooltip="Go on without knowing"),
        Binding("c", "copy", "Copy"),
        *(Binding(str(number), f"pick({number})", show=False, system=True) for number in range(1, 10)),
        *STEP_BINDINGS,
    ]

    why_shown = var(False, toggle_class="-why")
    how_shown = var(False, toggle_class="-how", bindings=True)

    def __init__(
        self,
        diagnosis: Diagnosis,
        question: Node,
        *,
        revisited: bool = False,
        offers: Sequence[Offer] = (),
        seen: str = "",
        given_before: str = "",
    ) -> None:
        self._seen = seen
        super().__init__(diagnosis, question, revisited=revisited)
        self._answers = tuple(_answers(question, offers, given_before))
        self._given_before = given_before
        self._is_long = len(self._answers) > _MANY

    def compose_step(self) -> Iterator[Widget]:
        """The question, the answers, the help."""
        with VerticalGroup(id="asked"):
            yield Static(self.prose(self.question.text), classes="question-text")
            if self._seen:
                yield Static(Content.styled(one_line(self._seen, 300), "$foreground-muted"), id="seen-here")
        if self._is_long:
            yield FilterInput(placeholder="A word of the message shortens the list", id="answer-filter")
        if self.question.free_text:
            yield ValueInput(
                placeholder=_PLACEHOLDERS.get(self.question.fact, "Type it here"), id="answer-input"
            )
            yield Static("", id="answer-error", markup=False)
        yield AnswerList(self._answers, id="answers")
        with HorizontalGroup(id="help-buttons"):
            if self.question.why:
                yield Button(Content("Why do you ask?"), id="ask-why", classes="small quiet")
            if self.question.how or self.question.command:
                yield Button(Content("How do I find out?"), id="ask-how", classes="small quiet")
        with VerticalGroup(id="why", classes="question-help"):
            yield Static("Why do you ask?", classes="section-title", markup=False)
            yield Static(self.prose(self.question.why))
        with VerticalGroup(id="how", classes="question-help"):
            yield Static("How do I find out?", classes="section-title", markup=False)
            yield Static(self.prose(self.question.how))
            if self.question.command:
                yield CodeBlock(self._command(), language="shell", button="Copy  c")

    def on_mount(self) -> None:
        """Enter goes on with what was answered before."""
        answers = self.query_one(AnswerList)
        if self._given_before in answers.values():
            answers.highlighted = answers.values().index(self._given_before)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what this question has is offered."""
        if action == "toggle_why":
            return bool(self.question.why)
        if action == "toggle_how":
            return bool(self.question.how or self.question.command)
        if action == "copy":
            return self.how_shown and bool(self.question.command)
        if action == "not_sure_beside_a_field":
            # There a letter is typed, and the line that says it may be below the last that is seen.
            return self.question.free_text or self._is_long
        return True

    def action_toggle_why(self) -> None:
        """Show or hide why this is asked."""
        self.why_shown = not self.why_shown
        self._reveal("#why", self.why_shown)

    def action_toggle_how(self) -> None:
        """Show or hide how to find out."""
        self.how_shown = not self.how_shown
        self._reveal("#how", self.how_shown)

    def action_pick(self, number: int) -> None:
        """Pick an answer by its number."""
        self.query_one(AnswerList).pick(number)

    def action_not_sure_beside_a_field(self) -> None:
        """Go on without knowing, from a field."""
        self.action_not_sure()

    def action_copy(self) -> None:
        """Copy the command that finds it out."""
        self.query_one(CodeBlock).copy()

    def _reveal(self, selector: str, shown: bool) -> None:
        if shown:
            part = self.query_one(selector)
            self.call_after_refresh(part.scroll_visible, animate=False)

    def on_paste(self, event: events.Paste) -> None:
        """A paste goes into the field, wherever the focus is."""
        for field in self.query("#answer-input").results(Input):
            if not field.has_focus:
                field.focus()
                field.insert_text_at_cursor(one_line(event.text, 8000))

    @on(Input.Changed, "#answer-input")
    def _typed(self, event: Input.Changed) -> None:
        self.query_one("#answer-error", Static).update("")
        # While digits are typed, none is shown as a key.
        self.query_one(AnswerList).show_numbers(not event.value)

    @on(FilterInput.Changed, "#answer-filter")
    def _filter(self, event: FilterInput.Changed) -> None:
        self.query_one(AnswerList).narrow(event.value)

    @on(FilterInput.Numbered)
    def _pick_numbered(self, event: FilterInput.Numbered) -> None:
        self.action_pick(event.number)

    @on(FilterInput.Moved)
    def _move_in_list(self, event: FilterInput.Moved) -> None:
        answers = self.query_one(AnswerList)
        answers.action_cursor_down() if event.down else answers.action_cursor_up()

    @on(AnswerList.Picked)
    def _picked(self, event: AnswerList.Picked) -> None:
        if event.value == NOT_SURE:
            self.action_not_sure()
        elif event.value == _TYPED:
            self._take(self.query_one("#answer-input", Input).value)
        elif self.question.free_text:
            self._take(event.value)
        else:
            self.move(self.diagnosis.answer(self.question.id, event.value))

    @on(Button.Pressed, "#ask-why")
    def _why_pressed(self) -> None:
        self.action_toggle_why()

    @on(Button.Pressed, "#ask-how")
    def _how_pressed(self) -> None:
        self.action_toggle_how()

    @on(Input.Submitted, "#answer-input")
    def _submitted(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self._take(event.value)
        else:
            self.query_one(AnswerList).action_select()

    @on(Input.Submitted, "#answer-filter")
    def _filtered(self) -> None:
        self.query_one(AnswerList).action_select()

    def _take(self, typed: str) -> None:
        try:
            value = read_value(spec_of(self.question), typed)
            self.move(self.diagnosis.answer(self.question.id, value))
        except InputError as error:
            self.query_one("#answer-error", Static).update(Content(printable(str(error))))

    def _command(self) -> str:
        return fill_code(self.question.command, self.values, "shell").text


# A value alone would look like an answer that is already there.
_PLACEHOLDERS = {"url": "Such as http://localhost:5000/api/data", "origin": "Such as http://localhost:3000"}


def _answers(question: Node, offers: Sequence[Offer], before: str) -> Iterator[Answer]:
    listed = list(_listed(question, offers))
    if question.free_text and before and before not in [each.value for each in listed]:
        listed.insert(0, Answer(before, f"`{printable(before)}`"))
    for each in listed:
        beside = "; ".join(filter(None, (each.beside, "your answer before")))
        yield replace(each, beside=beside) if each.value == before else each


def _listed(question: Node, offers: Sequence[Offer]) -> Iterator[Answer]:
    for offer in offers:
        yield Answer(offer.value, f"`{printable(offer.value)}`", beside=offer.seen)
    if question.free_text:
        yield Answer(_TYPED, "Go on with this")
    for answer in question.answers:
        if answer.label:
            yield Answer(answer.when[0], answer.label)
    yield Answer(NOT_SURE, "Not sure", quiet=True)
