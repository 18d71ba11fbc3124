"""Serves one app.py on loopback, always as it is on disk: the demo's child process, started by `start.py`.

Every request first looks whether the file has changed, so a saved edit counts at once and no request meets a
server that is just restarting, as it would with `flask run --reload`. Werkzeug's server, as in `flask run`,
does the rest: an app that does not load is a 500 with a traceback in the log. The process ends when its
standard input does, that is, with the process that started it, however that one ends.
"""

from __future__ import annotations

import argparse
import importlib
import runpy
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

READY = "ready"
"""What is printed once connections are accepted."""

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class FreshApp:
    """A WSGI app that is the `app` of a file, read again whenever the file has changed."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._source = b""
        self._app: WsgiApp | None = None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return self._current()(environ, start_response)

    def _current(self) -> WsgiApp:
        with self._lock:
            source = self._file.read_bytes()
            if self._app is None or source != self._source:
                self._app = None
                self._app = _load(self._file)
                self._source = source
            return self._app


def _load(file: Path) -> WsgiApp:
    """The app that the file makes, under the names that `flask run` looks for."""
    names = runpy.run_path(str(file), run_name=file.stem)
    app: WsgiApp | None = names.get("app") or names.get("application")
    if app is not None:
        return app
    made: WsgiApp = names["create_app"]()
    return made


def serve(file: Path, port: int) -> None:
    """Serves the file until standard input ends; prints `READY` once it listens."""
    sys.path.insert(0, str(file.parent))
    # By name, since Werkzeug comes with the extra `demo` and not with the wizard.
    serving = importlib.import_module("werkzeug.serving")
    server = serving.make_server("127.0.0.1", port, FreshApp(file), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(READY, flush=True)
    sys.stdin.buffer.read()


def main() -> None:
    """Reads the command line `FILE --port N`."""
    parser = argparse.ArgumentParser(description="Serve the app of a file on loopback.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    serve(arguments.file.resolve(), arguments.port)


if __name__ == "__main__":
    main()
