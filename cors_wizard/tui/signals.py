"""Leaves the terminal as it was when a signal ends the wizard; what was typed is saved by then."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType

ENDING = (
    *("SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGABRT", "SIGALRM", "SIGVTALRM", "SIGPROF"),
    *("SIGXCPU", "SIGIO", "SIGPWR", "SIGSTKFLT", "SIGTRAP", "SIGSYS"),
)
"""Signals that end a process, and can be caught; Textual itself sees to SIGTSTP and Ctrl-C."""

_AS_IT_WAS = (
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"  # No reports of the mouse.
    "\x1b[?2004l\x1b[?1004l\x1b[<u"  # No marks around a paste, no reports of the focus, keys as they were.
    "\x1b[?1049l\x1b[?25h\x1b[0m"  # The usual screen, with a cursor and without colors.
)


def stop_between_steps(loop: asyncio.AbstractEventLoop) -> None:
    """Let Ctrl-Z, and the going on after it, wait until the window has done what it is at.

    Textual's handlers write to the terminal. In the middle of another write they would wait for ever for the
    lock that this one holds.
    """
    for name in ("SIGTSTP", "SIGCONT"):
        number = getattr(signal, name, None)
        handler = number and signal.getsignal(number)
        if number and callable(handler):
            loop.add_signal_handler(number, handler, number, None)


@contextlib.contextmanager
def clean_terminal_after_signals() -> Iterator[None]:
    """While this lasts, a signal that ends the process first gives the terminal back."""
    settings = _terminal_settings()

    def handle(number: int, frame: FrameType | None) -> None:
        _give_back(settings)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    numbers = [getattr(signal, name) for name in ENDING if hasattr(signal, name)]
    before = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _terminal_settings() -> list[object] | None:
    try:
        import termios

        found: list[object] = termios.tcgetattr(sys.__stderr__ or 2)
        return found
    except (ImportError, OSError, ValueError):
        return None
    except Exception as error:  # termios.error has no class that can be named where there is no termios.
        if type(error).__module__ == "termios":
            return None
        raise


def _give_back(settings: list[object] | None) -> None:
    # Textual draws on standard error. The terminal may be gone: then there is nothing to clean.
    with contextlib.suppress(OSError, ValueError):
        os.write(2, _AS_IT_WAS.encode())
    if settings is not None:
        import termios

        with contextlib.suppress(OSError, ValueError, termios.error):
            termios.tcsetattr(2, termios.TCSANOW, settings)  # type: ignore[arg-type]  # As it came.
