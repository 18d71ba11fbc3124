"""The probes as they run: what each is for, what was sent, what came back."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.widgets import Static

from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.tui.display import one_line

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


class ProbeRow(HorizontalGroup):
    """One probe."""

    DEFAULT_CSS = """
    ProbeRow {
        .probe-mark { width: 2; }
        .probe-method { width: 8; }
        .probe-outcome { width: 10; }
        .probe-purpose { width: 1fr; }
    }
    """

    def __init__(self, request: ProbeRequest) -> None:
        self._request = request
        self._mark = Static(classes="probe-mark")
        self._outcome = Static(classes="probe-outcome")
        method = Static(Content(one_line(request.method, 7)), classes="probe-method")
        purpose = Static(Content(purpose_of(request)), classes="probe-purpose")
        super().__init__(self._mark, method, self._outcome, purpose)
        self.show(None)

    def show(self, result: ProbeResult | None) -> None:
        """Show what came back; None as long as nothing did."""
        mark, outcome, style = outcome_of(result)
        self._mark.update(Content.styled(mark, f"bold {style}"))
        self._outcome.update(Content.styled(outcome, style))


class ProbeList(VerticalGroup):
    """One row per probe; planned ones are shown before they have run."""

    def __init__(self, results: Iterable[ProbeResult] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: dict[str, ProbeRow] = {}
        self._first = tuple(results)

    def on_mount(self) -> None:
        """Show what came back already."""
        for result in self._first:
            self.report(result)

    def plan(self, requests: Iterable[ProbeRequest]) -> None:
        """Show these probes as waiting; those of an earlier round wait again."""
        for request in requests:
            if request.id in self._rows:
                self._rows[request.id].show(None)
            else:
                self._rows[request.id] = ProbeRow(request)
                self.mount(self._rows[request.id])

    def report(self, result: ProbeResult) -> None:
        """Show what came of one probe."""
        if result.request.id not in self._rows:
            self.plan([result.request])
        self._rows[result.request.id].show(result)


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
