"""Whether it works: for the page's own request, as far as that was seen, and for nobody else. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cors_wizard.frozen import dataclass

if TYPE_CHECKING:
    from cors_wizard.probe.attack import Attack, Attempt
    from cors_wizard.probe.cookie_chain import LostCookie
    from cors_wizard.probe.findings import Findings
    from cors_wizard.probe.unseen import Unseen

State = Literal[
    "works",
    "works-as-far-as-seen",
    "open-to-others",
    "cookie-lost",
    "refused",
    "no-response",
    "not-followed",
    "not-seen",
]


@dataclass(frozen=True)
class Outcome:
    """What the probes say about the page's request and about strangers."""

    state: State
    unseen: tuple[Unseen, ...] = ()
    method_refused: str = ""
    """Why the route refuses the method, though the browser would send it; empty where it does not."""
    varies: str = ""
    """How often the same request went otherwise; empty where it never did."""
    attack: Attack | None = None
    lost_cookies: tuple[LostCookie, ...] = ()
    """Cookies that the page's next request will lack, though CORS allows it."""

    @property
    def passes(self) -> bool:
        """Whether the page's own request passes, as far as it was seen."""
        return self.state in ("works", "works-as-far-as-seen", "open-to-others")

    @property
    def holes(self) -> tuple[Attempt, ...]:
        """Who gets in and should not."""
        return self.attack.holes if self.attack else ()

    @property
    def is_nobody_else_seen(self) -> bool:
        """Whether others were tried, and no response shows for any of them whether it gets in."""
        is_open = any(each.kind == "strangers" for each in self.unseen)
        return is_open and not (self.attack and self.attack.strangers)


def outcome(found: Findings) -> Outcome | None:
    """How it went; None where nothing was probed."""
    if found.verdict is None:
        return None
    return Outcome(
        _state(found), found.unseen, found.method_refused, found.varies, found.attack, found.lost_cookies
    )


def _state(found: Findings) -> State:
    verdict = found.verdict
    if verdict is None or verdict.violations:
        first = verdict.violations[0] if verdict else None
        # What the browser doesn't even send, it blocks on its own: a bad port, say.
        came = first is not None and (first.symptom != "network-failure" or first.stage == "request")
        return "refused" if came else "no-response"
    if found.method_refused or found.varies:
        return "refused"
    if any(each.kind == "redirect" for each in found.unseen):
        return "not-followed"
    if found.lost_cookies:
        return "cookie-lost"
    if found.attack and found.attack.holes:
        return "open-to-others"
    if any(each.kind == "response" for each in found.unseen):
        return "not-seen"
    return "works-as-far-as-seen" if found.unseen else "works"
