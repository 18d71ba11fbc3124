"""What Flask's reloader loads again, and what it keeps: shown by `flask run --debug`."""

from __future__ import annotations

import http.client
import os
import sys
import time
from pathlib import Path

import pytest

from tests.knowledge.harness.servers import Server
from tests.ports import unused_port

_APP = """import os
from flask import Flask

app = Flask(__name__)


@app.get("/")
def settings():
    return f"{os.environ['ORIGINS']} 1"
"""


def _served(port: int) -> str:
    """What the app responds; empty while it restarts."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().read().decode()
    except OSError:
        return ""
    finally:
        connection.close()


@pytest.mark.process
def test_new_code_runs_with_the_old_environment(tmp_path: Path) -> None:
    """`.env` is read once: the new process inherits its variables, which python-dotenv leaves alone."""
    (tmp_path / "app.py").write_text(_APP)
    (tmp_path / ".env").write_text("ORIGINS=old\n")
    port = unused_port()
    environment = {name: value for name, value in os.environ.items() if name != "ORIGINS"}
    command = [sys.executable, "-m", "flask", "--app", "app", "run", "--debug", "-p", str(port)]
    server = Server(command, tmp_path, "Debugger is active", environment)
    try:
        assert _served(port) == "old 1"
        (tmp_path / ".env").write_text("ORIGINS=new\n")
        (tmp_path / "app.py").write_text(_APP.replace(" 1", " 2"))
        ends = time.monotonic() + 60
        while (now := _served(port)) in ("", "old 1") and time.monotonic() < ends:
            time.sleep(0.2)
        assert now == "old 2"
    finally:
        server.close()
