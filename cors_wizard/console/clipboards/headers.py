"""Raw headers: of a request, of a response, of curl -i and -v, and the Network panel's "General" block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.console.clipboards.copied import Copied, copied, masked, request_facts
from cors_wizard.facts import FactValue

_MOST_LINES = 2000
_FIELD = re.compile(r"(?:[<>*] ?)?([A-Za-z][A-Za-z0-9-]{0,99}):[ \t]{0,20}(.{0,8000})")
_STATUS_LINE = re.compile(r"(?:< ?)?HTTP/[0-9.]{1,3} ([0-9]{3})\b")
_REQUEST_LINE = re.compile(r"(?:> ?)?([A-Z]{3,10}) (/[^ \n]{0,4000}) HTTP/[0-9.]{1,3}")
_GENERAL = re.compile(
    r"(Request URL|Request Method|Status Code)[ \t]{0,5}:?[ \t]{0,20}(.{0,4000})", re.IGNORECASE
)
_OF_NGINX_LOG = re.compile(
    r"""$|[^"\s]{0,300},$|[^"]{0,300}, (?:request|upstream|host|client|referrer):(?: |$)|"[^"]{0,300}"?$"""
)
"""How `server` and `host` go on in a line of nginx's error log that was broken before them."""
_OPTIONS = re.compile(r"-X ?['\"]?OPTIONS|\bhttp OPTIONS\b|--request ['\"]?OPTIONS")
_VERSION = re.compile(r"\b(Werkzeug|Python|gunicorn)/([0-9][0-9A-Za-z.]{0,20})")
_OF_REQUESTS = frozenset(
    [
        "host",
        "origin",
        "referer",
        "user-agent",
        "accept",
        "cookie",
        "access-control-request-method",
        "access-control-request-headers",
        "accept-language",
        "accept-encoding",
        "authorization",
    ]
)
_OF_BOTH = frozenset(
    ["connection", "content-type", "content-length", "cache-control", "date", "via", "te", "pragma"]
)
_OF_RESPONSES = frozenset(
    ["server", "allow", "vary", "etag", "location", "set-cookie", "expires", "last-modified"]
)
_ANSWERING = {"AirTunes": "airplay", "Werkzeug": "flask"}


def read_headers(text: str) -> Copied | None:
    """The facts of the headers in a text; at least two lines must be headers that HTTP knows."""
    request, response = list[tuple[str, str]](), list[tuple[str, str]]()
    url = method = ""
    status = 0
    for line in text.splitlines()[:_MOST_LINES]:
        line = line.strip()
        if found := _STATUS_LINE.match(line):
            status = int(found[1])
        elif found := _REQUEST_LINE.match(line):
            method, url = found[1], url or found[2]
        elif found := _GENERAL.match(line):
            url, method, status = _general(found[1].lower(), found[2].strip(), (url, method, status))
        elif (found := _FIELD.match(line)) and not _is_logged(found[1], found[2].strip()):
            _file_under(found[1], found[2].strip(), request, response, answered=bool(status))
    if len(request) + len(response) + bool(status) + bool(method) < 2:
        return None
    preflight = method == "OPTIONS" or bool(_OPTIONS.search(text))
    return copied(
        "a block of HTTP headers",
        _facts(_whole(url, request), method, request, (status, response, preflight)),
    )


def response_facts(
    status: int, headers: list[tuple[str, str]], *, preflight: bool
) -> Iterator[tuple[str, FactValue | None]]:
    """What a response tells."""
    origins = [value for name, value in headers if name.lower() == "access-control-allow-origin"]
    allowed = [value for name, value in headers if name.lower() == "access-control-allow-credentials"]
    server = " ".join(value for name, value in headers if name.lower() == "server")
    yield "preflight_status" if preflight else "status", status
    yield "preflight_headers" if preflight else "response_headers", tuple(masked(*pair) for pair in headers)
    yield "allow_origin", ", ".join(origins)
    yield "allow_credentials", ", ".join(allowed)
    yield "allow_origin_lines", len(origins)
    yield "answered_by", next((by for word, by in _ANSWERING.items() if word in server), None)
    for product, version in _VERSION.findall(server):
        if product in ("Werkzeug", "Python"):
            yield f"{product.lower()}_version", version


def _is_logged(name: str, value: str) -> bool:
    return name in ("server", "host") and _OF_NGINX_LOG.match(value) is not None


def _general(name: str, value: str, known: tuple[str, str, int]) -> tuple[str, str, int]:
    url, method, status = known
    if name == "request url":
        return value, method, status
    if name == "request method":
        return url, value, status
    return url, method, int(value[:3]) if value[:3].isdecimal() and value[:3].isascii() else status


def _file_under(
    name: str, value: str, request: list[tuple[str, str]], response: list[tuple[str, str]], *, answered: bool
) -> None:
    lower = name.lower()
    if lower in _OF_REQUESTS:
        request.append((name, value))
    elif lower in _OF_RESPONSES or (lower.startswith("access-control-") and "request" not in lower):
        response.append((name, value))
    elif lower in _OF_BOTH or lower.startswith(("x-", "sec-")):
        (response if answered else request).append((name, value))


def _announced(request: list[tuple[str, str]]) -> str | None:
    """What a preflight without its answer tells: it only names Authorization, it never carries it."""
    values = {name.lower(): value for name, value in request}
    if "access-control-request-method" not in values:
        return None
    names = values.get("access-control-request-headers", "").lower().split(",")
    return "authorization" if "authorization" in (name.strip() for name in names) else "other"


def _whole(url: str, request: list[tuple[str, str]]) -> str:
    host = next((value for name, value in request if name.lower() == "host"), "")
    return f"http://{host}{url}" if host and not url.startswith("http") else url if "://" in url else ""


def _facts(
    url: str,
    method: str,
    request: list[tuple[str, str]],
    answer: tuple[int, list[tuple[str, str]], bool],
) -> Iterator[tuple[str, FactValue | None]]:
    status, response, preflight = answer
    yield from request_facts(url, "" if preflight else method, request)
    if status or response:
        yield from response_facts(status, response, preflight=preflight)
    else:
        yield "preflight_announces", _announced(request)
