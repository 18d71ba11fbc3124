"""A list of answers to pick by number, arrow or mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from cors_wizard.tui.display import one_line, prose
from cors_wizard.tui.widgets.rows import Row, RowsVisual


@dataclass(frozen=True)
class Answer:
    """One thing to pick."""

    value: str
    """What is reported when it is picked."""
    label: str
    quiet: bool = False
    """Shown less prominently: "not sure", "go on without"."""
    beside: str = ""
    """Where the value was seen; plain text."""


class AnswerList(OptionList):
    """Numbered answers; Enter or a click picks the highlighted one."""

    DEFAULT_CSS = """
    AnswerList {
        height: auto;
        max-height: 100%;
        border: none;
        padding: 0;
        background: transparent;
        & > .option-list--option { padding: 0 1; }
        & > .option-list--option-highlighted { background: $panel; color: $foreground; }
        &:focus { border: none; background-tint: transparent; }
        &:focus > .option-list--option-highlighted { background: $primary 35%; color: $foreground; }
        & > .option-list--option-hover { background: $panel; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(number), f"pick({number})", show=False, system=True) for number in range(1, 10)
    ]
    HELP = "Pick with the number, with the arrows and Enter, or with the mouse."

    @dataclass
    class Picked(Message):
        """The user picked an answer."""

        value: str
        answer_list: AnswerList
        """Where it was picked."""

        @property
        def control(self) -> AnswerList:
            """The same, for the selectors of `on`."""
            return self.answer_list

    def __init__(self, answers: Sequence[Answer], *, id: str | None = None) -> None:
        super().__init__(*_options(answers), id=id, markup=False)
        self._every = self._answers = tuple(answers)
        self._shows_numbers = True

    def narrow(self, words: str) -> None:
        """Show only the answers that hold every word; "not sure" always stays."""
        wanted = words.lower().split()
        self._answers = tuple(
            each for each in self._every if each.quiet or all(word in each.label.lower() for word in wanted)
        )
        self._list_again()
        self.highlighted = 0

    def show_numbers(self, shown: bool) -> None:
        """Show numbers, or hide them while digits go elsewhere."""
        if shown != self._shows_numbers:
            self._shows_numbers = shown
            highlighted = self.highlighted
            self._list_again()
            self.highlighted = highlighted

    def _list_again(self) -> None:
        self.clear_options()
        self.add_options(_options(self._answers, numbered=self._shows_numbers))

    def action_pick(self, number: int) -> None:
        """Pick by the number shown."""
        self.pick(number)

    def pick(self, number: int) -> None:
        """Pick by the number shown, counted from 1; other numbers do nothing."""
        if 1 <= number <= len(self._answers):
            self.highlighted = number - 1
            self.action_select()

    def values(self) -> tuple[str, ...]:
        """The values in the order shown."""
        return tuple(answer.value for answer in self._answers)

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Picked(self._answers[event.option_index].value, self))


def _options(answers: Sequence[Answer], *, numbered: bool = True) -> list[Option]:
    options = []
    for number, answer in enumerate(answers, start=1):
        label = prose(answer.label)
        mark = Content.styled(str(number) if numbered and number < 10 else "", "bold $text-accent")
        if answer.beside:
            label = Content.assemble(label, "  ", (one_line(answer.beside, 80), "$foreground-muted"))
        row = Row(mark, label.stylize("$foreground-muted") if answer.quiet else label, 3)
        options.append(Option(RowsVisual([row])))
    return options
