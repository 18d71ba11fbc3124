"""The text of a text area with as many lines as a log has: a key costs no look at all of them."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from textual.document._document import Document, EditResult, Location
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Size

_TAB = 4
"""Columns of a tab, as in a text area unless told otherwise."""


class LongDocument(Document):
    """A document that knows how wide it is; it stays as wide where its widest line goes."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._widest = _widest(self._lines)

    def get_size(self, tab_width: int) -> Size:
        """Its size in cells; Textual measures every line for it."""
        del tab_width
        return Size(self._widest, len(self._lines))

    def replace_range(self, start: Location, end: Location, text: str) -> EditResult:
        """Replace a range, and measure the lines that it wrote."""
        result = super().replace_range(start, end, text)
        first, last = min(start, end)[0], result.end_location[0]
        self._widest = max(self._widest, _widest(self._lines[first : last + 1]))
        return result


class LongWrappedDocument(WrappedDocument):
    """A wrapped document that knows its height."""

    @property
    def height(self) -> int:
        """Its lines as they are shown; Textual counts them all for each line that it paints."""
        return len(self._offset_to_line_info)


def _widest(lines: Iterable[str]) -> int:
    return max((cell_len(line.expandtabs(_TAB)) for line in lines), default=0)
