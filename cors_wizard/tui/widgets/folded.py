"""A part of a page that is closed until somebody wants it; it opens in place."""

from __future__ import annotations

from typing import Any

from textual.markup import escape
from textual.widget import Widget
from textual.widgets import Collapsible


class Folded(Collapsible):
    """A title in one line; Enter or a click opens what belongs to it."""

    DEFAULT_CSS = """
    Folded {
        background: transparent;
        border: none;
        padding: 0;
        width: 100%;
        & > CollapsibleTitle {
            width: 100%;
            padding: 0;
            color: $text-primary;
            background: transparent;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        & > CollapsibleTitle:focus { background: $primary 30%; color: $text; }
        & > Contents { padding: 0 0 1 2; }
        /* Textual draws a line above each in the terminal's own colors. */
        &:ansi { background: transparent; border: none; }
    }
    """

    def __init__(
        self, title: str, *children: Widget, id: str | None = None, classes: str | None = None
    ) -> None:
        # The title is read as markup: what looks like it has to be escaped.
        super().__init__(*children, title=escape(title), collapsed=True, id=id, classes=classes)
        self._opens_where_it_is = False

    def open_in_place(self, opened: bool = True) -> None:
        """Open it, or close it, without scrolling to it: one of many that open at the same time."""
        if self.collapsed == opened:
            self._opens_where_it_is = True
            self.collapsed = not opened

    def scroll_visible(self, *args: Any, **options: Any) -> None:
        """Textual scrolls to each that has just opened."""
        if self._opens_where_it_is:
            self._opens_where_it_is = False
        else:
            super().scroll_visible(*args, **options)
