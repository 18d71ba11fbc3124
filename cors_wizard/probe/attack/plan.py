"""The requests of an attack: the page's own, from each stranger, with nothing but GET, HEAD and OPTIONS."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.facts import Facts
from cors_wizard.probe.attack.strangers import Stranger, strangers
from cors_wizard.probe.page_request import PageRequest, read_page_request
from cors_wizard.probe.requests import SAFE_METHODS, actual, preflight
from cors_wizard.probe.result import ProbeRequest

MOST_REQUESTS = 24
"""In one attack."""

_PREFIX = "attack-"
_ASKED_ANYWAY = ("foreign", "null")
"""The origins that the plan of the diagnosis sends already."""


def plan_attack(facts: Facts) -> tuple[ProbeRequest, ...]:
    """One request for each stranger; empty where no URL is known that can be probed."""
    page = read_page_request(facts)
    return () if page is None else tuple(_requests(page, strangers(facts, page.origin)))[:MOST_REQUESTS]


def is_attack(request_id: str) -> bool:
    """Whether a probe was sent as somebody else."""
    return request_id.startswith(_PREFIX)


def attack_ids(stranger: Stranger) -> tuple[str, ...]:
    """The ids of the probes that were sent as this stranger."""
    if stranger.kind in _ASKED_ANYWAY:
        return f"preflight-{stranger.kind}-origin", f"{stranger.kind}-origin"
    return (f"{_PREFIX}{stranger.kind}",)


def _requests(page: PageRequest, everybody: tuple[Stranger, ...]) -> Iterator[ProbeRequest]:
    method = page.request.method
    for one in everybody:
        if one.kind in _ASKED_ANYWAY:
            continue
        (id,) = attack_ids(one)
        if method in SAFE_METHODS:
            yield actual(page, id, f"the same from {one.says}", method=method, origin=one.origin)
        else:
            # What writes is not sent: the preflight is what stands before it.
            yield preflight(page, id, f"the same preflight from {one.says}", origin=one.origin)
