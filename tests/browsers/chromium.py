"""Chromium, driven through the DevTools protocol over a pipe."""

from __future__ import annotations

import os
import tempfile
from typing import Any

from tests.browsers.certificates import certificate
from tests.browsers.chromium_console import ChromiumConsole
from tests.browsers.devtools import DevToolsPipe
from tests.browsers.driver import PUBLIC_ADDRESS, BrowserError, Engine, PageRun, find_browser

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)
# An unhandled rejection is reported in a task after the one that decided the outcome.
_ONE_MORE_TASK = "new Promise((done) => setTimeout(done))"


def _outside_world() -> tuple[str, ...]:
    """The names of the internet that the pages use, and the one certificate to trust."""
    return (
        f"--host-resolver-rules=MAP *.example.com {PUBLIC_ADDRESS}",
        f"--ip-address-space-overrides={PUBLIC_ADDRESS}:0=public",
        f"--ignore-certificate-errors-spki-list={certificate().public_key_hash}",
    )


class Chromium:
    """One running Chromium."""

    engine: Engine = "chromium"

    def __init__(self) -> None:
        program = find_browser("chromium", "chromium-browser", "google-chrome")
        self._profile = tempfile.TemporaryDirectory(
            prefix="cors-wizard-chromium-", ignore_cleanup_errors=True
        )
        self._events: list[str] = []
        self._consoles: dict[str, ChromiumConsole] = {}
        self._pipe = DevToolsPipe(
            [program, *_FLAGS, *_outside_world(), f"--user-data-dir={self._profile.name}"],
            {**os.environ, "HOME": self._profile.name},
            self._on_event,
        )

    def _on_event(self, method: str, message: dict[str, Any]) -> None:
        console = self._consoles.get(message.get("sessionId", ""))
        if console is not None:
            console.see(method, message["params"])
            self._events.append(method)

    def run(self, page_url: str) -> PageRun:
        """Opens the page in a browser context of its own: no cache, no cookies, no earlier preflight."""
        call = self._pipe.call
        context = call("Target.createBrowserContext")
        target = call("Target.createTarget", {"url": "about:blank", **context})["targetId"]
        session = call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            call(f"{domain}.enable", session=session)
        console = self._consoles[session] = ChromiumConsole()
        self._open(page_url, session)
        result = self._evaluate("window.outcome", session)
        self._evaluate(_ONE_MORE_TASK, session)
        while not console.is_complete:
            self._pipe.receive()
        call("Target.disposeBrowserContext", context)
        self._consoles.clear()
        return PageRun(console.lines, result)

    def _open(self, page_url: str, session: str) -> None:
        self._events.clear()
        failure = self._pipe.call("Page.navigate", {"url": page_url}, session).get("errorText")
        if failure is not None:
            raise BrowserError(f"Chromium cannot open {page_url}: {failure}")
        while "Page.domContentEventFired" not in self._events:
            self._pipe.receive()

    def _evaluate(self, expression: str, session: str) -> Any:
        question = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        answer = self._pipe.call("Runtime.evaluate", question, session)
        if "exceptionDetails" in answer:
            raise BrowserError(f"The page failed: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def close(self) -> None:
        """Ends Chromium and removes its profile."""
        self._pipe.close()
        self._profile.cleanup()
