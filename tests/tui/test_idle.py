"""What the tests of the window wait for after each key."""

from __future__ import annotations

import asyncio

from tests.tui.idle import wait_for_idle


async def test_work_that_leads_to_work_is_waited_for() -> None:
    """However long the chain is."""
    loop = asyncio.get_running_loop()
    done = asyncio.Event()

    def step(left: int) -> None:
        if left:
            loop.call_soon(step, left - 1)
        else:
            done.set()

    step(1000)
    await wait_for_idle(max_sleep=60)
    assert done.is_set()


async def test_a_timer_is_waited_for_if_it_is_due_soon() -> None:
    """A screen paints itself by such a timer; one that counts seconds is let be."""
    loop = asyncio.get_running_loop()
    soon, late = asyncio.Event(), asyncio.Event()
    loop.call_later(0.01, soon.set)
    timer = loop.call_later(3600, late.set)
    await wait_for_idle(max_sleep=60)
    assert soon.is_set()
    assert not late.is_set()
    timer.cancel()
