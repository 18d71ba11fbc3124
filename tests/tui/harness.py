"""The real app with the real knowledge, and a real Flask app at the other end of its probes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import httpx
from flask import Flask

from cors_wizard.knowledge_base import Knowledge, builtin_folder, load_knowledge
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.probe.run import OnResult, Sender
from cors_wizard.probe.send import send
from cors_wizard.project import scan_project
from cors_wizard.tui.app import CorsWizardApp
from cors_wizard.tui.services import Services, Start
from cors_wizard.tui.start import WizardOptions, make_app

MISSING = (
    "Access to fetch at 'http://localhost:5000/api/data' from origin 'http://localhost:3000' has been "
    "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)
"""What Chromium prints for a response without the header."""


class FlaskTransport(httpx.AsyncBaseTransport):
    """Carries requests to a Flask app in this process, whatever host they name: pictures show no port."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """What the app answers."""
        answer = self._app.test_client().open(
            request.url.raw_path.decode("ascii"),
            base_url=f"{request.url.scheme}://{request.url.netloc.decode('ascii')}",
            method=request.method,
            headers=list(request.headers.items()),
        )
        headers = [("Server", "Werkzeug/3.1.3 Python/3.12.7"), *answer.headers.items()]
        return httpx.Response(answer.status_code, headers=headers, stream=httpx.ByteStream(answer.data))


def sender_to(app: Flask) -> Sender:
    """A sender whose requests all reach this app."""

    async def deliver(
        requests: Iterable[ProbeRequest], *, on_result: OnResult | None = None
    ) -> tuple[ProbeResult, ...]:
        return await send(requests, on_result=on_result, transport=FlaskTransport(app))

    return deliver


async def nobody_answers(
    requests: Iterable[ProbeRequest], *, on_result: OnResult | None = None
) -> tuple[ProbeResult, ...]:
    """A sender to an address where nobody listens."""
    await asyncio.sleep(0)
    results = tuple(
        ProbeResult(request, failure="refused", detail="Nobody listens there.") for request in requests
    )
    for result in results:
        if on_result:
            on_result(result)
    return results


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The built-in knowledge, read once for all tests."""
    return load_knowledge(builtin_folder())


def wizard(
    state: Path,
    *,
    start: Start | None = None,
    send: Sender = nobody_answers,
    load: Callable[[], Knowledge] = knowledge,
) -> CorsWizardApp:
    """The app with its real doors, save the network, the clock and the state folder."""
    real = make_app(WizardOptions(), {}, "linux").services
    services = replace(
        real,
        load_knowledge=load,
        send=send,
        now=lambda: datetime(2026, 11, 14, 10, 21),
        state_folder=state,
    )
    return CorsWizardApp(services, start)


__all__ = ["MISSING", "Services", "nobody_answers", "scan_project", "sender_to", "wizard"]
