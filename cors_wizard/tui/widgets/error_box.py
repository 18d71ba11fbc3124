"""The box that takes any text: what it shows is printable, and what was understood is underlined."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from rich.text import Text
from textual import events
from textual.document._document_navigator import DocumentNavigator
from textual.widgets import TextArea

from cors_wizard.tui.display import printable
from cors_wizard.tui.widgets.long_document import LongDocument, LongWrappedDocument

WRAPS_UP_TO = 200_000
"""Characters; wrapping more than that on each key would be felt."""

_PLACEHOLDER = """\
Access to fetch at 'http://localhost:5000/api' from origin 'http://localhost:3000' has been blocked by CORS \
policy: No 'Access-Control-Allow-Origin' header is present ...

Or a log line, a traceback, a copied cURL command, response headers, a HAR: it all helps."""


class ErrorBox(TextArea):
    """A text area for pasted text of any kind and size."""

    DEFAULT_CSS = """
    ErrorBox {
        border: round $border-blurred;
        background: $surface;
        padding: 0 1;
        min-width: 12;
        &:focus { border: round $border; }
    }
    """

    HELP = """\
Paste anything that has to do with the error. What is recognized is shown while you type.

`ctrl+d` diagnoses, `tab` leaves the box."""

    def __init__(self, text: str = "") -> None:
        self._marked: dict[int, list[tuple[int, int]]] = {}
        shown = printable(text)
        super().__init__(
            shown,
            soft_wrap=len(shown) <= WRAPS_UP_TO,
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder=_PLACEHOLDER,
            id="error-box",
        )

    def _set_document(self, text: str, language: str | None) -> None:
        # Textual's own document looks at every line for each key.
        super()._set_document("", language)
        self.document = LongDocument(text)
        self.wrapped_document = LongWrappedDocument(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._rewrap_and_refresh_virtual_size()

    @property
    def is_long(self) -> bool:
        """Whether it holds more than is wrapped."""
        return not self.soft_wrap

    def mark(self, spans: Iterable[tuple[int, int]]) -> None:
        """Underline these character ranges of the text."""
        self._marked = _by_line(self.text, spans)
        self.notify_style_update()

    def get_line(self, line_index: int) -> Text:
        """A line as it is painted, with what was understood underlined."""
        line = super().get_line(line_index)
        for start, end in self._marked.get(line_index, ()):
            line.stylize("underline", start, end)
        return line

    def _on_text_area_changed(self) -> None:
        self._marked = {}

    async def _on_paste(self, event: events.Paste) -> None:
        # Textual goes on to the base class's handler, which inserts the text.
        event.text = printable(event.text)
        if len(event.text) + len(self.text) > WRAPS_UP_TO:
            self.soft_wrap = False


def _by_line(text: str, spans: Iterable[tuple[int, int]]) -> dict[int, list[tuple[int, int]]]:
    """The ranges cut at line ends: for each line number its ranges within that line."""
    marked: dict[int, list[tuple[int, int]]] = {}
    begins = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    for start, end in spans:
        number = bisect_right(begins, start) - 1
        while number < len(begins) - 1 and begins[number] < end:
            within = (
                max(start, begins[number]) - begins[number],
                min(end, begins[number + 1] - 1) - begins[number],
            )
            marked.setdefault(number, []).append(within)
            number += 1
    return marked
