"""When a window has nothing left to do, told by its event loop instead of by the clock.

Textual's own pilot takes a process that used little processor time for idle. On a busy machine that is any
process that waits for its turn, and a process with other threads never is: each key then costs a second.
"""

from __future__ import annotations

import asyncio
from asyncio.base_events import BaseEventLoop
from time import monotonic

import pytest

_SOON = 0.03
"""Seconds: a screen paints itself within one sixtieth, an animation takes steps as short."""
_ROUNDS = 3
"""Rounds of the loop without work: what comes through a socket takes one more."""


async def wait_for_idle(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Wait until the event loop has no work, and will get none from its timers for now.

    In place of `textual._wait.wait_for_idle`. What never ends, such as an endless animation, is waited for as
    long as there.
    """
    loop = asyncio.get_running_loop()
    assert isinstance(loop, BaseEventLoop)
    end = monotonic() + max_sleep
    await asyncio.sleep(min_sleep)
    idle = 0
    while idle < _ROUNDS and monotonic() < end:
        await asyncio.sleep(0)
        if loop._ready:  # type: ignore[attr-defined]  # Asyncio has no public name for it
            idle = 0
        elif soon := _next_timer(loop):
            idle = 0
            await asyncio.sleep(soon)
        else:
            idle += 1


def _next_timer(loop: BaseEventLoop) -> float:
    """Seconds until the first timer that is due soon; 0 where none is."""
    timers = loop._scheduled  # type: ignore[attr-defined]  # Asyncio has no public name for them
    due = [timer.when() - loop.time() for timer in timers if not timer.cancelled()]
    first = min(due, default=_SOON)
    return max(first, 0.0001) if first < _SOON else 0


def use(patch: pytest.MonkeyPatch) -> None:
    """Let each pilot wait like this."""
    patch.setattr("textual.pilot.wait_for_idle", wait_for_idle)
    patch.setattr("textual.app.wait_for_idle", wait_for_idle)
