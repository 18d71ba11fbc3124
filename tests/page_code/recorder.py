"""A page and an API on two ports of this machine: the API allows everything, and keeps what it was sent."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

LIBRARIES = {
    "/axios.js": Path("/usr/share/nodejs/axios/dist/axios.min.js"),
    "/jquery.js": Path("/usr/share/javascript/jquery/jquery.min.js"),
    **{
        f"/{name}.js": Path(__file__).parent / "libraries" / f"{name}.js"
        for name in ("superagent", "socket.io", "htmx", "dropzone")
    },
}
_PATIENCE = 60.0
BROWSERS_OWN = frozenset(
    [
        *("accept", "accept-encoding", "accept-language", "cache-control", "connection", "content-length"),
        *("cookie", "host", "origin", "pragma", "referer", "user-agent"),
    ]
)
"""Headers that a browser may add by itself."""


@dataclass(frozen=True)
class Recorded:
    """A request as the browser sent it."""

    method: str
    path: str
    headers: dict[str, str]
    has_cookie: bool
    has_preflight: bool

    def names(self) -> list[str]:
        """The header names that the page had added; Accept is in every request."""
        return sorted(
            name for name in self.headers if name not in BROWSERS_OWN and not name.startswith("sec-")
        )


@dataclass
class _Memory:
    requests: list[Recorded] = field(default_factory=list)
    preflights: set[str] = field(default_factory=set)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def clear(self) -> None:
        self.requests.clear()
        self.preflights.clear()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, handler: type[BaseHTTPRequestHandler], memory: _Memory) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.memory = memory
        self.html = b""
        self.origin = f"http://localhost:{self.server_address[1]}"


class _Page(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        path, _, number = self.path.partition("?")
        if path == "/recorded":
            self._wait(int(number))
        library = LIBRARIES.get(path)
        body = library.read_bytes() if library else self.server.html if path == "/" else b"{}"
        kind = "text/javascript" if library else "text/html" if path == "/" else "application/json"
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Set-Cookie", "session=1; Path=/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _wait(self, number: int) -> None:
        """Until so many requests have come: the page's outcome."""
        memory = self.server.memory
        with memory.changed:
            memory.changed.wait_for(lambda: len(memory.requests) >= number, _PATIENCE)

    def log_message(self, *_args: object) -> None:
        """Keeps quiet: the test reports what matters."""


class _Api(BaseHTTPRequestHandler):
    server: _Server

    def do_OPTIONS(self) -> None:
        self.server.memory.preflights.add(self.path)
        self._respond(b"")

    def _record(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        memory = self.server.memory
        headers = {name.lower(): value for name, value in self.headers.items()}
        with memory.changed:
            has_preflight = self.path in memory.preflights
            memory.requests.append(
                Recorded(self.command, self.path, headers, "cookie" in headers, has_preflight)
            )
            memory.changed.notify_all()
        self._respond(b"{}")

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_patch = _record

    def _respond(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", self.headers.get("Origin") or "*")
        self.send_header("Access-Control-Allow-Credentials", "true")
        self.send_header("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, patch, DELETE")
        self.send_header(
            "Access-Control-Allow-Headers", self.headers.get("Access-Control-Request-Headers") or ""
        )
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Keeps quiet: the test reports what matters."""


class Recorder:
    """Serves a page, and hands out what it requested."""

    def __init__(self) -> None:
        self._memory = _Memory()
        self._page, self._api = _Server(_Page, self._memory), _Server(_Api, self._memory)
        for server in (self._page, self._api):
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def api(self) -> str:
        """The API's origin."""
        return self._api.origin

    def serve(self, html: str) -> str:
        """The URL of a page with this HTML; what was recorded before is forgotten."""
        self._memory.clear()
        self._page.html = html.encode()
        return self._page.origin + "/"

    def requests(self) -> tuple[Recorded, ...]:
        """Everything that came to the API, preflights left out."""
        return tuple(self._memory.requests)

    def close(self) -> None:
        """Closes both ports."""
        for server in (self._page, self._api):
            server.shutdown()
            server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_args: object) -> None:
        self.close()
