"""A HAR file from a browser's network panel as exchanges (http://www.softwareishard.com/blog/har-12-spec/).

A HAR records no credentials mode and mixes the page's headers with the browser's own. So the headers that
count are those that the preflight asked for and the few that pages set; a Cookie means credentials.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cors_wizard.errors import InputError
from cors_wizard.fetch_standard import is_same_origin
from cors_wizard.http_exchange import Exchange, Headers, Hop, Request, Response

_HINT = "Export it anew from the network panel (Save all as HAR)."
_PAGES_OWN = ("content-type", "authorization", "x-")
_BROWSERS_OWN = frozenset({"x-client-data", "x-devtools-emulate-network-conditions-client-id"})
_OTHER_MODES = frozenset({"navigate", "no-cors", "websocket"})
MOST_HOPS = 20


@dataclass(frozen=True)
class _Entry:
    """One entry: a request as it was sent, and its response (None where nothing came)."""

    number: int
    method: str
    url: str
    headers: Headers
    response: Response | None
    redirects_to: str

    @property
    def is_preflight(self) -> bool:
        return self.method == "OPTIONS" and "Access-Control-Request-Method" in self.headers

    @property
    def is_for_cors(self) -> bool:
        """Whether a script asked in a way that CORS decides about."""
        mode = (self.headers.get("Sec-Fetch-Mode") or "cors").lower()
        return mode not in _OTHER_MODES and "Origin" in self.headers and not self.is_preflight


def is_har(raw: object) -> bool:
    """Whether this JSON is a HAR file."""
    return isinstance(raw, dict) and isinstance(raw.get("log"), dict)


def exchanges_from_har(raw: Mapping[str, Any]) -> Iterator[Exchange]:
    """The exchanges that CORS decides about, each with the number of its entry as id; raises InputError."""
    entries = raw["log"].get("entries")
    if not isinstance(entries, list):
        raise InputError("The HAR file has no list of entries.", hint=_HINT)
    read = [_entry(number, entry) for number, entry in enumerate(entries, start=1)]
    preflights = [entry for entry in read if entry.is_preflight]
    taken: set[int] = set()
    for entry in read:
        if entry.is_for_cors and entry.number not in taken:
            yield _exchange(entry, read, preflights, taken)
    yield from (_refused(entry) for entry in preflights if entry.number not in taken)


def _exchange(entry: _Entry, read: list[_Entry], preflights: list[_Entry], taken: set[int]) -> Exchange:
    asked = _preflight_of(entry, preflights)
    if asked:
        taken.add(asked.number)
    return Exchange(
        page_origin=entry.headers.get("Origin") or "null",
        request=Request(
            entry.url,
            entry.method,
            _page_headers(entry, asked),
            "include" if "Cookie" in entry.headers else "same-origin",
        ),
        preflight_response=asked.response if asked else None,
        response=entry.response,
        redirects=tuple(_hops(entry, read, preflights, taken)),
        id=str(entry.number),
    )


def _refused(entry: _Entry) -> Exchange:
    """The exchange of a preflight after which a browser sent nothing."""
    names = (entry.headers.get("Access-Control-Request-Headers") or "").split(",")
    headers = Headers.of((name.strip(), _likely_value(name)) for name in names if name.strip())
    method = entry.headers.get("Access-Control-Request-Method") or "GET"
    origin = entry.headers.get("Origin") or "null"
    return Exchange(origin, Request(entry.url, method, headers), entry.response, id=str(entry.number))


def _likely_value(name: str) -> str:
    # Only a value that is not safelisted makes a browser ask for Content-Type.
    return "application/json" if name.strip().lower() == "content-type" else "x"


def _preflight_of(entry: _Entry, preflights: list[_Entry]) -> _Entry | None:
    """The last preflight before the entry that asks for its method at its URL."""
    found = [
        each
        for each in preflights
        if each.url == entry.url
        and each.number < entry.number
        and each.headers.get("Access-Control-Request-Method") == entry.method
    ]
    return found[-1] if found else None


def _page_headers(entry: _Entry, preflight: _Entry | None) -> Headers:
    listed = preflight.headers.get("Access-Control-Request-Headers") if preflight else ""
    asked = {name.strip().lower() for name in (listed or "").split(",")}
    return Headers(
        tuple(
            (name, value)
            for name, value in entry.headers
            if name.lower() in asked or (not preflight and _is_pages_own(name.lower()))
        )
    )


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
        asked = None if is_same_origin(entry.url, target.url) else _preflight_of(target, preflights)
        if asked:
            taken.add(asked.number)
        yield Hop(target.url, target.response, asked.response if asked else None)
        entry = target


def _entry(number: int, raw: object) -> _Entry:
    try:
        request, response = _part(raw, "request"), _part(raw, "response")
        return _Entry(
            number,
            str(request["method"]).upper() if request["method"] != "patch" else "patch",
            str(request["url"]).partition("#")[0],
            _headers(request),
            _response(response),
            str(response.get("redirectURL") or ""),
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
