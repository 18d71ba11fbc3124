"""Shows which requests go where before the first probe of a server that nobody named on the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.report.plan_lines import plan_lines

if TYPE_CHECKING:
    from cors_wizard.diagnosis import Diagnosis

_WHY = {
    "pasted": "named in your text",
    "recorded": "named in your recording",
    "scanned": "named in your code",
}


@dataclass
class Announcement:
    """Says it once for each server: a text can name any port of this machine."""

    tell: Callable[[str], None]
    _told: set[str] = field(default_factory=set)

    def __call__(self, diagnosis: Diagnosis) -> None:
        """Show what is about to be sent, unless an option or an answer named this server."""
        fact = diagnosis.known.get("url")
        why = _WHY.get(fact.source) if fact else None
        server = serialize_origin(diagnosis.known.text("url") or "")
        if why is None or server in self._told:
            return
        self._told.add(server)
        from cors_wizard.probe.run import first_requests

        requests = first_requests(diagnosis.known, agreed_methods=diagnosis.agreed_methods)
        if lines := plan_lines(requests, why):
            self.tell("\n".join((*lines, "  (--probe never sends nothing)")))
