"""Sends the wizard's probes where the browsers send theirs: every host of example.com is on loopback."""

from __future__ import annotations

import ssl

import httpx

from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.probe.run import OnResult
from cors_wizard.probe.send import send
from tests.browsers.certificates import certificate
from tests.browsers.driver import PUBLIC_ADDRESS

_OUTSIDE = ".example.com"


class _Outside(httpx.AsyncBaseTransport):
    """The network, with the names and the one authority that the browsers know too."""

    def __init__(self) -> None:
        trusting = ssl.create_default_context(cadata=certificate().authority_pem)
        self._real = httpx.AsyncHTTPTransport(verify=trusting)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        request.url = request.url.copy_with(host=PUBLIC_ADDRESS)
        request.extensions = {**request.extensions, "sni_hostname": host}
        return await self._real.handle_async_request(request)

    async def aclose(self) -> None:
        await self._real.aclose()


async def send_to_outside(
    requests: tuple[ProbeRequest, ...], *, on_result: OnResult | None = None
) -> tuple[ProbeResult, ...]:
    """As `send`; requests to example.com, which no probe could reach, go to the browsers' address of it."""
    if not any(httpx.URL(request.url).host.endswith(_OUTSIDE) for request in requests):
        return await send(requests, on_result=on_result)
    async with _Outside() as transport:
        return await send(requests, on_result=on_result, transport=transport)
