"""The probes as they run: what each is for, what was sent, what came back."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from cors_wizard.probe.masking import masked_url
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.tui.display import one_line

_FAILURES = {
    "refused": "nobody listens there",
    "timed-out": "no answer in time",
    "name-not-resolved": "no such host",
    "tls-failed": "certificate not trusted",
    "no-http": "no HTTP answer",
    "too-large": "answer too large",
    "not-sent": "could not be sent",
}


class ProbeList(Static):
    """One entry per probe; planned ones are shown before they have run."""

    DEFAULT_CSS = """
    ProbeList { height: auto; padding: 0 1; }
    """

    planned: reactive[tuple[ProbeRequest, ...]] = reactive((), layout=True)
    """The requests, in the order shown."""
    results: reactive[tuple[ProbeResult, ...]] = reactive((), layout=True)
    """What came back so far, in any order."""

    def __init__(self, results: tuple[ProbeResult, ...] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(ProbeList.planned, tuple(result.request for result in results))
        self.set_reactive(ProbeList.results, results)

    def render(self) -> Content:
        """The list as text."""
        done = {result.request.id: result for result in self.results}
        return Content("\n").join([_entry(request, done.get(request.id)) for request in self.planned])

    def plan(self, requests: Iterable[ProbeRequest]) -> None:
        """Show more probes as waiting."""
        known = {request.id for request in self.planned}
        self.planned = (*self.planned, *(request for request in requests if request.id not in known))

    def report(self, result: ProbeResult) -> None:
        """Show what came of one probe."""
        self.plan([result.request])
        self.results = (*self.results, result)


def _entry(request: ProbeRequest, result: ProbeResult | None) -> Content:
    mark, outcome, style = _outcome(result)
    return Content.assemble(
        (f"{mark} ", f"bold {style}"),
        (one_line(request.purpose, 90), "" if result else "$text-muted"),
        ("\n    ", ""),
        (f"{one_line(request.method, 20)} {one_line(masked_url(request.url), 100)}", "$text-muted"),
        (f"  →  {outcome}", style),
    )


def _outcome(result: ProbeResult | None) -> tuple[str, str, str]:
    if result is None:
        return "○", "waiting", "$text-disabled"
    if result.failure:
        return "✗", _FAILURES[result.failure], "$text-error"
    status = result.response.status if result.response else 0
    return "●", str(status), "$text-primary" if status < 400 else "$text-warning"
