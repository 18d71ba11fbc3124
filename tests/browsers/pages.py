"""A server of pages: each page runs one script that makes one request, and reports what became of it.

The request is real client code, so that a fix for client code can replace it as it stands. `fetch` and
`XMLHttpRequest` are wrapped only to watch them; what the browser prints is what it prints for any page.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal, Self

from tests.browsers.certificates import certificate
from tests.browsers.driver import PUBLIC_ADDRESS

_WATCH = """
let settle;
window.outcome = new Promise((resolve) => { settle = resolve; });
const realFetch = window.fetch;
window.fetch = (...args) => {
  const answer = realFetch(...args);
  answer.then(
    // What the page makes of the body is said when the body is there, and not before.
    (response) => response.clone().text().catch(() => "").then(() => setTimeout(() => settle(
      { readable: response.type !== "opaque", status: response.status, error: "" }
    ))),
    (error) => settle({ readable: false, status: 0, error: String(error) }),
  );
  return answer;
};
const realSend = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.send = function (...args) {
  this.addEventListener("load", () => settle({ readable: true, status: this.status, error: "" }));
  this.addEventListener("error", () => settle({ readable: false, status: 0, error: "error" }));
  return realSend.apply(this, args);
};
for (const type of ["load", "error"]) {
  document.addEventListener(type, (event) => {
    const readable = type === "load";
    const told = { readable, status: readable ? 200 : 0, error: readable ? "" : "error" };
    if (event.target instanceof HTMLImageElement) settle(told);
  }, true);
}
"""


@dataclass(frozen=True)
class PageRequest:
    """A request as a page's author describes it."""

    url: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    credentials: Literal["omit", "same-origin", "include"] = "same-origin"
    body: str | None = None
    mode: Literal["cors", "no-cors", "same-origin"] = "cors"
    api: Literal["fetch", "xhr"] = "fetch"

    def script(self) -> str:
        """The JavaScript that makes this request, as people write it."""
        return f"const url = {json.dumps(self.url)};\n{self._xhr() if self.api == 'xhr' else self._fetch()}"

    def at(self, api: str) -> PageRequest:
        """The same request, its path taken at this origin."""
        return replace(self, url=api + self.url)

    def _fetch(self) -> str:
        defaults = PageRequest(self.url)
        options = {
            name: getattr(self, name)
            for name in ("method", "headers", "credentials", "body", "mode")
            if getattr(self, name) != getattr(defaults, name)
        }
        second = f", {json.dumps(options, indent=2)}" if options else ""
        return f"fetch(url{second}).then((response) => response.text());"

    def _xhr(self) -> str:
        lines = [
            "const request = new XMLHttpRequest();",
            f"request.open({json.dumps(self.method)}, url);",
            *(
                f"request.setRequestHeader({json.dumps(name)}, {json.dumps(value)});"
                for name, value in self.headers.items()
            ),
            *(["request.withCredentials = true;"] if self.credentials == "include" else []),
            f"request.send({json.dumps(self.body)});",
        ]
        return "\n".join(lines)


@dataclass(frozen=True)
class _Page:
    """What is sent for one page."""

    html: bytes
    headers: Mapping[str, str]


class _Origin(ThreadingHTTPServer):
    """One port, and so one origin, with the pages that it serves."""

    daemon_threads = True

    def __init__(self, scheme: str, host: str, port: int, scripts: Path | None) -> None:
        address = PUBLIC_ADDRESS if host.endswith(".example.com") else "127.0.0.1"
        super().__init__((address, port), _PageHandler)
        self.origin = f"{scheme}://{host}:{self.server_address[1]}"
        self.pages: dict[str, _Page] = {}
        self.scripts = scripts
        if scheme == "https":
            # The handshake is left to the connection's own thread: nobody shall wait for it.
            self.socket = (
                certificate()
                .server_context()
                .wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
            )


_NOT_FOUND = b"<!doctype html><title>404 Not Found</title><p>There is no such page.\n"


class _PageHandler(BaseHTTPRequestHandler):
    server: _Origin

    def do_GET(self) -> None:
        page = self.server.pages.get(self.path)
        script = self._script()
        body = page.html if page else script or _NOT_FOUND
        self.send_response(200 if page or script else 404)
        kind = "text/javascript" if script else "text/html"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(body)))
        for name, value in page.headers.items() if page else ():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _script(self) -> bytes:
        """A script beside the page, as it is at this moment."""
        name = self.path.removeprefix("/")
        scripts = (
            {path.name: path for path in self.server.scripts.glob("*.js")} if self.server.scripts else {}
        )
        return scripts[name].read_bytes() if name in scripts else b""

    def log_message(self, *_args: object) -> None:
        """Keeps quiet: the test reports what matters."""


class PageServer:
    """Serves pages on as many origins as a test wants, all on loopback."""

    def __init__(self) -> None:
        self._servers: dict[str, _Origin] = {}
        self._count = 0

    def new_origin(
        self, host: str = "localhost", *, scheme: str = "http", port: int = 0, scripts: Path | None = None
    ) -> str:
        """Opens another port and returns its origin.

        Args:
            host: a name of loopback or of example.com.
            scripts: a folder whose `*.js` are served beside the pages (a service worker's, say).
        """
        server = _Origin(scheme, host, port, scripts)
        # Hundreds of them are open at the end of a run, and each look for the end takes the processor.
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self._servers[server.origin] = server
        return server.origin

    def page(self, origin: str, request: PageRequest | str, headers: Mapping[str, str] | None = None) -> str:
        """The URL of a new page of that origin which makes this request (or runs this script)."""
        self._count += 1
        path = f"/page-{self._count}"
        self._servers[origin].pages[path] = _Page(page_html(request).encode(), headers or {})
        return origin + path

    def close(self) -> None:
        """Closes all ports."""
        ending = [threading.Thread(target=server.shutdown) for server in self._servers.values()]
        for thread in ending:
            thread.start()
        for thread in ending:
            thread.join()
        for server in self._servers.values():
            server.server_close()
        self._servers.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_args: object) -> None:
        self.close()


def page_html(request: PageRequest | str) -> str:
    """The page that makes this request (or runs this script)."""
    script = request if isinstance(request, str) else request.script()
    # A script element ends at the first "</", whatever the JavaScript around it says.
    safe = script.replace("</", "<\\/")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>'
        f'<link rel="icon" href="data:,"></head><body><script>{_WATCH}</script>\n'
        f"<script>\n{safe}\n</script></body></html>\n"
    )
