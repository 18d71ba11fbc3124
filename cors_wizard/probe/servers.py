"""Who answers? Read from the Server, X-Powered-By and Via headers."""

from __future__ import annotations

import re
from typing import Literal

from cors_wizard.http_exchange import Headers

Program = Literal["flask", "airplay", "proxy", "other-program", "unknown"]

_NAME_LIMIT = 200
_WERKZEUG = re.compile(r"Werkzeug/([0-9][0-9A-Za-z.]{0,20})")
_PYTHON = re.compile(r"Python/([0-9][0-9A-Za-z.+]{0,20})")

_FLASK_RUNS_IN = (
    *("werkzeug", "gunicorn", "waitress", "uwsgi", "mod_wsgi", "cheroot", "wsgiserver", "gevent"),
    *("bjoern", "meinheld", "hypercorn"),
)
"""Names of WSGI servers: anyone who runs a Flask app meets one of them."""
_PYTHON_TOO = ("uvicorn", "daphne", "granian")
"""Names of ASGI servers, which run Flask behind an adapter, and FastAPI or Quart as well."""

_OTHER_PROGRAMS = (
    *("simplehttp", "basehttp", "kestrel", "microsoft-httpapi", "jetty", "coyote", "tomcat", "webrick"),
    *("puma", "thin ", "cowboy", "tornadoserver", "aiohttp", "couchdb", "minio", "docker", "vite"),
)
"""What the Server header of a program has in it that never runs Flask; any other name says nothing."""
_POWERED_BY_OTHERS = ("express", "php", "asp.net", "next.js", "nuxt", "servlet", "jsp", "plesk")

_PROXIES: tuple[tuple[str, str], ...] = (
    ("nginx", "nginx"),
    ("openresty", "nginx"),
    ("tengine", "nginx"),
    ("apache", "apache"),
    ("caddy", "caddy"),
    ("traefik", "traefik"),
    ("cloudflare", "cloud"),
    ("cloudfront", "cloud"),
    ("awselb", "cloud"),
    ("akamai", "cloud"),
    ("google frontend", "cloud"),
    ("gws", "cloud"),
    ("fastly", "cloud"),
    ("vercel", "cloud"),
    ("netlify", "cloud"),
    ("heroku", "cloud"),
    ("railway", "cloud"),
    ("render", "cloud"),
    ("fly/", "cloud"),
    ("ngrok", "cloud"),
    ("amazons3", "cloud"),
    ("microsoft-iis", "other"),
    ("envoy", "other"),
    ("haproxy", "other"),
    ("varnish", "other"),
    ("kong", "other"),
    ("litespeed", "other"),
    ("lighttpd", "other"),
)
"""What a proxy's Server header contains, and its value of the fact `proxy`."""

_HANDED_ON_BY: tuple[tuple[str, str], ...] = (
    ("caddy", "caddy"),
    ("vegur", "cloud"),
    ("heroku", "cloud"),
    ("fly.io", "cloud"),
    ("cloudfront", "cloud"),
    ("google", "cloud"),
    ("varnish", "other"),
)
"""What the Via header has in it where a proxy handed on what Flask answered, and the value of `proxy`."""


def program(headers: Headers) -> Program:
    """Which program says it answered; "unknown" where it does not say."""
    name = _server(headers)
    if len(headers.all("Server")) > 1 and names_proxy(Headers.of([("Server", headers.all("Server")[0])])):
        # Caddy puts its name above that of the server which it asked.
        return "proxy"
    if "airtunes" in name:
        return "airplay"
    if runs_flask(name):
        return "flask"
    if names_proxy(headers):
        return "proxy"
    powered_by = (headers.get("X-Powered-By") or "")[:_NAME_LIMIT].lower()
    others = any(part in name for part in _OTHER_PROGRAMS) or any(
        part in powered_by for part in _POWERED_BY_OTHERS
    )
    # A name that nobody knows is no reason to think that it isn't the user's own app.
    return "other-program" if others and not is_python(name) else "unknown"


def framework(headers: Headers) -> str | None:
    """The framework that X-Powered-By names, where that never is Flask."""
    powered_by = (headers.get("X-Powered-By") or "")[:_NAME_LIMIT].lower()
    if "iis" in _server(headers).lower():
        powered_by = powered_by.replace("asp.net", "")  # IIS adds it to every response, also to Flask's
    if runs_flask(_server(headers)) or not any(part in powered_by for part in _POWERED_BY_OTHERS):
        return None
    return "express" if "express" in powered_by else "other"


def runs_flask(server: str) -> bool:
    """Whether a Server header names what Flask apps are run with."""
    return any(part in server.lower() for part in _FLASK_RUNS_IN)


def is_python(server: str) -> bool:
    """Whether a Server header names a server of Python apps, Flask's or others."""
    return runs_flask(server) or any(part in server.lower() for part in _PYTHON_TOO)


def names_proxy(headers: Headers) -> bool:
    """Whether the Server header names a proxy."""
    return any(part in _server(headers) for part, _ in _PROXIES)


def proxy(headers: Headers) -> str | None:
    """The value of the fact `proxy`, where a proxy names itself: it answered, or handed an answer on."""
    name, via = _server(headers), (headers.get("Via") or "")[:_NAME_LIMIT].lower()
    named = (known for part, known in _PROXIES if part in name)
    return next(named, None) or next((known for part, known in _HANDED_ON_BY if part in via), None)


def versions(headers: Headers) -> dict[str, str]:
    """The versions that Werkzeug's development server tells of itself, by the facts' names."""
    name = (headers.get("Server") or "")[:_NAME_LIMIT]
    found = {"werkzeug_version": _WERKZEUG.search(name), "python_version": _PYTHON.search(name)}
    return {fact: match.group(1) for fact, match in found.items() if match}


def naming_header(headers: Headers) -> str | None:
    """The header that says who answered."""
    return next((name for name in ("Server", "X-Powered-By") if name in headers), None)


def _server(headers: Headers) -> str:
    return (headers.get("Server") or "")[:_NAME_LIMIT].lower()
