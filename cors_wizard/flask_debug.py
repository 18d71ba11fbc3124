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
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from cors_wizard.http_exchange import CredentialsMode, Exchange, Headers, Request, Response

if TYPE_CHECKING:
    from cors_wizard.fetch_standard import Violation

_LOG = logging.getLogger("cors_wizard")
_CAUSES = {
    "missing-allow-origin": "cors-not-initialized",
    "multiple-allow-origin": "duplicate-header",
    "invalid-allow-origin": "malformed-allow-origin",
    "allow-origin-mismatch": "origin-not-allowed",
    "wildcard-origin-not-allowed": "wildcard-with-credentials",
    "invalid-allow-credentials": "credentials-not-allowed",
    "preflight-invalid-status": "preflight-not-handled",
    "preflight-disallowed-redirect": "preflight-redirected",
    "invalid-allow-methods": "invalid-header-syntax",
    "invalid-allow-headers": "invalid-header-syntax",
    "method-disallowed": "method-not-allowed",
    "header-disallowed": "header-not-allowed",
}
"""The likeliest cause of each check that a response can fail; an app doesn't load the knowledge files."""
_SETUP = re.compile(r"\s*(?:\w+\s*=\s*)?(?:[\w.]*\bCORS\(\s*[^)\s]|\w*cors\w*\.init_app\()")
_HEADER = "access-control-allow-origin"
_UNSAFE = "application/json"
"""The value of an announced header: one for which `Content-Type` has to be announced, too."""


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

        try:
            return inner(environ, started)
        except Exception as error:
            # Werkzeug's debugger responds with a page of its own, without any of the app's headers.
            _say(app, environ, "500", [], f"; the code raised {type(error).__name__}")
            raise

    app.wsgi_app = wrapped


def _say(
    app: Any, environ: dict[str, Any], status: str, headers: list[tuple[str, str]], raised: str = ""
) -> None:
    try:
        found = refusal(environ, status, headers)
        if found:
            cause, says = ("server-error", f"{found[1]}{raised}") if raised else found
            _LOG.warning(
                "CORS: the browser blocks %s %s for %s: %s%s. Run: cors-wizard explain %s",
                *map(_plain, (environ.get("REQUEST_METHOD", ""), environ.get("PATH_INFO", ""))),
                _plain(environ.get("HTTP_ORIGIN", "")),
                _plain(says),
                _plain(_places(app, environ), 800),
                cause,
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
    """The cause to read about, and which check refuses the response, in one sentence; None where none does.

    Whether a page sends cookies is seen by those that came; without one, the laxer check counts.
    """
    if environ.get("HTTP_SEC_FETCH_MODE", "cors") != "cors":
        # A form, a link or an image: no script reads the response.
        return None
    # Only now: an app that is not debugged should start as fast as without this.
    from cors_wizard.exchange_words import sentence
    from cors_wizard.fetch_standard import judge

    verdict = judge(_exchange(environ, Response(int(status[:3]), Headers.of(headers))))
    found = next((each for each in verdict.violations if _cause(each)), None)
    return (_cause(found), sentence(found).rstrip(".")) if found else None


def _cause(violation: Violation) -> str:
    symptom = violation.symptom
    return _CAUSES.get(symptom) or _CAUSES.get(symptom.removeprefix("preflight-"), "")


def _exchange(environ: dict[str, Any], response: Response) -> Exchange:
    """What the browser has seen with this response: a preflight, or a response that is judged alone."""
    server = f"{environ.get('wsgi.url_scheme')}://{environ.get('HTTP_HOST')}"
    url, origin = f"{server}{quote(environ.get('PATH_INFO', ''))}", environ["HTTP_ORIGIN"]
    credentials: CredentialsMode = "include" if environ.get("HTTP_COOKIE") else "omit"
    asked = environ.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD")
    if environ.get("REQUEST_METHOD") != "OPTIONS" or not asked:
        return Exchange(origin, Request(url, credentials=credentials), response=response)
    names = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "").split(",")
    headers = Headers.of((name.strip(), _UNSAFE) for name in names if name.strip())
    return Exchange(origin, Request(url, asked, headers, credentials, use_cors_preflight=True), response)


def _plain(text: str, longest: int = 200) -> str:
    """One harmless line: a log line must not be forged by an Origin or a path."""
    return "".join(char if char.isprintable() else "?" for char in str(text)[:longest])
