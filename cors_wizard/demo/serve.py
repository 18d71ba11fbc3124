"""Serves one app.py on loopback, always as it is on disk: the demo's child process, started by `start.py`.

Every request first looks whether the file has changed, so a saved edit counts at once and no request meets a
server that is just restarting, as it would with `flask run --reload`. Werkzeug's server, as in `flask run`,
does the rest: an app that does not load is a 500 with a traceback in the log. The process ends when its
standard input does, that is, with the process that started it, however that one ends. Where the demo has
nginx in front, it runs as a child of this one and reads its settings again whenever they have changed.
"""

from __future__ import annotations

import argparse
import importlib
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

READY = "ready"
"""What is printed once connections are accepted."""

_LOOK_EVERY = 0.05
"""Seconds between two looks at nginx and its settings."""
NGINX_AROUND = """{user}
daemon off;
pid {folder}/nginx.pid;
error_log stderr notice;
worker_processes 1;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {settings};
}}
"""
"""What is around the project's settings."""

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


def serve(file: Path, port: int, nginx: str = "") -> None:
    """Serves the file, with the program `nginx` before it if given, until standard input ends.

    Prints `READY` once it listens.
    """
    sys.path.insert(0, str(file.parent))
    # By name, since Werkzeug comes with the extra `demo` and not with the wizard.
    serving = importlib.import_module("werkzeug.serving")
    server = serving.make_server("127.0.0.1", port, FreshApp(file), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with proxy(nginx, file.parent / "nginx.conf") if nginx else nullcontext():
        print(READY, flush=True)
        sys.stdin.buffer.read()


@contextmanager
def proxy(nginx: str, settings: Path) -> Iterator[None]:
    """nginx with the project's settings, for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="cors-wizard-nginx-") as folder:
        whole = Path(folder) / "nginx.conf"
        whole.write_text(
            NGINX_AROUND.format(folder=folder, settings=settings, user=nginx_user()), encoding="utf-8"
        )
        process = subprocess.Popen([nginx, "-p", folder, "-c", str(whole), "-e", "stderr"], stdout=sys.stderr)
        done = threading.Event()
        watching = threading.Thread(target=_reload_on_change, args=(process, settings, done), daemon=True)
        try:
            _wait_until_it_runs(process, Path(folder) / "nginx.pid")
            watching.start()
            yield
        finally:
            done.set()
            process.terminate()
            process.wait()


def nginx_user() -> str:
    """The account that nginx works as; empty where it is the one that starts it."""
    # As root, nginx would give its work to an account that may not be there.
    return "user root;" if os.geteuid() == 0 else ""


def _wait_until_it_runs(process: subprocess.Popen[bytes], pid_file: Path) -> None:
    # The file is written once the sockets are open.
    while not pid_file.exists():
        if process.poll() is not None:
            raise SystemExit("nginx did not start.")
        time.sleep(_LOOK_EVERY)


def _reload_on_change(process: subprocess.Popen[bytes], settings: Path, done: threading.Event) -> None:
    seen = settings.read_bytes()
    while not done.wait(_LOOK_EVERY):
        now = settings.read_bytes() if settings.exists() else seen
        if now != seen:
            seen = now
            process.send_signal(signal.SIGHUP)


def main() -> None:
    """Reads the command line `FILE --port N [--nginx PROGRAM]`."""
    parser = argparse.ArgumentParser(description="Serve the app of a file on loopback.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--nginx", default="")
    arguments = parser.parse_args()
    serve(arguments.file.resolve(), arguments.port, arguments.nginx)


if __name__ == "__main__":
    main()
