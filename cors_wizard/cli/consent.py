"""Who may be probed without a terminal wizard: this machine at once, others after a yes."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Literal

from cors_wizard.cli.streams import say
from cors_wizard.fetch_standard.trust import is_loopback
from cors_wizard.fetch_standard.urls import host_of, parse_url
from cors_wizard.masking import mask_text

ProbePolicy = Literal["auto", "ask", "never", "always"]


@dataclass
class ProbeConsent:
    """Decides by the policy, and asks where somebody is there to answer."""

    policy: ProbePolicy
    can_ask: bool = False
    """Whether standard input is a terminal that is not used for the text."""
    _answers: dict[str, bool] = field(default_factory=dict)

    def __call__(self, url: str) -> bool:
        """Whether this URL may be probed."""
        if self.policy in ("always", "never"):
            return self.policy == "always"
        if self.policy == "auto" and is_on_this_machine(url):
            return True
        parsed = parse_url(url)
        origin = parsed.origin if parsed else ""
        if origin not in self._answers:
            self._answers[origin] = self._ask(url)
        return self._answers[origin]

    def _ask(self, url: str) -> bool:
        if not self.can_ask:
            say(f"Not probed: {_shown(url)}. Give --probe always to allow it, --probe never to go without.")
            return False
        say(f"May {_shown(url)} be probed with GET and OPTIONS requests? [y/N]")
        return sys.stdin.readline().strip().lower() in ("y", "yes")


def is_on_this_machine(url: str) -> bool:
    """Whether the URL's host is a loopback address."""
    return is_loopback(host_of(url))


def _shown(url: str) -> str:
    parsed = parse_url(url)  # As it is sent, not as it is written.
    masked = mask_text(parsed.href if parsed else url)
    return masked if len(masked) <= 200 else f"{masked[:200]}..."
