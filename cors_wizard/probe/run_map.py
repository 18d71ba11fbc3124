"""Sends the requests of a map: as the page, listed origins and anybody, then as look-alikes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from cors_wizard.behind_proxy import asked_at_proxy
from cors_wizard.facts import Facts
from cors_wizard.flask_code import Route
from cors_wizard.probe.map_strangers import plan_samples, read_samples
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.probe.route_map import RouteMap, plan_map, plan_map_repeats, read_map
from cors_wizard.probe.run import OnResult, Sender

Tell = Callable[[int], None]


async def run_map(
    routes: Iterable[Route],
    base: str,
    origins: tuple[str, ...],
    facts: Facts,
    sender: Sender,
    *,
    page: str = "",
    tell: Tell = lambda count: None,
) -> RouteMap:
    """The table, with a column for each look-alike of the page that gets past a list.

    Args:
        routes: of the code.
        base: the API's origin.
        origins: who asks, the page first.
        facts: what the scan read, for origins that the code's checks suggest.
        sender: sends the requests.
        page: the page's origin where the user gave one.
        tell: called with the number of requests ahead of each wave.
    """
    routes, sender = tuple(routes), _through_proxy(sender, facts)
    first = (*plan_map(routes, base, origins), *plan_map_repeats(routes, base, origins))
    tell(len(first))
    found = replace(read_map(routes, origins, await sender(first)), page=page)
    samples = plan_samples(found, facts, base)
    if not samples:
        return found
    tell(len(samples))
    seen = read_samples(found, facts, base, await sender(samples))
    found = replace(found, neighbors=tuple(each for each in seen if each.is_neighbor))
    inside = tuple(each for each in seen if not each.is_neighbor)
    if not inside:
        return found
    more = tuple(each.origin for each in inside)
    last = plan_map(routes, base, more)
    tell(len(last))
    beside = read_map(routes, more, await sender(last))
    rows = tuple(
        replace(row, cells=(*row.cells, *other.cells))
        for row, other in zip(found.rows, beside.rows, strict=True)
    )
    return replace(found, origins=(*origins, *more), rows=rows, strangers=inside)


def _through_proxy(sender: Sender, facts: Facts) -> Sender:
    """Sends to where the proxy has each path of the app."""

    async def send(
        requests: tuple[ProbeRequest, ...], *, on_result: OnResult | None = None
    ) -> tuple[ProbeResult, ...]:
        moved = tuple(replace(each, url=asked_at_proxy(each.url, facts)) for each in requests)
        return await sender(moved, on_result=on_result)

    return send
