"""Starts a demo: a folder with a broken app, and a process that serves it."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from cors_wizard.demo import serve
from cors_wizard.demo.cases import (
    CASES,
    DEMO_NAMES,
    PAGE_ORIGIN,
    Case,
    console_text,
    project_files,
)
from cors_wizard.errors import InputError

_NEEDED = {"flask": "Flask", "flask_cors": "flask-cors"}
_ATTEMPTS = 3


@dataclass
class Demo:
    """A running demo; leaving its `with` block, or `stop`, ends it and removes its folder."""

    name: str
    title: str
    url: str
    """What the page requests."""
    origin: str
    """The page's origin."""
    text: str
    """What the browser's console shows, to paste."""
    folder: Path
    """The project folder: app.py is served as it is there, so an edit counts at once."""
    _process: subprocess.Popen[bytes] = field(repr=False)

    @property
    def app_file(self) -> Path:
        """The file that is served, and to be repaired."""
        return self.folder / "app.py"

    def stop(self) -> None:
        """Ends the server and removes the folder; a second call does nothing."""
        _end(self._process)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Demo:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start_demo(name: str = DEMO_NAMES[0]) -> Demo:
    """Starts a broken Flask API on a free port of 127.0.0.1 and waits until it listens.

    Raises InputError for an unknown demo, where Flask, flask-cors or a needed nginx is missing, and where no
    server starts.
    """
    case = _case(name)
    _check_packages()
    if case.proxy:
        find_nginx()
    folder = Path(tempfile.mkdtemp(prefix="cors-wizard-demo-"))
    with ExitStack() as undo:
        undo.callback(shutil.rmtree, folder, ignore_errors=True)
        port, process = _serve(case, folder)
        undo.pop_all()
    url = f"http://127.0.0.1:{port}{case.path}"
    return Demo(case.name, case.title, url, PAGE_ORIGIN, console_text(case, url), folder, process)


def _case(name: str) -> Case:
    case = CASES.get(name)
    if case is None:
        raise InputError(f"There is no demo {name!r}.", hint=f"Give one of: {', '.join(DEMO_NAMES)}.")
    return case


def _check_packages() -> None:
    missing = [title for module, title in _NEEDED.items() if importlib.util.find_spec(module) is None]
    if missing:
        raise InputError(
            f"The demo needs {' and '.join(missing)}, which this Python does not have.",
            hint="Install with: pip install 'cors-wizard[demo]'",
        )


def _serve(case: Case, folder: Path) -> tuple[int, subprocess.Popen[bytes]]:
    """A serving process and its port; another port is tried where one was taken meanwhile."""
    for _ in range(_ATTEMPTS):
        port = _free_port()
        inner = _free_port() if case.proxy else port
        write_project(case, folder, port, inner)
        process = _start(case, folder, inner)
        if process.stdout and process.stdout.readline().decode().strip() == serve.READY:
            return port, process
        _end(process)
    said = (folder / "server.log").read_text(encoding="utf-8", errors="replace").strip().rpartition("\n")[2]
    raise InputError(
        "The demo's server did not start.", hint=f"It said: {said!r}. Try it again, or use your own API."
    )


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def write_project(case: Case, folder: Path, port: int, inner: int) -> None:
    """The API's code, its requirements, the page's code beside it, and the settings of a proxy."""
    for name, text in project_files(case, port, inner).items():
        (folder / name).write_text(text, encoding="utf-8")
    pins = [f"{title}=={importlib.metadata.version(title)}\n" for title in _NEEDED.values()]
    (folder / "requirements.txt").write_text("".join(pins), encoding="utf-8")


def _start(case: Case, folder: Path, port: int) -> subprocess.Popen[bytes]:
    # By path and with -P, so that it runs from any folder and finds none of our modules in place of others.
    command = [sys.executable, "-P", serve.__file__, str(folder / "app.py"), "--port", str(port)]
    proxy = ["--nginx", find_nginx()] if case.proxy else []
    with (folder / "server.log").open("wb") as log:
        return subprocess.Popen(
            [*command, *proxy], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
        )


def find_nginx() -> str:
    """The program nginx; raises InputError where it is not installed."""
    # Debian keeps it where the path of a user often does not look.
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/bin")
    if found is None:
        raise InputError(
            "This demo needs nginx, which is not installed.",
            hint="Install nginx, or take another demo: cors-wizard --demo",
        )
    return found


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process the gentle way, by closing its input, and else the hard way."""
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
