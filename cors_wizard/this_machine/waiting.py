"""When to repeat a check: a file changed, another process serves, or enough time went by; without a clock."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose

from cors_wizard.facts import Facts
from cors_wizard.this_machine.server_state import ServerState

LOOK_EVERY = 0.5
"""Seconds between two looks at files and processes, which cost the server nothing."""
_FIRST_PAUSE = 8
_LONGEST_PAUSE = 120
_SETTLE = 2
"""Looks after a change before the check is repeated: a reloader needs a moment."""
_SAME_START = 0.5
"""Seconds: what `/proc` says of one start differs by a tick from look to look."""


def is_unanswered(facts: Facts) -> bool:
    """Whether the probes got no response."""
    return facts.text("reachable") not in (None, "answered")


@dataclass
class Waiting:
    """Remembers what was seen at the last check."""

    seen: ServerState
    is_silent: bool = False
    """Whether the last check got no response, though a process may listen: it may respond later."""
    _looks: int = 0
    _pause: int = _FIRST_PAUSE
    _settling: int = 0
    _reason: str = ""

    def reason_to_repeat(self, now: ServerState) -> str:
        """Why to check again, in one sentence; empty as long as there is no reason."""
        self._looks += 1
        changed = now.files.changed_since(self.seen.files)
        other_process = not _is_same_process(self.seen, now)
        if changed or other_process:
            self.seen = now
            self._settling = _SETTLE
            served = "The server restarted." if now.listener else "The server stopped."
            self._reason = f"{changed[0]} changed." if changed else served
            return ""
        if self._settling:
            self._settling -= 1
            return self._fire(self._reason) if self._settling == 0 else ""
        if (self.is_silent or not self.seen.is_local) and self._looks >= self._pause:
            # A server elsewhere, or one that hangs, gives no sign: it is asked again, ever more rarely.
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)
            self._looks = 0
            return "Checking again."
        return ""

    def _fire(self, reason: str) -> str:
        self._looks = 0
        self._pause = _FIRST_PAUSE
        return reason


def _is_same_process(was: ServerState, now: ServerState) -> bool:
    if was.listener is None or now.listener is None:
        return was.listener is now.listener
    return was.listener.pid == now.listener.pid and isclose(
        was.listener.started or 0, now.listener.started or 0, abs_tol=_SAME_START
    )
