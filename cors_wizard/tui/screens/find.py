"""Finds a word in a long text: the lines that hold it, to go to one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cors_wizard.tui.display import one_line
from cors_wizard.tui.widgets.filter_input import FilterInput

MOST_FOUND = 200
_LONGEST = 300


class FindScreen(ModalScreen["int | None"]):
    """Gives the number of the line that was picked."""

    AUTO_FOCUS = "#find-word"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", tooltip="Close the search"),
    ]
    HELP = "Type a word: every line of the page that contains it is listed, including folded parts."

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self._lines = tuple(lines)
        self._found: list[int] = []

    def compose(self) -> ComposeResult:
        """The word, and the lines that hold it."""
        with Vertical(classes="dialog", id="find-dialog"):
            yield FindInput(placeholder="A word to find on this page", id="find-word")
            yield OptionList(id="found", markup=False)
            yield Static("Enter goes there, esc closes.", classes="dialog-keys", markup=False, id="find-note")

    def action_close(self) -> None:
        """Stay where the page is."""
        self.dismiss(None)

    @on(FilterInput.Changed, "#find-word")
    def _typed(self, event: FilterInput.Changed) -> None:
        word = event.value.strip().lower()
        self._found = list(self._matching(word)) if word else []
        listed = self.query_one("#found", OptionList)
        listed.clear_options()
        listed.add_options(_option(self._lines[each], word) for each in self._found)
        listed.highlighted = 0 if self._found else None
        count = len(self._found)
        more = "more than " if count == MOST_FOUND else ""
        told = f"{more}{count} line{'s' if count != 1 else ''}. Enter goes there, esc closes."
        self.query_one("#find-note", Static).update(
            Content(told if word else "Enter goes there, esc closes.")
        )

    def _matching(self, word: str) -> Iterator[int]:
        found = (number for number, line in enumerate(self._lines) if word in line.lower())
        return (number for number, _ in zip(found, range(MOST_FOUND), strict=False))

    @on(FilterInput.Moved)
    def _move(self, event: FilterInput.Moved) -> None:
        listed = self.query_one("#found", OptionList)
        listed.action_cursor_down() if event.down else listed.action_cursor_up()

    @on(FilterInput.Submitted, "#find-word")
    def _submitted(self) -> None:
        self.query_one("#found", OptionList).action_select()

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._found[event.option_index])


class FindInput(FilterInput):
    """Digits are part of what is looked for."""

    @property
    def digits_pick(self) -> bool:
        """Lines have no numbers to pick by."""
        return False


def _option(line: str, word: str) -> Option:
    shown = one_line(line.strip(), _LONGEST)
    at = shown.lower().find(word)
    content = Content(shown)
    return Option(content.stylize("reverse", at, at + len(word)) if at >= 0 else content)
