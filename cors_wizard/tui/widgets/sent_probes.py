"""The probes that were sent, as short as the evidence pane needs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from cors_wizard.probe.result import ProbeResult
from cors_wizard.tui.display import one_line
from cors_wizard.tui.widgets.probe_list import outcome_of, purpose_of
from cors_wizard.tui.widgets.rows import Row, RowsVisual


class SentProbes(Static):
    """Per probe: what was sent and came back, and below what for."""

    DEFAULT_CSS = """
    SentProbes { height: auto; padding: 0 1; }
    """

    @dataclass
    class Picked(Message):
        """The user clicked on a probe."""

        number: int
        """Its place in the list, from 0."""

    def __init__(self, results: Iterable[ProbeResult]) -> None:
        self._entries = [tuple(_entry(result)) for result in results]
        super().__init__(RowsVisual(row for entry in self._entries for row in entry))

    def on_click(self, event: events.Click) -> None:
        """Which probe is at that line."""
        line = event.get_content_offset(self)
        if line is None:
            return
        end = 0
        for number, entry in enumerate(self._entries):
            end += RowsVisual(entry).get_height({}, self.content_size.width)
            if line.y < end:
                self.post_message(self.Picked(number))
                return


def _entry(result: ProbeResult) -> Iterator[Row]:
    mark, outcome, style = outcome_of(result)
    sent = Content.assemble(f"{one_line(result.request.method, 20)} ", (outcome, style))
    yield Row(Content.styled(mark, f"bold {style}"), sent)
    yield Row(Content(""), Content.styled(purpose_of(result.request), "$foreground-muted"))
