"""Runs in a process of its own, under one pair of versions: asks small apps many things, without a server.

Reads a JSON list of jobs from standard input and prints one of results. Imports nothing but the standard
library before the apps import what they want.

    job     {"id", "source", "debug", "questions": [{"method", "url", "headers": {name: value}, "body"}],
             "environment": variables to load it with; may be absent}
    result  {"id", "error": why the app cannot be imported, or "", "answers": [{"status", "headers"}]}
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import types
from collections.abc import Callable, Iterable
from typing import Any, cast
from urllib.parse import unquote, urlsplit

FAILS_AT_START = (ImportError, NameError, AttributeError, AssertionError, TypeError, ValueError)
"""What Python, Flask and flask-cors raise for code that cannot be right."""

Answer = dict[str, Any]
Application = Callable[[dict[str, Any], Callable[..., object]], Iterable[bytes]]


def main() -> None:
    """Does all jobs."""
    # Only the logs of the apps are let go; what breaks here must be seen.
    with contextlib.redirect_stderr(io.StringIO()):
        results = [do(job) for job in json.load(sys.stdin)]
    json.dump(results, sys.stdout)


def do(job: dict[str, Any]) -> dict[str, Any]:
    """One app asked everything."""
    before = dict(os.environ)
    os.environ.update(job.get("environment", {}))
    try:
        application = load(job["source"], job["debug"])
    except FAILS_AT_START as error:
        return {"id": job["id"], "error": f"{type(error).__name__}: {error}", "answers": []}
    finally:
        os.environ.clear()
        os.environ.update(before)
    return {"id": job["id"], "error": "", "answers": [ask(application, each) for each in job["questions"]]}


def load(source: str, debug: bool) -> Application:
    """The app of a module's source, with the debugger around it where it runs in debug mode."""
    module = types.ModuleType("app")
    sys.modules["app"] = module
    names: dict[str, Any] = module.__dict__
    exec(compile(source, "app.py", "exec"), names)
    application = names["create_app"]() if "create_app" in names else names["app"]
    if not debug:
        return cast(Application, application)
    application.debug = True
    from werkzeug.debug import DebuggedApplication

    return cast(Application, DebuggedApplication(application, evalex=True))


def ask(application: Application, question: dict[str, Any]) -> Answer:
    """One WSGI call."""
    answer: Answer = {}

    def start_response(
        status: str, headers: list[tuple[str, str]], *_exc_info: object
    ) -> Callable[..., object]:
        answer.update(status=int(status.split(" ", 1)[0]), headers=headers)
        return lambda _data: None

    request = environ(question)
    try:
        body = application(request, start_response)
    except Exception:  # What leaves the app is answered by the server, with nothing that the app adds.
        return {"status": 500, "headers": []}
    for _ in body:
        pass
    close = getattr(body, "close", None)
    if close is not None:
        close()
    return answer


def environ(question: dict[str, Any]) -> dict[str, Any]:
    """The WSGI environment of one request."""
    url, body = urlsplit(question["url"]), question["body"].encode()
    variables: dict[str, Any] = {
        "REQUEST_METHOD": question["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(url.path, "latin-1"),
        "QUERY_STRING": url.query,
        "SERVER_NAME": url.hostname,
        "SERVER_PORT": str(url.port or 80),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": url.netloc,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": url.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in question["headers"].items():
        key = name.upper().replace("-", "_")
        variables[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    return variables


if __name__ == "__main__":
    main()
