"""Repeats a check when the project's files or the server change, until Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from cors_wizard.cli.streams import say
from cors_wizard.project import ProjectScan
from cors_wizard.this_machine import ServerState, look
from cors_wizard.this_machine.waiting import LOOK_EVERY, Waiting


class Repeatable(Protocol):
    """A check that can be made again."""

    scan: ProjectScan | None

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
    status = check()
    waiting = Waiting(_look(check, url))
    say("Watching: it is checked again when a file or the server changes. Ctrl-C stops.")
    while rounds is None or rounds > 0:
        rounds = None if rounds is None else rounds - 1
        try:
            sleep(LOOK_EVERY)
        except KeyboardInterrupt:
            return status
        reason = waiting.reason_to_repeat(_look(check, url))
        if reason:
            say(reason)
            status = check()
    return status


def _look(check: Repeatable, url: str) -> ServerState:
    scan = check.scan
    return look(url, scan.folder, scan.files) if scan else look(url, None)
