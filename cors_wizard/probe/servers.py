"""Who answers? Read from the Server, X-Powered-By and Via headers."""

from __future__ import annotations

import re
from typing import Literal

from cors_wizard.http_exchange import Headers

Program = Literal["flask", "airplay", "proxy", "other-program", "unknown"]

_NAME_LIMIT = 200
_WERKZEUG = re.compile(r"Werkzeug/([0-9][0-9A-Za-z.]{0,20})")
_PYTHON = re.compile(r"Python/([0-9][0-9A-Za-z.+]{0,20})")

_PROGRAMS: tuple[tuple[str, Program], ...] = (
    ("airtunes", "airplay"),
    ("werkzeug", "flask"),
    ("gunicorn", "flask"),
    ("waitress", "flask"),
    ("uwsgi", "flask"),
    ("hypercorn", "flask"),
    ("mod_wsgi", "flask"),
    ("uvicorn", "flask"),
    ("granian", "flask"),
    ("cheroot", "flask"),
    ("cherrypy", "flask"),
    ("wsgiserver", "flask"),
    ("wsgiref", "flask"),
    ("gevent", "flask"),
    ("eventlet", "flask"),
    ("bjoern", "flask"),
    ("meinheld", "flask"),
    ("twistedweb", "flask"),
    ("tornadoserver", "flask"),
    ("passenger", "flask"),
)
"""Servers that Python apps run in: each may be the user's own Flask app."""

_OTHERS = (
    *("express", "next.js", "nuxt", "php", "asp.net", "kestrel", "jetty", "tomcat", "coyote", "puma"),
    *("webrick", "unicorn", "simplehttp", "vite", "webpack", "deno", "bun", "jenkins", "microsoft-httpapi"),
    *("docker", "registry", "synology", "mini_httpd", "boa", "goahead", "cups", "splunkd", "influxdb"),
)
"""Programs that are no Flask app; a name that is not known here says nothing."""

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
    for part, known in _PROGRAMS:
        if part in name:
            return known
    if names_proxy(headers):
        return "proxy"
    powered_by = (headers.get("X-Powered-By") or "")[:_NAME_LIMIT].lower()
    is_other = any(part in name or part in powered_by for part in _OTHERS)
    return "other-program" if is_other else "unknown"


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
