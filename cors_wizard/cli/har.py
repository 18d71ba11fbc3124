"""A HAR file from a browser's network panel as exchanges (http://www.softwareishard.com/blog/har-12-spec/).

A HAR records no credentials mode and mixes the page's headers with the browser's own. So the headers that
count are those that the preflight asked for and the few that pages set; credentials are taken for sent where
a Cookie is there, or where Chromium notes that it refused an answer which is in order without them. Chromium
and Firefox list a preflight after its request (`tests/cli/data/`), other tools before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from cors_wizard.errors import InputError
from cors_wizard.fetch_standard import is_same_origin, judge, serialise_origin
from cors_wizard.http_exchange import Exchange, Headers, Hop, InitiatorType, NetworkFailure, Request, Response

_HINT = "Export it anew from the network panel (Save all as HAR)."
_PAGES_OWN = ("content-type", "authorization", "x-")
_BROWSERS_OWN = frozenset({"x-client-data", "x-devtools-emulate-network-conditions-client-id"})
_OTHER_MODES = frozenset({"navigate", "no-cors", "websocket"})
MOST_HOPS = 20
_INITIATORS: Mapping[str, InitiatorType] = {
    "xhr": "xmlhttprequest",
    "script": "script",
    "stylesheet": "link",
    "image": "img",
    "font": "css",
    "media": "video",
    "ping": "beacon",
    "eventsource": "other",
}
_FAILURES: Mapping[str, NetworkFailure] = {
    "net::ERR_CONNECTION_REFUSED": "refused",
    "net::ERR_CONNECTION_TIMED_OUT": "timed-out",
    "net::ERR_NAME_NOT_RESOLVED": "name-not-resolved",
    "net::ERR_CERT_AUTHORITY_INVALID": "certificate-not-trusted",
    "net::ERR_SSL_PROTOCOL_ERROR": "no-tls",
    "net::ERR_EMPTY_RESPONSE": "empty-response",
    "net::ERR_CONNECTION_RESET": "connection-reset",
    "net::ERR_INVALID_HTTP_RESPONSE": "no-http",
}


@dataclass(frozen=True)
class _Entry:
    """One entry: a request as it was sent, and its response (None where nothing came)."""

    number: int
    method: str
    url: str
    headers: Headers
    response: Response | None
    redirects_to: str
    kind: str = ""
    """Chromium's own type of the request: `fetch`, `xhr`, `script`; empty elsewhere."""
    error: str = ""
    """Chromium's own name of what went wrong, as `net::ERR_FAILED`."""
    page_url: str = ""

    @property
    def is_preflight(self) -> bool:
        return self.method == "OPTIONS" and "Access-Control-Request-Method" in self.headers

    @property
    def is_for_cors(self) -> bool:
        """Whether a script asked in a way that CORS decides about."""
        mode = (self.headers.get("Sec-Fetch-Mode") or "cors").lower()
        if mode in _OTHER_MODES or self.is_preflight:
            return False
        # What was never sent has no headers: neither Origin nor any other.
        never_sent = self.response is None and self.kind in ("fetch", "xhr") and bool(self.page_url)
        return "Origin" in self.headers or (never_sent and not is_same_origin(self.page_url, self.url))

    @property
    def origin(self) -> str:
        """The page's origin: as it was sent, or that of the page's URL."""
        return self.headers.get("Origin") or serialise_origin(self.page_url)


def is_har(raw: object) -> bool:
    """Whether this JSON is a HAR file."""
    return isinstance(raw, dict) and isinstance(raw.get("log"), dict)


def exchanges_from_har(raw: Mapping[str, Any]) -> Iterator[Exchange]:
    """The exchanges that CORS decides about, each with the number of its entry as id; raises InputError."""
    entries = raw["log"].get("entries")
    if not isinstance(entries, list):
        raise InputError("The HAR file has no list of entries.", hint=_HINT)
    pages = _pages(raw["log"].get("pages"))
    read = [_entry(number, entry, pages) for number, entry in enumerate(entries, start=1)]
    preflights = [entry for entry in read if entry.is_preflight]
    taken: set[int] = set()
    for entry in read:
        if entry.is_for_cors and entry.number not in taken:
            yield _exchange(entry, read, preflights, taken)
    yield from (_refused(entry) for entry in preflights if entry.number not in taken)


def _exchange(entry: _Entry, read: list[_Entry], preflights: list[_Entry], taken: set[int]) -> Exchange:
    asked = _preflight_of(entry, preflights, taken)
    if asked:
        taken.add(asked.number)
    with_cookie = "Cookie" in entry.headers
    exchange = Exchange(
        page_origin=entry.origin,
        request=Request(
            entry.url,
            entry.method,
            _page_headers(entry, asked),
            "include" if with_cookie else "same-origin",
            initiator_type=_INITIATORS.get(entry.kind, "fetch"),
        ),
        preflight_response=asked.response if asked else None,
        response=entry.response,
        redirects=tuple(_hops(entry, read, preflights, taken)),
        id=str(entry.number),
        page_url=entry.page_url,
        failure=_FAILURES.get(entry.error),
    )
    was_refused = entry.response is not None and bool(entry.error)
    if was_refused and not with_cookie and judge(exchange).readable:
        return replace(exchange, request=replace(exchange.request, credentials="include"))
    return exchange


