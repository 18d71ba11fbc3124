"""The real app with the real knowledge, and a real Flask app at the other end of its probes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import httpx
from flask import Flask
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Static
from textual.worker import WorkerCancelled

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.errors import CorsWizardError
from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base import Knowledge, load_knowledge
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.probe.run import OnResult, Sender
from cors_wizard.probe.send import send
from cors_wizard.project import ProjectScan, scan_project
from cors_wizard.this_machine.servers import LocalServer
from cors_wizard.tui.app import CorsWizardApp
from cors_wizard.tui.services import Start
from cors_wizard.tui.start import WizardOptions, make_app

MISSING = (
    "Access to fetch at 'http://localhost:5000/api/data' from origin 'http://localhost:3000' has been "
    "blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
)
"""What Chromium prints for a response without the header."""

KNOWN = Facts.of(
    [
        Fact("method", "GET", "answered"),
        Fact("request_headers", (), "answered"),
        Fact("credentials", "omit", "answered"),
    ]
)
"""The request that needs no preflight, as if the user had said so."""

CODE = """
from flask import Flask

app = Flask(__name__)


@app.get("/api/data")
def data():
    return {"ok": True}
"""
"""The code of an API that knows nothing of CORS."""


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
    return load_knowledge()


def wizard(
    state: Path,
    *,
    start: Start | None = None,
    send: Sender = nobody_answers,
    load: Callable[[], Knowledge] = knowledge,
    scan: Callable[[Path], ProjectScan] = scan_project,
    servers: tuple[LocalServer, ...] = (),
    learn: Callable[[Diagnosis], Diagnosis] = lambda probed: probed,
) -> CorsWizardApp:
    """The app with its real doors, save the network, the clock, the machine and the state folder."""
    real = make_app(WizardOptions(), {}).services
    if start is None or start.project is None:
        start = replace(start or Start(), project=small_project(state.parent))
    services = replace(
        real,
        load_knowledge=load,
        scan_project=scan,
        send=send,
        now=lambda: datetime(2026, 11, 14, 10, 21),
        state_folder=state,
        key_guard=0,
        servers=lambda: servers,
        learn=learn,
    )
    return CorsWizardApp(services, start)


async def settle(pilot: Pilot[CorsWizardError]) -> None:
    """Wait until nothing is under way any more."""
    await pilot.pause()
    idle = 0
    # Between two workers there may be a message on its way, which starts the next one.
    while idle < 2:
        running = [worker for worker in pilot.app.workers if not worker.is_finished]
        idle = 0 if running else idle + 1
        for worker in running:
            # A worker that a newer one has replaced ends by being cancelled.
            with suppress(WorkerCancelled):
                await worker.wait()
        await pilot.pause()


async def paste(pilot: Pilot[CorsWizardError], text: str) -> None:
    """Paste as a terminal does, and wait until it was read."""
    pilot.app.post_message(Paste(text))
    await settle(pilot)


async def diagnose(pilot: Pilot[CorsWizardError], text: str) -> None:
    """From the start to whatever the text leads to."""
    await settle(pilot)
    await paste(pilot, text)
    await pilot.press("ctrl+d")
    await settle(pilot)


def shown(app: CorsWizardApp) -> str:
    """All text of the screen as it is painted, line by line."""
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    return "\n".join(strip.text[:width].rstrip() for strip in lines[:height])


def whole_step(app: CorsWizardApp) -> str:
    """All text of the step in the middle, also what is scrolled out of sight."""
    return "\n".join(str(each.visual) for each in app.screen.query_one("#step").query(Static) if each.display)


def small_project(folder: Path) -> Path:
    """A project folder for `small_api`, so that nothing has to be asked about the code."""
    project = folder / "project"
    project.mkdir(parents=True, exist_ok=True)
    (project / "app.py").write_text(CODE)
    return project


def small_api() -> Flask:
    """An API that knows nothing of CORS."""
    api = Flask("small_api")

    @api.get("/api/data")
    def data() -> dict[str, bool]:
        return {"ok": True}

    return api
