"""A HAR file from a browser's network panel, whole or one entry of it (http://www.softwareishard.com/blog/har-12-spec/)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from cors_wizard.errors import InputError
from cors_wizard.http_exchange import Headers, Response
from cors_wizard.recordings.entry import Entry

_HINT = "Export it again from the network panel (Save all as HAR)."
_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d(?:\.\d{1,9})?)")
_WRITES_ERRORS = ("webinspector", "chrome", "chromium", "edge")
_MOST_ENTRIES = 200_000


def is_har(raw: object) -> bool:
    """Whether this JSON is a HAR file."""
    return isinstance(raw, dict) and isinstance(raw.get("log"), dict)


def is_har_entry(raw: object) -> bool:
    """Whether this JSON is one entry of a HAR file."""
    return (
        isinstance(raw, dict)
        and isinstance(raw.get("request"), dict)
        and isinstance(raw.get("response"), dict)
        and "url" in raw["request"]
        and "page_origin" not in raw
    )


def entries_of_har(raw: Mapping[str, Any]) -> list[Entry]:
    """Every entry of a HAR file; raises InputError."""
    log = raw["log"]
    entries = log.get("entries")
    if not isinstance(entries, list):
        raise InputError("The HAR file has no list of entries.", hint=_HINT)
    pages = _pages(log.get("pages"))
    notes_errors = _notes_errors(log.get("creator"))
    read = [entry_of(number, each, pages) for number, each in enumerate(entries[:_MOST_ENTRIES], start=1)]
    return [replace(each, notes_errors=True) for each in read] if notes_errors else read


def entry_of(number: int, raw: object, pages: Mapping[str, str] | None = None) -> Entry:
    """One entry; raises InputError where it isn't complete."""
    try:
        request, response = _part(raw, "request"), _part(raw, "response")
        whole = cast(Mapping[str, Any], raw)
        page_url = (pages or {}).get(str(whole.get("pageref")), "") or _page_of(whole)
        method = str(request["method"])
        return Entry(
            number,
            "patch" if method == "patch" else method.upper(),
            str(request["url"]).partition("#")[0],
            _headers(request),
            _response(response),
            str(response.get("redirectURL") or ""),
            kind=str(whole.get("_resourceType") or "").lower(),
            error=str(response.get("_error") or whole.get("_error") or ""),
            page_url=page_url if page_url.startswith(("http://", "https://")) else "",
            notes_errors="_error" in response,
            sent_at=_seconds(whole.get("startedDateTime")),
        )
    except (KeyError, TypeError, AttributeError):
        raise InputError(f"Entry {number} of the HAR file is not complete.", hint=_HINT) from None


def _notes_errors(creator: object) -> bool:
    name = str(creator.get("name", "")) if isinstance(creator, dict) else ""
    return name.lower().startswith(_WRITES_ERRORS)


def _pages(raw: object) -> dict[str, str]:
    """The URLs of pages by their ids; browsers write them as titles."""
    pages = [page for page in raw if isinstance(page, dict)] if isinstance(raw, list) else []
    return {str(page.get("id")): str(page.get("title") or "") for page in pages}


def _page_of(entry: Mapping[str, Any]) -> str:
    """The page's URL as other recorders note it."""
    for name in ("_documentURL", "documentURL"):
        if isinstance(entry.get(name), str):
            return str(entry[name])
    return ""


def _part(raw: object, name: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict) or not isinstance(raw.get(name), dict):
        raise TypeError(name)
    part: Mapping[str, Any] = raw[name]
    return part


def _headers(part: Mapping[str, Any]) -> Headers:
    """The headers, and a Cookie where only the list of cookies is left of it."""
    headers = headers_of(part.get("headers"))
    if "Cookie" not in headers and part.get("cookies") and "url" in part:
        return Headers((*headers.pairs, ("Cookie", "***")))
    return headers


def headers_of(raw: object) -> Headers:
    """Headers from a list of names and values, from pairs, or from an object."""
    return Headers.of((name, value) for name, value in _pairs(raw) if not name.startswith(":"))


def _pairs(raw: object) -> Iterator[tuple[str, str]]:
    # HTTP/2 pseudo-headers such as `:authority` are no headers; a list of values is one line each.
    if isinstance(raw, dict):
        for name, value in raw.items():
            for line in value if isinstance(value, list) else str(value).split("\n"):
                yield str(name), str(line)
    elif isinstance(raw, list):
        for each in raw:
            if isinstance(each, dict):
                value = each["value"]
                yield str(each["name"]), str(value.get("value", "") if isinstance(value, dict) else value)
            elif isinstance(each, (list, tuple)) and len(each) == 2:
                yield str(each[0]), str(each[1])
    elif raw is not None:
        raise TypeError("headers")


def _response(part: Mapping[str, Any]) -> Response | None:
    status = part.get("status")
    # Browsers write 0 (or -1) for a response that never came.
    return (
        Response(status, headers_of(part.get("headers")))
        if isinstance(status, int) and status >= 100
        else None
    )


def _seconds(started: object) -> float | None:
    """When a request was sent, as seconds since some day; time zones are the same within one file."""
    found = _TIME.match(started[:40]) if isinstance(started, str) else None
    if not found:
        return None
    year, month, day, hour, minute = (int(found[place]) for place in range(1, 6))
    days = (year * 12 + month) * 31 + day
    return ((days * 24 + hour) * 60 + minute) * 60 + float(found[6])
