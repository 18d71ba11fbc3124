"""What only a real terminal shows: bracketed paste, the clipboard's bytes, a clean end, a closed window."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest

from tests.probe.serving import flask_server
from tests.tui.harness import small_api, small_project
from tests.tui.terminal import wizard_in_terminal

PROGRAM = """
import sys
from pathlib import Path
from cors_wizard.tui import WizardOptions, run_wizard
project = Path("project")
sys.exit(run_wizard(WizardOptions(project=project if project.is_dir() else None)))
"""
REPOSITORY = Path(__file__).resolve().parent.parent.parent


def environment_of(state: Path) -> dict[str, str]:
    """A terminal with colors, and a state folder of its own."""
    return {
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "XDG_STATE_HOME": str(state),
        "PYTHONPATH": str(REPOSITORY),
        "TERM_PROGRAM": "",
    }


def message_about(address: str) -> str:
    """What Chromium prints of the small API at this address."""
    return (
        f"Access to fetch at '{address}/api/data' from origin 'http://localhost:3000' has been blocked by "
        "CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
    )


def test_paste_copy_and_quit_in_a_terminal_of_80_columns(state: Path) -> None:
    """The code goes out as OSC 52, the terminal is left as it was, the exit status says what was found."""
    small_project(Path())
    with (
        flask_server(small_api()) as address,
        wizard_in_terminal(PROGRAM, environment_of(state)) as (terminal, wait),
    ):
        terminal.until_shown("What did the browser print?")
        terminal.paste(message_about(address))
        terminal.until_shown("Page's origin", "http://localhost:3000")
        terminal.type("\r")
        terminal.until_shown("Nothing adds CORS headers to this response")
        terminal.press("c")
        terminal.until(lambda: b"\x1b]52;c;" in terminal.raw)
        terminal.until_shown("Copied")
        terminal.type("\x11")
        terminal.until_closed()
        assert wait() == 1
    sent = terminal.raw.split(b"\x1b]52;c;")[1].split(b"\x07")[0]
    assert base64.b64decode(sent).decode() == (state / "cors-wizard" / "copied.txt").read_text()
    # The alternate screen, the mouse and bracketed paste are switched off again.
    for mode in (b"\x1b[?1049l", b"\x1b[?1000l", b"\x1b[?2004l"):
        assert mode in terminal.raw
    assert b"Traceback" not in terminal.raw


def test_what_is_pasted_before_the_window_is_there_is_in_its_box(state: Path) -> None:
    """A terminal that hasn't been asked for bracketed paste yet sends it as keys."""
    with wizard_in_terminal(PROGRAM, environment_of(state)) as (terminal, wait):
        terminal.type(f"{message_about('http://localhost:1')}\rsecond line")
        terminal.until_shown("What did the browser print?", "│ Access to fetch", "│ second line")
        terminal.type("\x11")
        terminal.until_closed()
        wait()


def test_a_closed_window_loses_nothing(state: Path) -> None:
    """The terminal goes away without a word, and the next start offers to go on."""
    environment = environment_of(state)
    sessions = state / "cors-wizard" / "sessions"
    with wizard_in_terminal(PROGRAM, environment) as (terminal, _):
        terminal.until_shown("What did the browser print?")
        terminal.paste(message_about("http://localhost:5000"))
        terminal.until_shown("Page's origin")
        terminal.until(lambda: any(sessions.glob("*.json")))
    (saved,) = sessions.glob("*.json")
    assert "localhost:5000" in json.loads(saved.read_text())["text"]
    with wizard_in_terminal(PROGRAM, environment) as (terminal, wait):
        terminal.until_shown("Unfinished (")
        terminal.type("\x11")
        terminal.until_closed()
        assert wait() == 0


@pytest.mark.parametrize("columns", [40, 200])
def test_any_width_will_do(state: Path, columns: int) -> None:
    """It starts and ends in a narrow split and on a wide screen."""
    with wizard_in_terminal(PROGRAM, environment_of(state), columns=columns) as (terminal, wait):
        terminal.until_shown("What did the browser print?")
        terminal.type("\x11")
        terminal.until_closed()
        assert wait() == 0
    assert os.linesep.encode() not in terminal.raw.split(b"\x1b[?1049l")[-1].strip()
