"""Entries to exchanges: each preflight is joined to its request, and each redirect to where it led.

A recording mixes the page's headers with the browser's own. So the headers that count are those that the
preflight asked for and the few that pages set. Credentials count as sent where a Cookie is there, or where
the browser refused a response that is in order without them; otherwise they stay unknown. Chromium and
Firefox list a preflight after its request (`tests/cli/data/`), other tools before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cors_wizard.console.user_agent import engine_of_agent
from cors_wizard.fetch_standard import judge, preflight_reasons
from cors_wizard.http_exchange import Exchange, Headers, Hop, Request
from cors_wizard.recordings.entry import Entry
from cors_wizard.recordings.recorded import Recorded, Unknown

if TYPE_CHECKING:
    from cors_wizard.facts import FactValue

MOST_HOPS = 20
NOWHERE = "https://unknown.invalid/"
"""Stands for a URL that the recording doesn't show, and never becomes a fact; any page may ask https."""
_PAGES_OWN = ("content-type", "authorization", "x-")
_BROWSERS_OWN = frozenset({"x-client-data", "x-devtools-emulate-network-conditions-client-id"})
_NEAREST = 8
"""How many preflights on either side of a request may be its own."""


def joined(entries: Sequence[Entry]) -> Iterator[Recorded]:
    """The exchanges that CORS decides about, in the order of their requests; refused preflights last."""
    yield from _Join(entries).exchanges()


class _Join:
    """The entries by what they are looked up by, and those that belong to an exchange already."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.taken = set[int]()
        self.preflights = defaultdict[tuple[str, str], list[Entry]](list)
        self.by_url = defaultdict[str, list[Entry]](list)
        for entry in entries:
            self.by_url[entry.url].append(entry)
        self.entries = [self._told_apart(entry) for entry in entries]
        for entry in self.entries:
            if entry.is_preflight:
                method = entry.headers.get("Access-Control-Request-Method") or ""
                self.preflights[entry.url, method].append(entry)

    def _told_apart(self, entry: Entry) -> Entry:
        """An OPTIONS whose headers were left out is the preflight of what else was sent to its URL."""
        if entry.method != "OPTIONS" or entry.is_preflight:
            return entry
        if entry.is_picked:
            return replace(entry, kind="preflight")
        others = any(each.method not in ("OPTIONS", "") for each in self.by_url[entry.url][:_NEAREST])
        return replace(entry, kind="preflight") if others else entry

    def exchanges(self) -> Iterator[Recorded]:
        for entry in self.entries:
            if entry.is_for_cors and entry.number not in self.taken:
                yield self._exchange(entry)
        for entry in self.entries:
            if entry.is_preflight and entry.number not in self.taken:
                yield _announced(entry)

    def _exchange(self, entry: Entry) -> Recorded:
        preflight = self._take_preflight(entry)
        with_cookie = "Cookie" in entry.headers
        exchange = Exchange(
            page_origin=entry.origin or "null",
            request=Request(
                entry.url or NOWHERE,
                entry.method or "GET",
                _page_headers(entry, preflight),
                "include" if with_cookie else "same-origin",
                initiator_type=entry.initiator_type,
            ),
            preflight_response=preflight.response if preflight else None,
            response=entry.response,
            redirects=tuple(self._hops(entry)),
            id=str(entry.number),
            page_url=entry.page_url,
            failure=entry.failure,
        )
        if entry.response is not None and entry.error and not with_cookie and judge(exchange).readable:
            # Without credentials it is in order, and the browser refused it: they were sent.
            with_cookie = True
            exchange = replace(exchange, request=replace(exchange.request, credentials="include"))
        return _recorded(entry, preflight, exchange, knows_credentials=with_cookie)

    def _take_preflight(self, entry: Entry) -> Entry | None:
        """The nearest preflight in time, or else in order; the earlier of two as near."""
        asked = self.preflights.get((entry.url, entry.method)) or self.preflights.get((entry.url, ""), [])
        place = bisect_right(asked, entry.number, key=lambda each: each.number)
        near = asked[max(0, place - _NEAREST) : place + _NEAREST]
        free = [each for each in near if each.number not in self.taken and _may_precede(each, entry)]
        own = [each for each in free if entry.key and each.key == entry.key] or free
        found = min(own, key=lambda each: _distance(each, entry), default=None)
        if found:
            self.taken.add(found.number)
        return found

    def _hops(self, entry: Entry) -> Iterator[Hop]:
        for _ in range(MOST_HOPS):
            there = self.by_url.get(entry.redirects_to, ()) if entry.redirects_to else ()
            place = bisect_right(there, entry.number, key=lambda each: each.number)
            target = there[place] if place < len(there) else None
            if target is None or target.is_preflight or target.number in self.taken:
                return
            self.taken.add(target.number)
            asked = self._take_preflight(target)
            yield Hop(target.url, target.response, asked.response if asked else None)
            entry = target


def _distance(preflight: Entry, entry: Entry) -> tuple[float, int, int]:
    apart = 0.0
    if preflight.sent_at is not None and entry.sent_at is not None:
        # Browsers write the two within milliseconds of each other, in either order.
        apart = round(abs(preflight.sent_at - entry.sent_at), 1)
    return apart, abs(preflight.number - entry.number), preflight.number


def _may_precede(preflight: Entry, entry: Entry) -> bool:
    # What got a response cannot have waited for a preflight that nobody answered.
    return preflight.number < entry.number or entry.response is None or preflight.response is not None


def _recorded(
    entry: Entry, preflight: Entry | None, exchange: Exchange, *, knows_credentials: bool
) -> Recorded:
    unknown = _missing(entry)
    if not entry.method:
        unknown.add("method")
    if not knows_credentials:
        unknown.add("credentials")
    needs = bool(preflight_reasons(exchange.request, exchange.page_origin))
    if needs and preflight is None and entry.origin:
        unknown.add("preflight")
    if entry.response is None and not entry.error and preflight and preflight.response:
        unknown.add("response")
    if entry.by_tool or not (len(entry.headers) or preflight):
        unknown.add("headers")
    return Recorded(
        exchange,
        frozenset(unknown),
        entry.said,
        was_refused=bool(entry.error) or entry.says is not None,
        was_read=entry.notes_errors and not entry.error and entry.response is not None,
        by_tool=entry.by_tool,
        page_headers=_as_told(exchange.request.headers, entry.headers),
        extra=_extra(entry),
    )


def _as_told(headers: Headers, sent: Headers) -> Headers:
    """The page's headers; of those that only a preflight announced the values are unknown."""
    return Headers(tuple((name, sent.get(name) or "") for name, _ in headers))


