"""Runs in a process of its own, under one installation of Flask: tries extensions on it, without a server.

Reads a JSON list of `[extension, version, folder]` from standard input and prints one of `[outcome, error]`.
Every Python that is measured runs it, so it uses nothing newer than Python 3.8 has.
"""

# ruff: noqa: UP006, UP035  Python 3.8 knows these types by their old names alone

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from importlib import import_module
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Tuple

OURS, FOREIGN = "https://shop.example", "https://foreign.example"
PREFLIGHT = {"HTTP_ACCESS_CONTROL_REQUEST_METHOD": "POST"}
PRINTED = io.StringIO()
"""What the apps write to standard error."""
_PATH = re.compile(r" \(/[^)]*\)$")

Step = Callable[[str], None]
"""Something that is tried, given the extension's version."""


class Answer(NamedTuple):
    """What came back from one WSGI call."""

    status: int
    headers: Dict[str, str]
    body: bytes


class WrongAnswerError(Exception):
    """An answer that is not as it should be; it says all by itself."""


def main() -> None:
    """Tries everything that is asked."""
    with contextlib.redirect_stderr(PRINTED):
        tried = [attempt(*each) for each in json.load(sys.stdin)]
    json.dump(tried, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # Socket.IO leaves threads behind that wait for clients.


def attempt(extension: str, version: str, folder: str) -> tuple[str, str]:
    """One version of an extension: how far it comes, and the last line that it prints."""
    sys.path.insert(0, folder)
    try:
        return next((said for said in _failures(extension, version)), ("works", ""))
    finally:
        sys.path.remove(folder)
        _forget(folder)


def _failures(extension: str, version: str) -> Iterator[tuple[str, str]]:
    for stage, step in STAGES[extension]:
        try:
            step(version)
        except WrongAnswerError as error:
            yield stage, str(error)
        except Exception as error:  # Whatever a version raises is what is to be told of it.
            yield stage, f"{type(error).__name__}: {_PATH.sub('', str(error))}"


def _forget(folder: str) -> None:
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None)).startswith(folder):
            del sys.modules[name]


def _import_cors(_version: str) -> None:
    import_module("flask")
    import_module("flask_cors")


def _start_cors(_version: str) -> None:
    _app_with_cors()


def _app_with_cors() -> Any:
    app = import_module("flask").Flask("app")
    import_module("flask_cors").CORS(app, origins=[OURS])
    app.add_url_rule("/a", "a", lambda: "a", methods=["GET", "POST"])
    return app


def _answer_cors(_version: str) -> None:
    _allows_one_origin(_app_with_cors())


def _allows_one_origin(app: Any) -> Answer:
    for method, asked in (("GET", {}), ("OPTIONS", PREFLIGHT)):
        answer = ask(app, method, "/a", OURS, asked)
        if answer.status != 200 or answer.headers.get("Access-Control-Allow-Origin") != OURS:
            raise WrongAnswerError(f"{method} is answered by {answer.status} {answer.headers}")
        if "Access-Control-Allow-Origin" in ask(app, method, "/a", FOREIGN, asked).headers:
            raise WrongAnswerError("a foreign origin is let in")
    return answer


def _test_client(_version: str) -> None:
    _app_with_cors().test_client().get("/a")


def _import_talisman(_version: str) -> None:
    import_module("flask_talisman")


def _answer_talisman(_version: str) -> None:
    app = _app_with_cors()
    import_module("flask_talisman").Talisman(app, force_https=False)
    if "X-Frame-Options" not in _allows_one_origin(app).headers:
        raise WrongAnswerError("Talisman adds nothing")


def _import_sockets(_version: str) -> None:
    import_module("flask_socketio")


def _start_sockets(_version: str) -> None:
    _app_with_sockets([])


def _app_with_sockets(seen: List[str]) -> Any:
    app = import_module("flask").Flask("app")
    app.secret_key = "secret"
    sockets = import_module("flask_socketio").SocketIO(
        app, async_mode="threading", cors_allowed_origins=[OURS]
    )
    sockets.on("connect")(lambda *_auth: seen.append("connected"))
    return app


def _answer_sockets(version: str) -> None:
    seen: List[str] = []
    app = _app_with_sockets(seen)
    query = f"EIO={3 if version.startswith('4.') else 4}&transport=polling"
    if ask(app, "GET", "/socket.io/", FOREIGN, {"QUERY_STRING": query}).status != 400:
        raise WrongAnswerError("a foreign origin is let in")
    answer = ask(app, "GET", "/socket.io/", OURS, {"QUERY_STRING": query})
    if answer.status != 200 or answer.headers.get("Access-Control-Allow-Origin") != OURS:
        raise WrongAnswerError(f"the handshake is answered by {answer.status} {answer.headers}")
    if "EIO=4" in query:
        name = re.findall(rb'"sid":"([^"]+)"', answer.body)[0].decode()
        ask(app, "POST", "/socket.io/", OURS, {"QUERY_STRING": f"{query}&sid={name}"}, b"40")
    if not seen:  # What a handler raises is printed, and the client hears nothing of it.
        raise WrongAnswerError(PRINTED.getvalue().strip().rpartition("\n")[2])


STAGES: Dict[str, Tuple[Tuple[str, Step], ...]] = {
    "flask-cors": (
        ("fails-to-import", _import_cors),
        ("fails-to-start", _start_cors),
        ("fails-to-answer", _answer_cors),
        ("fails-in-test-client", _test_client),
    ),
    "flask-talisman": (("fails-to-import", _import_talisman), ("fails-to-answer", _answer_talisman)),
    "flask-socketio": (
        ("fails-to-import", _import_sockets),
        ("fails-to-start", _start_sockets),
        ("fails-to-answer", _answer_sockets),
    ),
}


def ask(app: Any, method: str, path: str, origin: str, more: dict[str, str], body: bytes = b"") -> Answer:
    """One WSGI call."""
    got: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], *_exc_info: object) -> object:
        got.update(status=int(status[:3]), headers=dict(headers))
        return lambda _data: None

    variables: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_ORIGIN": origin,
        "CONTENT_TYPE": "text/plain",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **more,
    }
    text = b"".join(app.wsgi_app(variables, start_response))
    return Answer(got["status"], got["headers"], text)


if __name__ == "__main__":
    main()
