"""Lines of an access log in JSON, as Caddy, Traefik and others write them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from cors_wizard.console.clipboards.copied import Copied, copied, request_facts
from cors_wizard.facts import FactValue

_MOST_LINES = 500
_LONGEST = 20_000
_METHODS = ("method", "request_method", "RequestMethod", "requestMethod")
_STATUSES = ("status", "DownstreamStatus", "statusCode", "status_code")
_PATHS = ("uri", "request_uri", "RequestPath", "path", "requestUrl", "url")
_HOSTS = ("host", "RequestHost", "http_host")
_ORIGINS = ("http_origin", "origin", "Origin", "request_Origin")
_PROXIES = {"http.log.access": "caddy"}


def read_json_log(text: str) -> Copied | None:
    """The facts of the last request that the lines tell of, and of the last preflight."""
    told: dict[str, FactValue | None] = {}
    for line in reversed(text.splitlines()[-_MOST_LINES:]):
        begin = line.find("{")
        entry = _parsed(line[begin:]) if begin >= 0 and len(line) <= _LONGEST else {}
        for name, value in _facts(entry):
            told.setdefault(name, value)
    return copied("an access log in JSON", told.items()) if told else None


def _parsed(line: str) -> Mapping[str, object]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(entry, dict):
        return {}
    request = entry.get("request", entry.get("httpRequest"))
    if isinstance(request, str) and request.count(" ") == 2:
        # nginx has one variable for the whole line.
        request = dict(zip(("method", "uri"), request.split(" "), strict=False))
    return {**entry, **request} if isinstance(request, dict) else entry


def _facts(entry: Mapping[str, object]) -> Iterator[tuple[str, FactValue | None]]:
    method, status = _first(entry, _METHODS), _first(entry, _STATUSES)
    if not (method.isalpha() and method.isupper() and status.isdecimal() and len(status) == 3):
        return
    host, path = _first(entry, _HOSTS), _first(entry, _PATHS)
    url = path if "://" in path else f"https://{host}{path}" if host and _is_encrypted(entry) else ""
    told = dict(request_facts(url, method, [*_headers(entry)]))
    yield from ((name, value) for name, value in told.items() if value)
    yield "preflight_status" if method == "OPTIONS" else "status", int(status)
    yield "proxy", _proxy(entry)


def _first(entry: Mapping[str, object], names: tuple[str, ...]) -> str:
    return next((str(entry[name]) for name in names if isinstance(entry.get(name), (str, int))), "")


def _headers(entry: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    headers = entry.get("headers")
    for name, value in headers.items() if isinstance(headers, dict) else ():
        yield str(name), str(value[0] if isinstance(value, list) and value else value)
    if origin := _first(entry, _ORIGINS):
        yield "Origin", origin


def _is_encrypted(entry: Mapping[str, object]) -> bool:
    return isinstance(entry.get("tls"), dict) or _first(entry, ("RequestScheme", "scheme")) == "https"


def _proxy(entry: Mapping[str, object]) -> str | None:
    if "DownstreamStatus" in entry:
        return "traefik"
    logger = _first(entry, ("logger",))
    return next((proxy for begin, proxy in _PROXIES.items() if logger.startswith(begin)), None)
