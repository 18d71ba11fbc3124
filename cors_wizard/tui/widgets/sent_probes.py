"""The probes that were sent, as short as the evidence pane needs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.content import Content
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

    def __init__(self, results: Iterable[ProbeResult]) -> None:
        super().__init__(RowsVisual(row for result in results for row in _entry(result)))


def _entry(result: ProbeResult) -> Iterator[Row]:
    mark, outcome, style = outcome_of(result)
    sent = Content.assemble(f"{one_line(result.request.method, 20)} ", (outcome, style))
    yield Row(Content.styled(mark, f"bold {style}"), sent)
    yield Row(Content(""), Content.styled(purpose_of(result.request), "$foreground-muted"))
