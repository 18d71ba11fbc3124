"""A part of a page that is closed until somebody wants it; it opens in place."""

from __future__ import annotations

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
    }
    """

    def __init__(
        self, title: str, *children: Widget, id: str | None = None, classes: str | None = None
    ) -> None:
        # The title is read as markup: what looks like it has to be escaped.
        super().__init__(*children, title=escape(title), collapsed=True, id=id, classes=classes)
