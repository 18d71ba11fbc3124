"""Fields to tick whose mark is a sign, not a color alone: Textual draws the same X for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import RadioButton, SelectionList
from textual.widgets.option_list import OptionDoesNotExist

_EMPTY = " "


class TickList(SelectionList[str]):
    """A list to tick."""

    def render_line(self, y: int) -> Strip:
        """Textual's line, without the X where nothing is ticked."""
        line = super().render_line(y)
        try:
            option = self.get_option_at_index(self.scroll_offset.y + y)
        except OptionDoesNotExist:
            return line
        if option.value in self.selected:
            return line
        left, mark, *rest = line
        return Strip([left, Segment(_EMPTY, mark.style), *rest])


class Choice(RadioButton):
    """One of several values."""

    if not TYPE_CHECKING:

        @property
        def BUTTON_INNER(self) -> str:
            """The dot, on the chosen one alone."""
            return "\u25cf" if self.value else _EMPTY
