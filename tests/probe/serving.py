"""Real servers on loopback ports for the tests: Flask under Werkzeug, and sockets that behave badly."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from werkzeug.serving import WSGIRequestHandler, make_server

from cors_wizard.facts import Fact, Facts, FactValue

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PAGE = "http://localhost:3000"
"""The origin of the page in all tests."""


def facts_of(**values: FactValue) -> Facts:
    """Pasted facts by name; the page's origin is known unless the test says otherwise."""
    named: dict[str, FactValue] = {"origin": PAGE, **values}
    return Facts.of(Fact(name, value, "pasted") for name, value in named.items() if value != "")


class _QuietHandler(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing."""


@contextlib.contextmanager
def flask_server(app: WSGIApplication, port: int = 0) -> Iterator[str]:
    """Serve a WSGI application under Werkzeug's development server; yields its base URL."""
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_QuietHandler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class SocketServer:
    """Accepts connections, reads a request head, and lets `answer` do with the socket what it likes."""

    def __init__(
        self, answer: Callable[[socket.socket, threading.Event], None], host: str = "127.0.0.1", port: int = 0
    ) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, port), family=family)
        self._answer = answer
        self._threads: list[threading.Thread] = []
        self.stopped = threading.Event()
        self.requests: list[bytes] = []
        self._asked = threading.local()
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> SocketServer:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        # Closing alone does not wake a thread that is inside accept().
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    @property
    def paths(self) -> list[str]:
        """The request lines that arrived, without the version."""
        return list(map(_request_line, self.requests))

    @property
    def path(self) -> str:
        """The request line that `answer` is called for; of several at once, its own."""
        return str(self._asked.path)

    def _start(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65_536)
                if not piece:
                    return
                head += piece
            self.requests.append(head)
            self._asked.path = _request_line(head)
            self._answer(connection, self.stopped)


def _request_line(head: bytes) -> str:
    return head.split(b" HTTP/")[0].decode("latin-1")


def saying(text: str | bytes) -> Callable[[socket.socket, threading.Event], None]:
    """An answer that is always the same, then the end of the connection."""
    data = text if isinstance(text, bytes) else text.encode("latin-1")

    def answer(connection: socket.socket, _: threading.Event) -> None:
        connection.sendall(data)

    return answer
