"""Applying in a real terminal: beside a reloader, a read-only file, an editor, another wizard."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ports import unused_port
from tests.probe.serving import flask_server
from tests.tui.harness import CODE, small_api, small_project
from tests.tui.terminal import Terminal, wizard_in_terminal
from tests.tui.test_terminal import PROGRAM, environment_of, message_about

_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE = 24, 1
WITHOUT_PRIVILEGE = f"""
import ctypes, os, sys
ctypes.CDLL(None).prctl({_PR_CAPBSET_DROP}, {_CAP_DAC_OVERRIDE}, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-c", {PROGRAM!r}])
"""
"""The wizard as a user whom a read-only file stops: root may write every file unless it gives that up."""


@contextmanager
def with_reloader(folder: Path) -> Iterator[str]:
    """The project under `flask run --debug`; yields its address. The reloader has a child of its own."""
    port = str(unused_port())
    command = [sys.executable, "-m", "flask", "--app", "app", "run", "--debug", "--port", port]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as running:
        assert running.stdout is not None
        try:
            assert any(b"Debugger PIN" in line for line in running.stdout)
            yield f"http://localhost:{port}"
        finally:
            os.killpg(running.pid, signal.SIGTERM)


def to_the_result(terminal: Terminal, address: str) -> None:
    """Paste and Enter."""
    terminal.until_shown("What did the browser print?")
    terminal.paste(message_about(address))
    terminal.until_shown("Page's origin", "http://localhost:3000")
    terminal.type("\r")
    terminal.until_shown("No CORS setup reaches this route", "a writes this")


@pytest.mark.process
def test_from_paste_to_works_while_a_reloader_runs(state: Path) -> None:
    """Paste, Enter, a, v: the window is never left, and nothing is restarted by hand."""
    project = small_project(Path())
    with (
        with_reloader(project) as address,
        wizard_in_terminal(PROGRAM, environment_of(state)) as (terminal, wait),
    ):
        to_the_result(terminal, address)
        terminal.press("a")
        terminal.until_shown("Written to app.py")
        terminal.press("v")
        terminal.until_shown("Works")
        terminal.type("\x11")
        terminal.until_closed()
        wait()
    assert "CORS(app" in (project / "app.py").read_text()


@pytest.mark.process
def test_what_cannot_be_written_or_undone_is_said(state: Path) -> None:
    """A read-only file, a file edited meanwhile, and a change that another wizard has taken back."""
    project = small_project(Path())
    file = project / "app.py"
    file.chmod(0o444)
    environment = environment_of(state)
    with (
        flask_server(small_api()) as address,
        wizard_in_terminal(WITHOUT_PRIVILEGE, environment, columns=120, lines=40) as (terminal, wait),
    ):
        to_the_result(terminal, address)
        terminal.press("a")
        terminal.until_shown("Not written", "read-only")
        file.chmod(0o644)
        edited = CODE.replace("Flask(__name__)", "Flask(__name__)  # mine")
        file.write_text(edited)
        terminal.press("a")
        # What is said of it goes after some seconds; the file as it is now stays.
        terminal.until_shown("# mine")
        assert file.read_text() == edited
        terminal.press("a")
        terminal.until_shown("Written to app.py")
        undo = [sys.executable, "-m", "cors_wizard", "fix", "--undo", "--project", str(project)]
        subprocess.run(undo, env={**os.environ, **environment}, check=False, timeout=120)
        assert file.read_text() == edited
        terminal.press("u")
        terminal.until_shown("Not undone")
        terminal.type("\x11")
        terminal.until_closed()
        wait()
    assert file.read_text() == edited
    assert b"Traceback" not in terminal.raw
