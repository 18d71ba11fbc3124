"""Starts the real parts of a proof on loopback (Flask, another program) and ends them again."""

from __future__ import annotations

import os
import shlex
import subprocess
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO

from tests.browsers.driver import end_process


class ServerFailed(Exception):
    """A part of a proof did not start; says what it printed."""


class Server:
    """One running program that is ready to be asked, and all that it printed."""

    def __init__(
        self, command: Iterable[str], folder: Path, ready: str, environment: Mapping[str, str] | None = None
    ) -> None:
        self._process = subprocess.Popen(
            list(command),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})},
        )
        self.printed: list[str] = []
        assert self._process.stdout is not None
        self._output: IO[bytes] = self._process.stdout
        self.is_up = any(ready in line for line in self._lines())
        self._reader = threading.Thread(target=self._drain, daemon=True)
        self._reader.start()

    def _lines(self) -> Iterable[str]:
        for line in self._output:
            self.printed.append(line.decode(errors="replace").rstrip())
            yield self.printed[-1]

    def _drain(self) -> None:
        for _ in self._lines():
            pass

    def close(self) -> None:
        """Ends the program."""
        end_process(self._process)
        self._reader.join()
        self._output.close()


def start_flask(
    command: str,
    folder: Path,
    python: Path,
    *,
    debug: bool = False,
    environment: Mapping[str, str] | None = None,
) -> Server:
    """Runs `flask ... run` or `uvicorn` as given, with this Python; a crash at start is no error here."""
    program, *arguments = shlex.split(command)
    if program not in ("flask", "uvicorn"):
        raise ServerFailed(f"{command!r} does not begin with flask or uvicorn")
    options = ["--debug", "--no-reload"] if debug else []
    return Server(
        [str(python), "-m", program, *arguments, *options],
        folder,
        "unning on",
        {"PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}", **(environment or {})},
    )


def start_program(script: Path, port: int, python: Path) -> Server:
    """Runs a program that holds a port."""
    server = Server([str(python), str(script), str(port)], script.parent, "Running on")
    if not server.is_up:
        raise ServerFailed("\n".join(server.printed))
    return server