def _refused(entry: _Entry) -> Exchange:
    """The exchange of a preflight after which a browser sent nothing."""
    names = (entry.headers.get("Access-Control-Request-Headers") or "").split(",")
    headers = Headers.of((name.strip(), _likely_value(name)) for name in names if name.strip())
    method = entry.headers.get("Access-Control-Request-Method") or "GET"
    return Exchange(
        entry.origin,
        Request(entry.url, method, headers),
        entry.response,
        id=str(entry.number),
        page_url=entry.page_url,
    )


def _likely_value(name: str) -> str:
    # Only a value that is not safelisted makes a browser ask for Content-Type.
    return "application/json" if name.strip().lower() == "content-type" else "x"


def _preflight_of(entry: _Entry, preflights: list[_Entry], taken: set[int]) -> _Entry | None:
    """The nearest preflight that asks for the entry's method at its URL; the one before of two as near."""
    found = [
        each
        for each in preflights
        if each.number not in taken and each.url == entry.url and _is_asked_by(each, entry)
    ]
    return min(found, key=lambda each: (abs(each.number - entry.number), each.number), default=None)


def _is_asked_by(preflight: _Entry, entry: _Entry) -> bool:
    if preflight.headers.get("Access-Control-Request-Method") != entry.method:
        return False
    # What was answered cannot have waited for a preflight that nobody answered.
    return preflight.number < entry.number or entry.response is None or preflight.response is not None


def _page_headers(entry: _Entry, preflight: _Entry | None) -> Headers:
    if preflight is None:
        return Headers(tuple((name, value) for name, value in entry.headers if _is_pages_own(name.lower())))
    listed = (preflight.headers.get("Access-Control-Request-Headers") or "").split(",")
    asked = [name.strip() for name in listed if name.strip()]
    # An export without secrets leaves out Authorization; the preflight still tells of it.
    return Headers.of((name, entry.headers.get(name) or _likely_value(name)) for name in asked)


def _is_pages_own(name: str) -> bool:
    return name.startswith(_PAGES_OWN) and name not in _BROWSERS_OWN


def _hops(entry: _Entry, read: list[_Entry], preflights: list[_Entry], taken: set[int]) -> Iterator[Hop]:
    for _ in range(MOST_HOPS):
        target = next(
            (each for each in read if each.number > entry.number and each.url == entry.redirects_to), None
        )
        if target is None or target.is_preflight:
            return
        taken.add(target.number)
        asked = None if is_same_origin(entry.url, target.url) else _preflight_of(target, preflights, taken)
        if asked:
            taken.add(asked.number)
        yield Hop(target.url, target.response, asked.response if asked else None)
        entry = target


def _pages(raw: object) -> dict[str, str]:
    """The URLs of pages by their ids; browsers write them as titles."""
    pages = [page for page in raw if isinstance(page, dict)] if isinstance(raw, list) else []
    return {str(page.get("id")): str(page.get("title") or "") for page in pages}


def _entry(number: int, raw: object, pages: Mapping[str, str]) -> _Entry:
    try:
        request, response = _part(raw, "request"), _part(raw, "response")
        whole = cast(Mapping[str, Any], raw)
        page_url = pages.get(str(whole.get("pageref")), "")
        return _Entry(
            number,
            str(request["method"]).upper() if request["method"] != "patch" else "patch",
            str(request["url"]).partition("#")[0],
            _headers(request),
            _response(response),
            str(response.get("redirectURL") or ""),
            kind=str(whole.get("_resourceType") or ""),
            error=str(response.get("_error") or ""),
            page_url=page_url if page_url.startswith(("http://", "https://")) else "",
        )
    except (KeyError, TypeError, AttributeError):
        raise InputError(f"Entry {number} of the HAR file is not complete.", hint=_HINT) from None


def _part(raw: object, name: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict) or not isinstance(raw.get(name), dict):
        raise TypeError(name)
    part: Mapping[str, Any] = raw[name]
    return part


def _headers(part: Mapping[str, Any]) -> Headers:
    # HTTP/2 pseudo-headers such as `:authority` are no headers.
    return Headers.of(
        (str(each["name"]), str(each["value"]))
        for each in part.get("headers") or ()
        if not str(each["name"]).startswith(":")
    )


def _response(part: Mapping[str, Any]) -> Response | None:
    status = part.get("status")
    # Browsers write 0 (or -1) for a response that never came.
    return Response(status, _headers(part)) if isinstance(status, int) and status >= 100 else None
