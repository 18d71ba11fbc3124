"""WebKitGTK, driven by a program of its own; its console is what it writes to standard error."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.browsers.driver import BrowserError, Engine, PageRun, end_process, find_browser

SYSTEM_PYTHON = "/usr/bin/python3"
"""The Python that Debian's `gir1.2-webkit2-4.1` and `python3-gi` are for."""

_VIEW = Path(__file__).with_name("webkit_view.py")
_CONSOLE = re.compile(r"(?:\S+:[0-9]+:[0-9]+: )?CONSOLE (?:[A-Z]+ )?[A-Z]+ ")
_OUTCOME = "OUTCOME "


class WebKit:
    """One running WebKitGTK, on a screen that nobody sees."""

    engine: Engine = "webkit"

    def __init__(self) -> None:
        screen = find_browser("xvfb-run")
        self._profile = tempfile.TemporaryDirectory(prefix="cors-wizard-webkit-", ignore_cleanup_errors=True)
        home = self._profile.name
        # Whoever drives it is gone when standard input ends: it ends then by itself.
        self._process = subprocess.Popen(
            [screen, "-a", SYSTEM_PYTHON, str(_VIEW), home],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # That is where WebKit writes the console.
            stderr=subprocess.STDOUT,
            env={**os.environ, "HOME": home, "LANG": "C.UTF-8"},
        )

    def run(self, page_url: str) -> PageRun:
        """Opens the page in a view of its own: no cache, no cookies, no earlier preflight."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{page_url}\n".encode())
        self._process.stdin.flush()
        said: list[str] = []
        for line in self._output():
            if line.startswith(_OUTCOME):
                return PageRun(tuple(console_messages(said)), json.loads(line.removeprefix(_OUTCOME)))
            said.append(line)
        raise BrowserError(
            f"WebKit ended before the page was done: {' '.join(said)} "
            "On Debian: apt-get install gir1.2-webkit2-4.1 python3-gi xvfb"
        )

    def _output(self) -> Iterator[str]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            yield line.decode(errors="replace").rstrip("\n")

    def close(self) -> None:
        """Ends WebKit and removes its profile."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            end_process(self._process)
        self._process.stdout.close()
        self._profile.cleanup()


def console_messages(lines: Iterable[str]) -> Iterator[str]:
    """What the console shows: a message is a line with WebKit's mark, and the lines without one after it."""
    message: str | None = None
    for line in lines:
        found = _CONSOLE.match(line)
        if found:
            if message is not None:
                yield message.rstrip("\n")
            message = line[found.end() :]
        elif message is not None:
            message += f"\n{line}"
    if message is not None:
        yield message.rstrip("\n")
