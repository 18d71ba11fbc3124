"""Which requests go where, in a few lines, before the first of them is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.masking import masked_url

if TYPE_CHECKING:
    from cors_wizard.probe.result import ProbeRequest

_LONGEST = 160
_OF_PROBES = frozenset({"origin", "access-control-request-method", "access-control-request-headers"})
"""The headers that make a request a CORS request; every probe has them."""
_DEFAULT_ACCEPT = ("accept", "*/*")
"""https://fetch.spec.whatwg.org/#fetching: what a request has whose page sets none; so has every probe."""


def plan_lines(requests: Sequence[ProbeRequest], why: str) -> tuple[str, ...]:
    """The server and why it is probed, then each path with its methods, then the headers taken over.

    Nothing here is escaped: the caller that prints it does that.
    """
    if not requests:
        return ()
    parsed = parse_url(requests[0].url)
    server = parsed.origin if parsed else ""
    headers = sorted(taken_over(requests))
    named = (f"  with {', '.join(headers)}",) if headers else ()
    lines = (_line(server, each) for each in _grouped(requests))
    return (f"Sending {_count(len(requests))} to {server}, {why}:", *lines, *named)


def _count(number: int) -> str:
    return "1 request" if number == 1 else f"{number} requests"


def _grouped(requests: Iterable[ProbeRequest]) -> Iterator[tuple[str, Counter[str]]]:
    """Each URL in order, with how often each method is sent to it."""
    by_url: dict[str, Counter[str]] = {}
    for request in requests:
        by_url.setdefault(request.url, Counter())[request.method] += 1
    yield from by_url.items()


def _line(server: str, of_url: tuple[str, Counter[str]]) -> str:
    url, methods = of_url
    masked = masked_url(url)
    parsed = parse_url(masked)
    # What goes to another server, such as the one behind the proxy, is shown whole.
    place = parsed.rest if parsed and parsed.origin == server else masked
    shown = place if len(place) <= _LONGEST else f"{place[:_LONGEST]}..."
    return f"  {', '.join(f'{number} {method}' for method, number in methods.items())} {shown}"


def taken_over(requests: Iterable[ProbeRequest]) -> set[str]:
    """The names of headers whose values come from the user's text."""
    return {
        name.lower()
        for request in requests
        for name, value in request.headers
        if name.lower() not in _OF_PROBES and len(name) <= _LONGEST
        if (name.lower(), value) != _DEFAULT_ACCEPT
    }
