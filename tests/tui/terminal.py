"""A real pseudo-terminal with the wizard in it, and pyte as the screen that a user looks at."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping

import pyte

from cors_wizard.tui.services import Services

PATIENCE = 60.0
"""Seconds without a single byte before the wizard is taken for hung."""
_ASKS_FOR_WHOLE, _TAKES_WHOLE = b"\x1b[?2026$p", b"\x1b[?2026;1$y"
_END_OF_UPDATE = b"\x1b[?2026l"
"""Synchronized output: a terminal that has it shows an update when it has ended."""


class Terminal:
    """Keys go in, painted text comes out; `raw` has every byte that the wizard wrote."""

    def __init__(self, master: int, columns: int, lines: int) -> None:
        self._master = master
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self.frames: list[str] = []
        """The screen after each whole update, for a terminal that `takes_updates_whole`."""
        self.takes_updates_whole = False
        self._closed = False
        self._left = b""

    @property
    def text(self) -> str:
        """The screen as the user sees it."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def type(self, keys: str) -> None:
        """Press keys, as the bytes that a terminal sends for them."""
        os.write(self._master, keys.encode())

    def press(self, keys: str) -> None:
        """Press keys that act on the screen that is shown: no letter acts on one that has just come."""
        time.sleep(Services.key_guard)  # nothing on the screen shows when the guard ends
        self.type(keys)

    def paste(self, text: str) -> None:
        """Paste as terminals do (bracketed paste)."""
        self.type(f"\x1b[200~{text}\x1b[201~")

    def until(self, seen: Callable[[], bool]) -> None:
        """Read until that is seen; fails with the screen where nothing more comes."""
        while not seen():
            assert self._read(), f"The wizard wrote nothing more, and the screen was:\n{self.text}"

    def until_shown(self, *parts: str) -> None:
        """Read until all of these are on the screen."""
        self.until(lambda: all(part in self.text for part in parts))

    def until_closed(self) -> None:
        """Read until the wizard has left; fails with the screen where it stays."""
        while self._read():
            pass
        assert self._closed, f"The wizard has not left, and the screen was:\n{self.text}"

    def until_stopped(self, pid: int) -> None:
        """Read until that child is stopped: what nobody reads may hold it up."""
        stopped = 0
        while not stopped:
            self._read(0.05)
            stopped, status = os.waitpid(pid, os.WUNTRACED | os.WNOHANG)
        assert os.WIFSTOPPED(status)

    def _read(self, patience: float = PATIENCE) -> bool:
        if not select.select([self._master], [], [], patience)[0]:
            return False
        try:
            data = os.read(self._master, 65_536)
        except OSError:
            # Linux says EIO where the other end is closed.
            data = b""
        self._closed = not data
        self.raw += data
        if self.takes_updates_whole and _ASKS_FOR_WHOLE in data:
            os.write(self._master, _TAKES_WHOLE)
        # pyte reads no private sequences with intermediates, such as the request for the cursor's style.
        *whole, rest = (self._left + data).split(_END_OF_UPDATE)
        # The end of an update may be cut by the end of what was read.
        keep = len(rest) - (rest.rfind(b"\x1b") if b"\x1b" in rest[-len(_END_OF_UPDATE) :] else len(rest))
        self._left = rest[len(rest) - keep :] if data else b""
        for update in whole:
            self._stream.feed(update)
            self.frames.append(self.text)
        self._stream.feed(rest[: len(rest) - len(self._left)])
        return bool(data)


@contextlib.contextmanager
def wizard_in_terminal(
    program: str, environment: Mapping[str, str], *, columns: int = 80, lines: int = 24
) -> Iterator[tuple[Terminal, Callable[[], int]]]:
    """Run a Python program on a terminal of its own; yields that and a function that waits for its end."""
    pid, master = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [sys.executable, "-c", program], {**os.environ, **environment})
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    ended: list[int] = []

    def wait() -> int:
        if not ended:
            ended.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        return ended[0]

    try:
        yield Terminal(master, columns, lines), wait
    finally:
        os.close(master)
        if not ended:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            wait()
