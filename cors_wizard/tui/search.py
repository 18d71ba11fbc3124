"""The text of a page as lines, each with the widget that shows it: what a search goes through."""

from __future__ import annotations

from collections.abc import Iterator

from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Collapsible, Static

PageLine = tuple[str, Static, float]
"""A line, its widget, and how far down in it the line is (0 to 1)."""


def page_lines(page: Widget) -> Iterator[PageLine]:
    """Every line of a page, also of what is folded; nothing of what is hidden for another reason."""
    for shown in page.query(Static):
        if _is_hidden(shown, page):
            continue
        lines = str(shown.visual).split("\n")
        for number, line in enumerate(lines):
            if line.strip():
                yield line, shown, number / len(lines)


def go_to(page: VerticalScroll, line: PageLine) -> None:
    """Open what is folded over a line, and bring it on the screen."""
    _, shown, share = line
    for each in shown.ancestors:
        if isinstance(each, Collapsible):
            each.collapsed = False

    def scroll() -> None:
        page.scroll_to_widget(shown, top=True, animate=False, immediate=True)
        page.scroll_relative(y=int(share * shown.outer_size.height) - 1, animate=False, immediate=True)

    # What has just been opened gets its place with the next layout.
    page.call_after_refresh(page.call_after_refresh, scroll)


def _is_hidden(shown: Static, page: Widget) -> bool:
    for each in (shown, *shown.ancestors):
        if each is page:
            return False
        # What is inside a closed part isn't displayed, and yet can be found.
        if isinstance(each, Widget) and not each.display and not isinstance(each.parent, Collapsible):
            return True
    return False
