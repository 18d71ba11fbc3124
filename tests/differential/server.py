"""A raw server on several ports that answers exactly as an exchange says, byte for byte."""

from __future__ import annotations

import re
import socketserver
import threading
from typing import Self

from cors_wizard.http_exchange import Exchange, Headers, Response
from cors_wizard.report.engine_views.seen import reason_phrase
from tests.browsers.certificates import certificate

Script = dict[str, tuple[Response, Response]]
"""By path: the answer to a preflight, and the answer to anything else."""

_PATH = re.compile(r"/[a-z0-9]+-[0-9][0-9-]*")

_NO_BODY = {204, 304}


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, host: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        scheme, _, name = host.rpartition("://")
        self.origin = f"{scheme or 'http'}://{name}:{self.server_address[1]}"
        if scheme == "https":
            # The handshake is left to the connection's own thread: nobody shall wait for it.
            context = certificate().server_context()
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.answers: Script = {}
        self.pages: dict[str, tuple[bytes, bytes]] = {}
        self.arrived: list[tuple[str, str]] = []
        self.cookies: dict[str, str] = {}


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        line = self.rfile.readline(65536).decode("latin-1")
        preflight = False
        length, cookie = 0, ""
        while (header := self.rfile.readline(65536)) not in (b"\r\n", b""):
            name, _, value = header.decode("latin-1").partition(":")
            preflight = preflight or name.lower() == "access-control-request-method"
            length = int(value) if name.lower() == "content-length" else length
            cookie = value.strip() if name.lower() == "cookie" else cookie
        self.rfile.read(length)
        method, _, rest = line.partition(" ")
        path = rest.partition(" ")[0].partition("?")[0]
        self.server.cookies[self.server.origin + path] = cookie
        self.wfile.write(self._answer(method, path, preflight))

    def _answer(self, method: str, path: str, preflight: bool) -> bytes:
        if path in self.server.pages:
            headers, body = self.server.pages[path]
            return (
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                + headers
                + b"Connection: close\r\n\r\n"
                + body
            )
        both = self.server.answers.get(path)
        if both is None:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        self.server.arrived.append((self.server.origin + path, "preflight" if preflight else "request"))
        return _as_bytes(both[0] if preflight else both[1], method)


def _as_bytes(response: Response, method: str) -> bytes:
    body = "" if method == "HEAD" or response.status in _NO_BODY else "ok"
    lines = [
        f"HTTP/1.1 {response.status} {reason_phrase(response.status)}",
        *(f"{name}: {value}" for name, value in response.headers),
    ]
    return "\r\n".join([*lines, "Connection: close", "", body]).encode("latin-1")


class RawServer:
    """One port for each host, which is asked by plain HTTP where it does not begin with `https://`."""

    def __init__(self, *hosts: str) -> None:
        self._servers = [_Server(host) for host in hosts]
        self.origins = tuple(server.origin for server in self._servers)
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def answer(self, exchange: Exchange, asked: str = "") -> None:
        """Answers the exchange's URLs from now on as it says, the first as it was `asked`, if otherwise."""
        self._add(asked or exchange.request.url, exchange.preflight_response, exchange.response)
        for hop in exchange.redirects:
            self._add(hop.url, hop.preflight_response, hop.response)

    def _add(self, url: str, preflight: Response | None, response: Response | None) -> None:
        # However oddly the rest is spelt, each hop of each case has a path of its own.
        path = _PATH.search(url)
        if path is not None and preflight is not None and response is not None:
            for server in self._servers:
                server.answers[path.group()] = (preflight, response)

    def page(self, path: str, html: str, *, origin: str = "", in_sandbox: bool = False) -> str:
        """Serves a page, at the first origin if at no other, and returns its URL."""
        at = self.origins.index(origin) if origin else 0
        headers = b"Content-Security-Policy: sandbox allow-scripts\r\n" if in_sandbox else b""
        self._servers[at].pages[path] = (headers, html.encode())
        return self.origins[at] + path

    def answer_with_cookie(self, url: str, cookie: str, page: str) -> None:
        """Answers `url-0` with this cookie, and `url-1` without, for pages of this origin."""
        allow = (("Access-Control-Allow-Origin", page), ("Access-Control-Allow-Credentials", "true"))
        plain = Response(200, Headers(allow))
        self._add(f"{url}-0", plain, Response(200, Headers((*allow, ("Set-Cookie", cookie)))))
        self._add(f"{url}-1", plain, plain)

    @property
    def cookies(self) -> dict[str, str]:
        """By URL the Cookie header of the last request that arrived there."""
        return {url: cookie for server in self._servers for url, cookie in server.cookies.items()}

    @property
    def seen(self) -> set[tuple[str, str]]:
        """URL and "preflight" or "request" for everything that arrived."""
        return set(self.arrived)

    @property
    def arrived(self) -> tuple[tuple[str, str], ...]:
        """The same, everything that arrived at one origin in its order."""
        return tuple(each for server in self._servers for each in server.arrived)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_args: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
