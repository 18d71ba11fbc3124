"""Whatever ends the window, the terminal is left as it was."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.tui.terminal import wizard_in_terminal

REPOSITORY = str(Path(__file__).resolve().parent.parent.parent)

PROGRAM = """
import os, sys
from cors_wizard.cli.main import main
sys.stdout.write(f"<{os.getpid()}>")
sys.stdout.flush()
sys.exit(main([]))
"""
STOPPED_WHILE_IT_DRAWS = f"""
import os, queue, signal
put = queue.Queue._put  # Called with the queue's lock held.
def stopped(self, item):
    put(self, item)
    if isinstance(item, str) and "browser" in item:
        queue.Queue._put = put
        os.kill(os.getpid(), signal.SIGTSTP)
queue.Queue._put = stopped
{PROGRAM}"""
CRASHING = """
import sys
from cors_wizard.tui import start
def fail(folders):
    secret = "l0cal-4711"
    raise RuntimeError("token=t0ken4711")
start._load_knowledge = fail
from cors_wizard.cli.main import main
sys.exit(main([]))
"""
GIVEN_BACK = (b"\x1b[?1049l", b"\x1b[?1003l", b"\x1b[?1000l", b"\x1b[?2004l", b"\x1b[?25h")


def environment(state: Path) -> dict[str, str]:
    """A usual terminal, and a state folder of its own."""
    return {
        "TERM": "xterm-256color",
        "XDG_STATE_HOME": str(state),
        "PYTHONPATH": REPOSITORY,
        "TERM_PROGRAM": "",
    }


@pytest.mark.window
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGABRT", "SIGPROF"])
def test_a_signal_leaves_a_clean_terminal(name: str, tmp_path: Path) -> None:
    """The usual screen, no reports of the mouse; and the process ends by that very signal."""
    number = getattr(signal, name)
    with wizard_in_terminal(PROGRAM, environment(tmp_path)) as (terminal, wait):
        terminal.until(lambda: b"\x1b[?1003h" in terminal.raw and b"browser" in terminal.raw)
        pid = int(terminal.raw.partition(b"<")[2].partition(b">")[0])
        before = len(terminal.raw)
        os.kill(pid, number)
        terminal.until_closed()
        assert wait() == -number
        for sequence in GIVEN_BACK:
            assert sequence in terminal.raw[before:]


@pytest.mark.window
def test_a_stopped_window_gives_the_terminal_back(tmp_path: Path) -> None:
    """Ctrl-Z from outside: the usual screen while it is stopped, the window once it goes on."""
    with wizard_in_terminal(PROGRAM, environment(tmp_path)) as (terminal, wait):
        terminal.until(lambda: b"\x1b[?1003h" in terminal.raw and b"browser" in terminal.raw)
        pid = int(terminal.raw.partition(b"<")[2].partition(b">")[0])
        before = len(terminal.raw)
        os.kill(pid, signal.SIGTSTP)
        terminal.until(lambda: b"\x1b[?1049l" in terminal.raw[before:])
        # Sent before it has really stopped, SIGCONT would be lost, and the window would stop for ever.
        terminal.until_stopped(pid)
        os.kill(pid, signal.SIGCONT)
        # What is typed while the terminal is switched over is thrown away: wait until the window is drawn.
        terminal.until(lambda: b"browser" in terminal.raw[before:].partition(b"\x1b[?1049h")[2])
        terminal.type("\x11")
        terminal.until_closed()
        assert wait() == 0


@pytest.mark.window
def test_a_stop_in_the_middle_of_a_write_waits_for_its_end(tmp_path: Path) -> None:
    """Textual's handler writes, too: called while a lock is held for a write, it would wait for itself."""
    with wizard_in_terminal(STOPPED_WHILE_IT_DRAWS, environment(tmp_path)) as (terminal, wait):
        terminal.until(lambda: b"\x1b[?1049l" in terminal.raw)
        pid = int(terminal.raw.partition(b"<")[2].partition(b">")[0])
        terminal.until_stopped(pid)
        before = len(terminal.raw)
        os.kill(pid, signal.SIGCONT)
        terminal.until(lambda: b"browser" in terminal.raw[before:].partition(b"\x1b[?1049h")[2])
        terminal.type("\x11")
        terminal.until_closed()
        assert wait() == 0


@pytest.mark.window
def test_a_crash_of_the_window_is_one_sentence(tmp_path: Path) -> None:
    """Status 70, no megabyte of traceback, and the report without the values of variables."""
    with wizard_in_terminal(CRASHING, environment(tmp_path)) as (terminal, wait):
        terminal.until_closed()
        assert wait() == 70
        after = terminal.raw.rpartition(b"\x1b[?1049l")[2]
        assert b"Something went wrong in the wizard itself (" in after
        assert len(after) < 1000
        assert b"4711" not in after
    (report,) = (tmp_path / "cors-wizard" / "crashes").iterdir()
    assert "t0ken4711" not in report.read_text().replace('"token=t0ken4711"', "")
