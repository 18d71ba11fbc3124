"""Repeats a check when the project's files or the server change, until Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from cors_wizard.cli.streams import say
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.project import ProjectScan
from cors_wizard.report.verification import compare
from cors_wizard.this_machine import ServerState
from cors_wizard.this_machine.since_fix import look_at, since_fix
from cors_wizard.this_machine.waiting import LOOK_EVERY, Waiting, is_unanswered

_PASSING = frozenset(
    {
        "old-code",
        "files-unchanged",
        "server-stopped",
        "server-fails",
        "server-silent",
        "no-http",
        "other-program",
    }
)
"""States in which the change has not reached the server yet: what was before it still counts."""


class Repeatable(Protocol):
    """A check that can be made again."""

    scan: ProjectScan | None
    seen: tuple[Diagnosis, ...]

    def __call__(self) -> int: ...


def watch(
    check: Repeatable, url: str, *, sleep: Callable[[float], None] = time.sleep, rounds: int | None = None
) -> int:
    """The status of the last check; ends by Ctrl-C, or after so many looks.

    Args:
        check: what to repeat.
        url: whose server is watched.
        sleep: waits for so many seconds.
        rounds: how often to look before it ends; None: for ever.
    """
    # A server that restarts while it is checked may have responded with its old code.
    served = look_at(None, url)
    status = check()
    before = check.seen
    waiting = Waiting(replace(look_at(check.scan, url), listener=served.listener))
    say("Watching: it is checked again when a file or the server changes. Ctrl-C stops.")
    while rounds is None or rounds > 0:
        rounds = None if rounds is None else rounds - 1
        try:
            sleep(LOOK_EVERY)
        except KeyboardInterrupt:
            return status
        state = look_at(check.scan, url)
        waiting.is_silent = any(is_unanswered(each.facts) for each in check.seen)
        reason = waiting.reason_to_repeat(state)
        if reason:
            say(reason)
            status = check()
            before = tuple(_compared(before, check.seen, state))
    return status


def _compared(before: Sequence[Diagnosis], now: Sequence[Diagnosis], state: ServerState) -> list[Diagnosis]:
    """Says what became of each request; what the next check is compared with."""
    kept = []
    for was, seen in zip(before, now, strict=True):
        found = compare(was, replace(seen, since_fix=since_fix(was.scan, seen.scan, state)))
        say("\n".join(filter(None, (f"{found.title}.", found.note))))
        kept.append(was if found.state in _PASSING else seen)
    return kept
