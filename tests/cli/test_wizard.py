"""`cors-wizard` without a command, in a real terminal of its own."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyte
import pytest

from tests.cli.conftest import Command
from tests.cli.error_texts import MISSING, PAGE

pytestmark = pytest.mark.window
COLUMNS, LINES = 100, 30
PATIENCE = 60
"""Seconds without any output after which a test gives up; no test waits for them to pass."""

IN_TERMINAL = """
import os, sys
terminal = os.open(sys.argv[1], os.O_RDWR)
os.dup2(terminal, 1)
os.dup2(terminal, 2)
if sys.argv[2] == "keys":
    os.dup2(terminal, 0)
os.execv(sys.executable, [sys.executable, "-m", "cors_wizard", *sys.argv[3:]])
"""
"""A new session's first terminal is the one it is controlled by, which is what /dev/tty means."""


class Terminal:
    """A terminal with the wizard in it: what it shows, and its keyboard."""

    def __init__(self, keyboard: int, inside: int, running: subprocess.Popen[bytes]) -> None:
        self._keyboard = keyboard
        self._inside = inside
        self.running = running
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def shown(self) -> str:
        """The screen as text."""
        return "\n".join(self._screen.display)

    def wait_for(self, text: str) -> None:
        """Read until the screen shows the text."""
        while text not in self.shown:
            ready, _, _ = select.select([self._keyboard], [], [], PATIENCE)
            assert ready, f"{text!r} does not come; the screen shows:\n{self.shown}"
            self._stream.feed(os.read(self._keyboard, 65_536))

    def press(self, keys: bytes) -> None:
        """Type."""
        os.write(self._keyboard, keys)

    def wait_for_end(self) -> int:
        """Read what is still written, and give the exit status; fails where the wizard goes on."""
        # Held until here, so that the terminal lives while nobody else has it open yet.
        os.close(self._inside)
        deadline = time.monotonic() + PATIENCE
        while (left := deadline - time.monotonic()) > 0 and self._drain(left):
            pass
        return self.running.wait(max(left, 1))

    def _drain(self, seconds: float) -> bool:
        try:
            return bool(
                select.select([self._keyboard], [], [], seconds)[0] and os.read(self._keyboard, 65_536)
            )
        except OSError:
            # Linux says EIO where the last process has let go of the terminal.
            return False


@contextmanager
def wizard(
    folder: Path, *arguments: str, stdin: bytes | None = None, term: str = "xterm-256color"
) -> Iterator[Terminal]:
    """The wizard in a terminal; with `stdin`, that comes through a pipe."""
    keyboard, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    source = "keys" if stdin is None else "pipe"
    running = subprocess.Popen(
        [sys.executable, "-c", IN_TERMINAL, os.ttyname(inside), source, *arguments],
        stdin=subprocess.PIPE,
        start_new_session=True,
        cwd=folder,
        env={**os.environ, "TERM": term, "TEXTUAL_ANIMATIONS": "none"},
    )
    assert running.stdin
    running.stdin.write(stdin or b"")
    running.stdin.close()
    try:
        yield Terminal(keyboard, inside, running)
    finally:
        running.kill()
        running.wait()
        os.close(keyboard)


def test_opens_and_ends(empty_folder: Path) -> None:
    """The first screen asks for the error; Ctrl-Q leaves with nothing wrong."""
    with wizard(empty_folder) as terminal:
        terminal.wait_for("CORS wizard")
        terminal.press(b"\x11")
        assert terminal.wait_for_end() == 0


def test_a_terminal_that_shows_lines_only(empty_folder: Path) -> None:
    """It would show the window's escape sequences as they are; there the wizard walks in lines."""
    with wizard(empty_folder, term="dumb") as terminal:
        terminal.wait_for("Paste what you have")
        terminal.press(b"\x04")
        assert terminal.wait_for_end() == 3


@pytest.mark.parametrize("by_file", [False, True])
def test_text_fills_the_box(by_file: bool, empty_folder: Path) -> None:
    """Text from a pipe or a file is there to be diagnosed, and keys still come from the terminal."""
    text = MISSING["chromium"].format(url="http://localhost:5000/api/orders", page=PAGE)
    (empty_folder / "error.txt").write_text(text)
    arguments = ("--error", "error.txt") if by_file else ()
    with wizard(empty_folder, *arguments, stdin=None if by_file else text.encode()) as terminal:
        terminal.wait_for("CORS wizard")
        terminal.wait_for("/api/orders")
        terminal.press(b"\x11")
        assert terminal.wait_for_end() in (0, 3)


def test_demo(empty_folder: Path) -> None:
    """The demo's error is in the box, and its server and folder are gone at the end."""
    with wizard(empty_folder, "--demo") as terminal:
        terminal.wait_for("CORS wizard")
        terminal.wait_for("/api/books")
        terminal.press(b"\x11")
        assert terminal.wait_for_end() in (0, 3)


def test_unknown_demo(empty_folder: Path) -> None:
    """The demos that exist are named."""
    with wizard(empty_folder, "--demo", "nonsense") as terminal:
        terminal.wait_for("There is no demo 'nonsense'.")
        assert terminal.wait_for_end() == 2


def test_bad_options_are_told_before_the_wizard_opens(empty_folder: Path) -> None:
    """A malformed URL is one sentence, not a screen."""
    with wizard(empty_folder, "--url", "nonsense") as terminal:
        terminal.wait_for("'nonsense' isn't the URL of a web server.")
        assert terminal.wait_for_end() == 2


def test_no_terminal(command: Command) -> None:
    """Where nothing can be drawn, the command that needs no terminal is named."""
    done = command(stdin="TypeError: Failed to fetch")
    assert (done.status, done.out) == (2, "")
    assert "cors-wizard diagnose" in done.err
