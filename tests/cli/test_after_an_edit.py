"""`diagnose` and `check --watch` after an edit: with real processes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cors_wizard.this_machine import listener_at
from tests.cli.conftest import Command, Outcome
from tests.ports import unused_port
from tests.this_machine.processes import (
    CODE,
    FIXED,
    Move,
    Server,
    crashed,
    error_text,
    not_restarted,
    replaced,
    restarted,
    server_of,
    silent,
    started_elsewhere,
    without_http,
)

pytestmark = pytest.mark.process


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """The folder of an API without CORS, and a port that it can have."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "app.py").write_text(CODE)
    return Server(folder, unused_port())


def stale_diagnosis(server: Server, command: Command) -> Outcome:
    """`diagnose` of the text of before the edit."""
    (server.folder / "error.txt").write_text(error_text(server))
    facts = ("--fact", "credentials=omit", "--fact", "request_headers=")
    text, project = str(server.folder / "error.txt"), ("--project", str(server.folder))
    return command("diagnose", text, *project, *facts, "--format", "json")


@pytest.mark.parametrize(
    ("move", "cause"),
    [
        pytest.param(restarted, None, id="restart"),
        pytest.param(not_restarted, "server-not-restarted", id="no-restart"),
        pytest.param(crashed, "server-unreachable", id="crash"),
        pytest.param(replaced, "port-taken", id="other-program"),
        pytest.param(silent, "server-unreachable", id="silent"),
    ],
)
def test_the_stale_text_is_pasted_again(
    move: Move, cause: str | None, server: Server, command: Command
) -> None:
    """`diagnose` of the text of before the edit concludes what holds now."""
    with server_of(server.folder, server.port) as running:
        running.flask()
        move(running)
        done = stale_diagnosis(server, command)
    line = json.loads(done.out)
    assert line["cause"] == cause
    assert move is not silent or line["fix"]["title"] == "Find out what the silent server waits for"
    assert done.status == (0 if cause is None else 1)


@pytest.mark.parametrize(
    ("move", "status", "says"),
    [
        pytest.param(restarted, 0, "", id="restart"),
        pytest.param(not_restarted, 1, "The server still runs old code: app.py", id="no-restart"),
        pytest.param(crashed, 3, "No response from that address.", id="crash"),
        pytest.param(replaced, 1, "Another program responds on that port.", id="other-program"),
        pytest.param(started_elsewhere, 1, "Not this project's code: the server was", id="another-folder"),
        pytest.param(without_http, 3, "No response from that address: the port belongs", id="no-http"),
    ],
)
def test_check_says_what_runs(move: Move, status: int, says: str, server: Server, command: Command) -> None:
    """Where something else than the code in the files responds, that is the first reason."""
    url = f"http://127.0.0.1:{server.port}/api/data"
    options = ("--origin", "http://localhost:3000", "--project", str(server.folder), "--format", "json")
    with server_of(server.folder, server.port) as running:
        running.flask()
        move(running)
        done = command("check", url, *options)
    assert done.status == status
    reasons = json.loads(done.out)["reasons"]
    assert reasons[0].startswith(says) if says else not reasons


def test_a_reloader_has_loaded_the_edit(server: Server, command: Command) -> None:
    """Its parent process is older than the file, and what serves is not: no old code, and it passes."""
    with server_of(server.folder, server.port) as running:
        running.flask("--debug")
        first = listener_at(server.port)
        while (now := listener_at(server.port)) is None or first is None or now.pid == first.pid:
            # A reloader that has not looked at the files yet takes the first edit for what it began with.
            (server.folder / "app.py").write_text(FIXED)
            time.sleep(0.5)
        done = stale_diagnosis(server, command)
    assert (json.loads(done.out)["cause"], done.status) == (None, 0)


@pytest.mark.parametrize("options", [("--debug",), ()], ids=["reloader", "restart-by-hand"])
def test_check_watches(options: tuple[str, ...], server: Server) -> None:
    """It is checked again when the file is saved or the server restarted; what is in the way is said."""
    url = f"http://127.0.0.1:{server.port}/api/data"
    check = [sys.executable, "-u", "-m", "cors_wizard", "check", url, "--origin", "http://localhost:3000"]
    with server_of(server.folder, server.port) as running:
        running.flask(*options)
        with subprocess.Popen(
            [*check, "--watch", "--project", str(server.folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as watching:
            assert watching.stdout is not None
            try:
                assert any("Watching: " in line for line in watching.stdout)
                (server.folder / "app.py").write_text(FIXED)
                if not options:
                    assert any("old code is still running" in line for line in watching.stdout)
                    running.flask()
                assert any("for nobody else" in line for line in watching.stdout)
            finally:
                watching.kill()
