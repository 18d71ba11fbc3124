"""Requests as scripts dump them in JSON (Playwright, Puppeteer, Cypress), and access logs in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cors_wizard.http_exchange import Headers, Response
from cors_wizard.recordings.entry import Entry
from cors_wizard.recordings.har import headers_of

if TYPE_CHECKING:
    from cors_wizard.facts import FactValue

_METHODS = ("method", "request_method", "RequestMethod", "requestMethod")
_STATUSES = ("status", "DownstreamStatus", "statusCode", "status_code", "responseStatus")
_URLS = ("url", "requestUrl", "request_url")
_PATHS = ("uri", "request_uri", "RequestPath", "path")
_HOSTS = ("host", "RequestHost", "http_host")
_ORIGINS = ("http_origin", "origin", "Origin", "request_Origin", "request_header_origin")
_SENT = ("requestHeaders", "request_headers", "req_headers", "reqHeaders")
_RECEIVED = ("responseHeaders", "response_headers", "resp_headers", "resHeaders", "respHeaders")
_ERRORS = ("failure", "errorText", "error", "failureText")
_PAGES = ("pageUrl", "page_url", "documentURL", "frameUrl", "frame")
_PROXIES = {"http.log.access": "caddy"}


def dumped_entry(number: int, raw: object) -> Entry | None:
    """The entry of one object; None where it describes no request that was sent."""
    if not isinstance(raw, dict) or raw.get("logger") == "http.log.error":
        # Caddy's own errors are messages: what they say of the app behind it decides.
        return None
    if str(raw.get("method", "")).startswith("network.") and isinstance(raw.get("params"), dict):
        # An event of WebDriver BiDi.
        return _entry_of(number, raw["params"])
    return _entry_of(number, raw)


def _entry_of(number: int, raw: Mapping[str, Any]) -> Entry | None:
    request, response = _part(raw, "request", "httpRequest"), _part(raw, "response")
    whole: Mapping[str, Any] = {**raw, **request}
    method, url = _first(whole, _METHODS), _url(whole)
    status = _status(_first(response, _STATUSES) or _first(raw, _STATUSES))
    sent, received = _headers(request, raw, _SENT), _headers(response, raw, _RECEIVED)
    error = _error(raw)
    if not (method.isalpha() and method.isupper()) or not (status or error or received is not None):
        return None
    origin = _first(raw, _ORIGINS)
    headers = sent or Headers()
    if origin and "Origin" not in headers:
        headers = Headers((*headers.pairs, ("Origin", origin)))
    return Entry(
        number,
        method,
        url.partition("#")[0],
        headers,
        Response(status or 200, received or Headers()) if status or received is not None else None,
        kind=_first(raw, ("resourceType", "resource_type", "type")).lower(),
        error=error,
        page_url=_page(raw),
        knows_headers=received is not None,
        knows_status=bool(status),
        is_picked=True,
        extra=_proxy(raw),
    )


def _part(raw: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    for name in names:
        part = raw.get(name)
        if isinstance(part, dict):
            return part
        if isinstance(part, str) and part.count(" ") == 2:
            # nginx has one variable for the whole line.
            return dict(zip(("method", "uri"), part.split(" "), strict=False))
    return {}


def _first(raw: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((str(raw[name]) for name in names if isinstance(raw.get(name), (str, int))), "")


def _url(whole: Mapping[str, Any]) -> str:
    for name in (*_URLS, *_PATHS):
        if "://" in str(whole.get(name, "")):
            return str(whole[name])
    host, path = _first(whole, _HOSTS), _first(whole, _PATHS) or _first(whole, _URLS)
    encrypted = isinstance(whole.get("tls"), dict) or _first(whole, ("RequestScheme", "scheme")) == "https"
    # Behind a proxy the log's own scheme isn't the browser's; without TLS in it, nothing tells.
    return f"https://{host}{path}" if host and encrypted else ""


def _headers(part: Mapping[str, Any], raw: Mapping[str, Any], names: tuple[str, ...]) -> Headers | None:
    for given in (part.get("headers"), *(raw.get(name) for name in names)):
        if isinstance(given, (dict, list)):
            try:
                return headers_of(given)
            except (KeyError, TypeError):
                return None
    return None


def _status(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) == 3 and text >= "100" else 0


def _error(raw: Mapping[str, Any]) -> str:
    for name in _ERRORS:
        value = raw.get(name)
        value = value.get("errorText") if isinstance(value, dict) else value
        if isinstance(value, str) and value.startswith(("net::", "NS_ERROR", "Load ")):
            return value
    return ""


def _page(raw: Mapping[str, Any]) -> str:
    url = _first(raw, _PAGES)
    return url if url.startswith(("http://", "https://")) else ""


def _proxy(raw: Mapping[str, Any]) -> tuple[tuple[str, FactValue], ...]:
    if "DownstreamStatus" in raw:
        return (("proxy", "traefik"),)
    logger = _first(raw, ("logger",))
    return tuple(("proxy", proxy) for begin, proxy in _PROXIES.items() if logger.startswith(begin))


def is_access_log(raw: object) -> bool:
    """Whether an object is a line of a server's log rather than what a browser was seen to do."""
    return isinstance(raw, dict) and not any(name in raw for name in (*_SENT, *_RECEIVED[:2], "resourceType"))


def dumped(values: list[object]) -> Iterator[tuple[int, Entry]]:
    """The entries among these objects, each with its place."""
    for place, raw in enumerate(values):
        entry = dumped_entry(place + 1, raw)
        if entry:
            yield place, entry