def _missing(entry: Entry) -> set[Unknown]:
    missing = set[Unknown]()
    if not entry.origin:
        missing.add("origin")
    if not entry.url:
        missing.add("url")
    if not entry.knows_headers or (entry.is_picked and entry.response is None and not entry.error):
        missing.add("response-headers")
    if not entry.knows_status:
        missing.add("status")
    return missing


def _announced(entry: Entry) -> Recorded:
    """The exchange of a preflight whose request isn't in the recording."""
    names = _listed(entry.headers.get("Access-Control-Request-Headers"))
    announced = entry.headers.get("Access-Control-Request-Method")
    method = announced or "GET"
    # Nothing of a page makes a browser announce GET without a header; whoever typed it knew no better.
    simple = not names and method in ("GET", "HEAD", "POST")
    request = Request(
        entry.url or NOWHERE,
        method,
        Headers.of((name, _likely_value(name)) for name in names),
        use_cors_preflight=simple,
    )
    exchange = Exchange(
        entry.origin or "null", request, entry.response, id=str(entry.number), page_url=entry.page_url
    )
    unknown: set[Unknown] = {"credentials", "response"}
    unknown |= _missing(entry)
    if not announced:
        unknown |= {"method", "headers"}
    return Recorded(
        exchange,
        frozenset(unknown),
        entry.said,
        was_refused=bool(entry.error),
        by_tool=entry.by_tool,
        page_headers=Headers.of((name, "") for name in names),
        extra=_extra(entry),
    )


def _extra(entry: Entry) -> tuple[tuple[str, FactValue], ...]:
    """What the headers say of the page and its browser, and what the recorder adds."""
    engine = engine_of_agent(entry.headers.get("User-Agent") or "")
    page_url = entry.page_url or (entry.headers.get("Referer") or "")
    told = [("engine", engine or ""), ("page_url", page_url)]
    if entry.by_tool:
        told.append(("origin_sent", "yes" if "Origin" in entry.headers else "no"))
    if entry.is_preflight and entry.response is None:
        names = [name.lower() for name in _listed(entry.headers.get("Access-Control-Request-Headers"))]
        told.append(("preflight_announces", "authorization" if "authorization" in names else "other"))
    return (*((name, value) for name, value in told if value), *entry.extra)


def _likely_value(name: str) -> str:
    # Only a value that is not safelisted makes a browser ask for Content-Type.
    return "application/json" if name.lower() == "content-type" else "x"


def _page_headers(entry: Entry, preflight: Entry | None) -> Headers:
    if preflight is None or "Access-Control-Request-Method" not in preflight.headers:
        return Headers(tuple((name, value) for name, value in entry.headers if _is_pages_own(name.lower())))
    asked = _listed(preflight.headers.get("Access-Control-Request-Headers"))
    # An export without secrets leaves out Authorization; the preflight still tells of it.
    return Headers.of((name, entry.headers.get(name) or _likely_value(name)) for name in asked)


def _listed(names: str | None) -> list[str]:
    return [name.strip() for name in (names or "").split(",") if name.strip()]


def _is_pages_own(name: str) -> bool:
    return name.startswith(_PAGES_OWN) and name not in _BROWSERS_OWN
