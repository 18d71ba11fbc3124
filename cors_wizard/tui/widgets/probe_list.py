"""The probes as they run: what each is for, what was sent, what came back."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static

from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.tui.display import one_line
from cors_wizard.tui.widgets.rows import Row, RowsVisual

_FAILURES = {
    "refused": "refused",
    "timed-out": "timed out",
    "name-not-resolved": "no host",
    "tls-failed": "bad cert",
    "no-http": "no HTTP",
    "too-large": "too large",
    "not-sent": "not sent",
}
"""In at most nine characters, the width of the column; `detail` has the sentence."""


class ProbeList(Static):
    """One row per probe; planned ones are shown before they have run."""

    DEFAULT_CSS = """
    ProbeList { height: auto; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._probes: dict[str, tuple[ProbeRequest, ProbeResult | None]] = {}
        self._seconds: int | None = None
        """Since the probes were sent; None as long as they are only planned."""

    def on_mount(self) -> None:
        """Count the seconds, so that a slow server looks slow and not the wizard dead."""
        self.set_interval(1, self.tick)

    def plan(self, requests: Iterable[ProbeRequest], *, sent: bool = False) -> None:
        """Show these probes as waiting; those of an earlier round wait again."""
        self._probes.update((request.id, (request, None)) for request in requests)
        self._seconds = 0 if sent else None
        self._show()

    def tick(self) -> None:
        """A second has passed."""
        if self._seconds is not None and not all(result for _, result in self._probes.values()):
            self._seconds += 1
            self._show()

    def report(self, result: ProbeResult) -> None:
        """Show what came of one probe."""
        self._probes[result.request.id] = (result.request, result)
        self._show()

    def _show(self) -> None:
        width = 11 if self._seconds is None else 20
        waiting = f"{self._seconds} s" if self._seconds else ""
        rows = (_row(request, result, width, waiting) for request, result in self._probes.values())
        self.update(RowsVisual(rows))


def _row(request: ProbeRequest, result: ProbeResult | None, width: int, waiting: str) -> Row:
    mark, outcome, style = outcome_of(result)
    outcome = outcome if result else waiting
    label = Content.assemble(
        (f"{mark} ", f"bold {style}"), f"{one_line(request.method, 7):<8}", (outcome, style)
    )
    return Row(label, Content(purpose_of(request)), width)


def purpose_of(request: ProbeRequest, limit: int = 120) -> str:
    """What the probe is for, as plain text."""
    return one_line(request.purpose.replace("`", ""), limit)


def outcome_of(result: ProbeResult | None) -> tuple[str, str, str]:
    """Mark, outcome in a word or two, and the style of both."""
    if result is None:
        return "○", "", "$foreground-disabled"
    if result.failure:
        return "✗", _FAILURES[result.failure], "$text-error"
    status = result.response.status if result.response else 0
    return "●", str(status), "$text-primary" if status < 400 else "$text-warning"
