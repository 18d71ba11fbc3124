"""The sender that imports httpx only when the first probe is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cors_wizard.probe.result import ProbeRequest, ProbeResult
    from cors_wizard.probe.run import OnResult


async def send_lazily(
    requests: tuple[ProbeRequest, ...], *, on_result: OnResult | None = None
) -> tuple[ProbeResult, ...]:
    """Sends the requests over the network."""
    from cors_wizard.probe.send import send

    return await send(requests, on_result=on_result)
