"""The probes that were sent, as short as the evidence pane needs them."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static

from cors_wizard.probe.result import ProbeResult
from cors_wizard.tui.display import one_line
from cors_wizard.tui.widgets.probe_list import outcome_of, purpose_of

_FITS = 31


class SentProbes(Static):
    """Two lines per probe: what was sent and came back, and what for."""

    DEFAULT_CSS = """
    SentProbes { height: auto; padding: 0 1; }
    """

    def __init__(self, results: Iterable[ProbeResult]) -> None:
        super().__init__(Content("\n").join([_entry(result) for result in results]))


def _entry(result: ProbeResult) -> Content:
    mark, outcome, style = outcome_of(result)
    return Content.assemble(
        (f"{mark} ", f"bold {style}"),
        f"{one_line(result.request.method, 20)} ",
        (outcome, style),
        (f"\n  {purpose_of(result.request, _FITS)}", "$foreground-muted"),
    )
