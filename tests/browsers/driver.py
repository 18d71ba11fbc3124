"""What both drivers share: the interface, the error, and finding and ending a browser."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Engine = Literal["chromium", "firefox", "webkit"]

PUBLIC_ADDRESS = "127.0.0.2"
"""Where the browsers find every host of example.com; Chromium takes it for an address of the internet."""

PATIENCE = 60.0
"""Seconds without a word from a browser after which the test fails; a page is done in a tenth of one."""


class BrowserError(Exception):
    """A browser is missing, ended, or did not answer."""


@dataclass(frozen=True)
class PageRun:
    """What one page led to."""

    console: tuple[str, ...]
    """Every line that a developer sees in the console, word for word, in order."""
    result: Mapping[str, Any]
    """`readable`, `status` and `error`, as the page's JavaScript saw them."""


class Browser(Protocol):
    """One running browser; each page gets a tab and a session of its own."""

    engine: Engine

    def run(self, page_url: str) -> PageRun:
        """Opens the page, waits until its request is decided, and closes it."""

    def close(self) -> None:
        """Ends the browser and removes its profile."""


def find_browser(*names: str) -> str:
    """The path of the first of these programs that is installed; raises where none is."""
    for name in names:
        path = shutil.which(name)
        if path is not None:
            return path
    raise BrowserError(
        f"{names[0]} is not installed, and these tests need the real browser. "
        f"On Debian: apt-get install {names[0]}"
    )


def end_process(process: subprocess.Popen[bytes]) -> None:
    """Asks the process to end, and makes it end where it does not."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
