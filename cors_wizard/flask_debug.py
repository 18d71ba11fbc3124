"""Says in the development server's log when a browser would refuse a response; two lines to add to an app:

    from cors_wizard.flask_debug import explain
    explain(app)

It is silent unless the app runs in debug mode, changes no header, and never raises.
"""

from __future__ import annotations

import linecache
import logging
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

_LOG = logging.getLogger("cors_wizard")
_CREDENTIALS = ("Cookie", "Authorization")
_CAUSES = {
    "missing": "cors-not-initialized",
    "mismatch": "origin-not-allowed",
    "multiple": "duplicate-header",
    "status": "preflight-not-handled",
    "method": "method-not-allowed",
    "header": "header-not-allowed",
    "wildcard": "wildcard-with-credentials",
    "credentials": "credentials-not-allowed",
}
_SAFELISTED = ("GET", "HEAD", "POST")
_SETUP = re.compile(r"\s*(?:\w+\s*=\s*)?(?:[\w.]*\bCORS\(\s*[^)\s]|\w*cors\w*\.init_app\()")
_HEADER = "access-control-allow-origin"


def explain(app: Any) -> None:
    """Log one line for each response that the page's browser would refuse; in debug mode only.

    Args:
        app: the Flask app; Flask itself is not imported here.
    """
    inner = app.wsgi_app

    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if not app.debug or not environ.get("HTTP_ORIGIN"):
            return inner(environ, start_response)

        def started(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            _say(app, environ, status, headers)
            return start_response(status, headers, *rest)

        return inner(environ, started)

    app.wsgi_app = wrapped


def _say(app: Any, environ: dict[str, Any], status: str, headers: list[tuple[str, str]]) -> None:
    try:
        found = refusal(environ, status, headers)
        if found:
            check, says = found
            _LOG.warning(
                "CORS: the browser blocks %s %s for %s: %s%s. Run: cors-wizard explain %s",
                *map(_plain, (environ.get("REQUEST_METHOD", ""), environ.get("PATH_INFO", ""))),
                _plain(environ.get("HTTP_ORIGIN", "")),
                _plain(says),
                _plain(_places(app, environ), 800),
                _CAUSES[check],
            )
    except Exception:
        # A hint for developers must never be what breaks their app, whatever their server hands over.
        _LOG.debug("cors_wizard.flask_debug could not judge a response", exc_info=True)


def _places(app: Any, environ: dict[str, Any]) -> str:
    """What to look at, as ` (view at app.py:12; CORS setup at app.py:5)`; empty where none is known."""
    view = _view_code(app, environ)
    found = [f"view at {view.co_filename}:{view.co_firstlineno}"] if view else []
    setup = next(_setups(app, view), "")
    found += [f"CORS setup at {setup}"] if setup else []
    return f" ({'; '.join(found)})" if found else ""


def _view_code(app: Any, environ: dict[str, Any]) -> Any:
    """The code of the request's view; None where it has none."""
    method = environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD") or environ.get("REQUEST_METHOD")
    try:
        endpoint, _ = app.url_map.bind_to_environ(environ).match(method=method)
        return app.view_functions[endpoint].__code__
    except Exception:
        # No route has the path (Werkzeug raises its own errors), or the view is no plain function.
        return None


def _setups(app: Any, view: Any) -> Iterator[str]:
    """Where the header is set: hooks that name it, then flask-cors's calls in the files of app and view."""
    for hooks in app.after_request_funcs.values():
        for code in (getattr(hook, "__code__", None) for hook in hooks):
            if code and "flask_cors" not in code.co_filename and _names_header(code):
                yield f"{code.co_filename}:{code.co_firstlineno}"
    module = sys.modules.get(app.import_name)
    files = (getattr(module, "__file__", None), view.co_filename if view else None)
    for file in dict.fromkeys(filter(None, files)):
        for number, line in enumerate(linecache.getlines(file), 1):
            if _SETUP.match(line):
                yield f"{file}:{number}"


def _names_header(code: Any) -> bool:
    return any(isinstance(each, str) and each.lower() == _HEADER for each in code.co_consts)


def refusal(environ: dict[str, Any], status: str, headers: list[tuple[str, str]]) -> tuple[str, str] | None:
    """Which check refuses the response, and why, in one sentence; None where none does.

    Whether a page sends cookies is seen by those that came; without one, the laxer check counts.
    """
    origin = environ["HTTP_ORIGIN"]
    if origin == f"{environ.get('wsgi.url_scheme')}://{environ.get('HTTP_HOST')}":
        return None
    asked = environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD")
    is_preflight = environ.get("REQUEST_METHOD") == "OPTIONS" and bool(asked)
    if is_preflight and not status.startswith("2"):
        return "status", f"the preflight's status is {status[:3]}, not 2xx"
    found = _of_origin(origin, _all(headers, "access-control-allow-origin"))
    if found is None and any(environ.get(f"HTTP_{name.upper()}") for name in _CREDENTIALS[:1]):
        found = _of_credentials(headers)
    if found is None and is_preflight:
        found = _of_preflight(str(asked), environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", ""), headers)
    return found


def _of_origin(origin: str, values: list[str]) -> tuple[str, str] | None:
    if not values:
        return "missing", "Access-Control-Allow-Origin is absent"
    if len(values) > 1:
        return "multiple", f"Access-Control-Allow-Origin comes {len(values)} times"
    if values[0] not in ("*", origin):
        return "mismatch", f"Access-Control-Allow-Origin is {values[0]}"
    return None


def _of_credentials(headers: list[tuple[str, str]]) -> tuple[str, str] | None:
    if "*" in _all(headers, "access-control-allow-origin"):
        return "wildcard", "Access-Control-Allow-Origin is *, and cookies were sent"
    if _all(headers, "access-control-allow-credentials") != ["true"]:
        return "credentials", "cookies were sent, and Access-Control-Allow-Credentials is not true"
    return None


def _of_preflight(method: str, asked: str, headers: list[tuple[str, str]]) -> tuple[str, str] | None:
    methods = _names(headers, "access-control-allow-methods")
    if method not in _SAFELISTED and not {method.lower(), "*"} & methods:
        return "method", f"Access-Control-Allow-Methods lacks {method}"
    names = _names(headers, "access-control-allow-headers")
    wanted = [name.strip().lower() for name in asked.split(",") if name.strip()]
    lacking = [] if "*" in names else [name for name in wanted if name not in names]
    return ("header", f"Access-Control-Allow-Headers lacks {', '.join(lacking)}") if lacking else None


def _all(headers: list[tuple[str, str]], wanted: str) -> list[str]:
    return [value.strip() for name, value in headers if name.lower() == wanted]


def _names(headers: list[tuple[str, str]], wanted: str) -> set[str]:
    return {part.strip().lower() for value in _all(headers, wanted) for part in value.split(",")}


def _plain(text: str, longest: int = 200) -> str:
    """One harmless line: a log line must not be forged by an Origin or a path."""
    return "".join(char if char.isprintable() else "?" for char in str(text)[:longest])
