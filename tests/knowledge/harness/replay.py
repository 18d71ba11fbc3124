"""A local server that says, word for word, what a platform says; every host of a diagnosis is found there."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Mapping

import httpx

from cors_wizard.cli.investigate import investigate
from cors_wizard.diagnosis import Diagnosis
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.probe.run import OnResult
from cors_wizard.probe.send import send
from tests.probe.serving import SocketServer


class _ToOneServer(httpx.AsyncBaseTransport):
    """The network, where every name leads to one port of this machine; the Host header stays."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._real = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        return await self._real.handle_async_request(request)

    async def aclose(self) -> None:
        await self._real.aclose()


def diagnose_replayed(knowledge: Knowledge, text: str, answers: Mapping[str, str]) -> Diagnosis:
    """The diagnosis of a pasted text, with probes that are answered as given.

    Args:
        knowledge: what the wizard knows.
        text: what the browser printed.
        answers: for each method a whole HTTP response; "" for every other method.
    """

    def answer(connection: socket.socket, _stopped: threading.Event) -> None:
        method = server.path.partition(" ")[0]
        head, _, body = answers.get(method, answers[""]).partition("\n\n")
        lines = [*head.strip().split("\n"), f"Content-Length: {len(body)}", "Connection: close"]
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n" + body).encode())

    async def send_there(
        requests: tuple[ProbeRequest, ...], *, on_result: OnResult | None = None
    ) -> tuple[ProbeResult, ...]:
        async with _ToOneServer(server.port) as transport:
            return await send(requests, on_result=on_result, transport=transport)

    with SocketServer(answer) as server:
        begun = Diagnosis.begin(knowledge, text)
        return asyncio.run(investigate(begun, sender=send_there, may_probe=lambda _url: True))
