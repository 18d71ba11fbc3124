"""Sends the planned probes and what they lead to, until nothing is left worth asking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from cors_wizard.facts import Facts
from cors_wizard.probe.attack import is_attack, plan_attack
from cors_wizard.probe.layers import is_direct, plan_direct
from cors_wizard.probe.plan import ProbeRequest, plan, plan_more
from cors_wizard.probe.repeats import is_repeat, plan_after_others, plan_repeats
from cors_wizard.probe.result import ProbeResult

_BESIDE = (is_attack, is_direct, is_repeat)
OnResult = Callable[[ProbeResult], None]


class Sender(Protocol):
    """Sends requests and gives a result for each, in their order; `probe.send.send` is the one that does."""

    async def __call__(
        self, requests: tuple[ProbeRequest, ...], *, on_result: OnResult | None = None
    ) -> tuple[ProbeResult, ...]: ...


async def run_probes(
    facts: Facts,
    sender: Sender,
    *,
    agreed_methods: frozenset[str] = frozenset(),
    on_result: OnResult | None = None,
) -> tuple[ProbeResult, ...]:
    """Every result, planned and followed up; ends because `plan_more` is bounded."""
    first = first_requests(facts, agreed_methods=agreed_methods)
    if not first:
        return ()
    results = await sender(first, on_result=on_result)
    while more := (*plan_more(facts, _own(results)), *plan_after_others(facts, results)):
        results = (*results, *await sender(more, on_result=on_result))
    return results


def first_requests(facts: Facts, *, agreed_methods: frozenset[str] = frozenset()) -> tuple[ProbeRequest, ...]:
    """What is sent before any response is known, so that what is shown is what is sent."""
    planned = plan(facts, agreed_methods=agreed_methods)
    if not planned:
        return ()
    return (*planned, *plan_direct(facts), *plan_attack(facts), *plan_repeats(facts))


def _own(results: tuple[ProbeResult, ...]) -> tuple[ProbeResult, ...]:
    """Without what was sent as somebody else, elsewhere or once more, which leaves nothing open."""
    return tuple(each for each in results if not any(is_so(each.request.id) for is_so in _BESIDE))
