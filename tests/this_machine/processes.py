"""Servers of a project as a user has them: `flask run` as a process, restarted, crashed, replaced."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cors_wizard.this_machine import listener_at
from tests.tui.harness import MISSING

CODE = """\
from flask import Flask

app = Flask(__name__)  # no cors yet


@app.get("/api/data")
def data():
    return {"ok": True}
"""
FIXED = CODE.replace("  # no cors yet", "\nCORS(app, origins=['http://localhost:3000'])").replace(
    "import Flask\n", "import Flask\nfrom flask_cors import CORS\n"
)
BROKEN = CODE.replace("app = Flask(__name__)", "app = Flask(__name__")


class Server:
    """Whatever listens on one port; started and stopped by the test."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Of the process that was started last."""
        assert self._process is not None
        return self._process.pid

    @property
    def state(self) -> str:
        """Whether the process still runs, for a test that fails."""
        if self._process is None:
            return "no process"
        status = self._process.poll()
        return f"process {self.pid} " + ("runs" if status is None else f"ended with {status}")

    def flask(self, *options: str) -> None:
        """`flask run`, in place of what runs; returns when it listens, or has ended."""
        self._start("-m", "flask", "--app", "app", "run", "--port", str(self.port), *options)

    def another_program(self) -> None:
        """Python's own file server in an empty folder, which knows no path of the API."""
        empty = self.folder / "static"
        empty.mkdir(exist_ok=True)
        self._start("-m", "http.server", str(self.port), "--bind", "127.0.0.1", "--directory", str(empty))

    def silent_program(self) -> None:
        """A program that takes connections and never says a word."""
        code = "import socket, time; s = socket.create_server(('127.0.0.1', {})); time.sleep(600)"
        self._start("-c", code.format(self.port))

    def program_without_http(self) -> None:
        """A program that greets in a protocol of its own and hangs up, as an SSH server does."""
        code = (
            "import socket; s = socket.create_server(('127.0.0.1', {}))\n"
            "while True:\n c, _ = s.accept(); c.recv(9999); c.sendall(b'SSH-2.0-x\\r\\n'); c.close()"
        )
        self._start("-c", code.format(self.port))

    def stop(self) -> None:
        """End it, and wait until nobody listens; a reloader's child ends with its parent."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None
        self._wait(listens=False)

    def _start(self, *command: str) -> None:
        self.stop()
        self._process = subprocess.Popen(
            [sys.executable, *command],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait(listens=True)

    def _wait(self, *, listens: bool) -> None:
        for _ in range(1200):
            has_ended = self._process is not None and self._process.poll() is not None
            if (listener_at(self.port) is not None) is listens or has_ended:
                return
            time.sleep(0.05)
        raise AssertionError(f"Port {self.port}: somebody listens, or should: {self.state}")


@contextmanager
def server_of(folder: Path, port: int) -> Iterator[Server]:
    """A server that is stopped in the end."""
    server = Server(folder, port)
    try:
        yield server
    finally:
        server.stop()


Move = Callable[[Server], None]
"""What a user does between the fix and the next look."""


def restarted(server: Server) -> None:
    """The fix is saved, and the server restarted."""
    (server.folder / "app.py").write_text(FIXED)
    server.flask()


def not_restarted(server: Server) -> None:
    """The fix is saved, and the server runs on."""
    # File times have the resolution of a tick, and the process has just begun.
    time.sleep(0.2)
    (server.folder / "app.py").write_text(FIXED)


def not_saved(server: Server) -> None:
    """The file was never saved."""


def crashed(server: Server) -> None:
    """What was saved does not start."""
    (server.folder / "app.py").write_text(BROKEN)
    server.flask()


def replaced(server: Server) -> None:
    """Another program has the port."""
    (server.folder / "app.py").write_text(FIXED)
    server.another_program()


def silent(server: Server) -> None:
    """What has the port now takes connections and never responds."""
    (server.folder / "app.py").write_text(FIXED)
    server.silent_program()


def started_elsewhere(server: Server) -> None:
    """A copy of the project has the port, as it was before the fix."""
    copy = server.folder.parent / "copy"
    copy.mkdir()
    (copy / "app.py").write_text(CODE)
    own, server.folder = server.folder, copy
    server.flask()
    server.folder = own
    (own / "app.py").write_text(FIXED)


def without_http(server: Server) -> None:
    """What has the port now isn't a web server."""
    (server.folder / "app.py").write_text(FIXED)
    server.program_without_http()


def error_text(server: Server) -> str:
    """What Chromium prints for the API without CORS."""
    url = f"http://127.0.0.1:{server.port}/api/data"
    return MISSING.replace("http://localhost:5000/api/data", url)
