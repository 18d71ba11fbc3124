"""Facts to the requests worth sending. Pure; and the one place that decides what may be sent, and where to.

Only the host of the fact `url` is ever asked, with GET, HEAD and OPTIONS, unless the user agreed to a method;
`layers` plans the same for the server behind a proxy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cors_wizard.facts import Facts
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.probe.page_request import PageRequest, host_of, read_page_request
from cors_wizard.probe.redirects import follow
from cors_wizard.probe.requests import (
    FOREIGN_ORIGIN,
    SAFE_METHODS,
    actual,
    preflight,
)
from cors_wizard.probe.result import ProbeRequest, ProbeResult

__all__ = ["MOST_REQUESTS", "ProbeRequest", "asked_page", "plan", "plan_more"]

MOST_REQUESTS = 30
"""Requests for one diagnosis, follow-up questions included."""

_MOST_POSSIBLE = 4
_ERROR_PATH = "/cors-wizard/no-such-path"


def plan(facts: Facts, *, agreed_methods: frozenset[str] = frozenset()) -> tuple[ProbeRequest, ...]:
    """The requests that are sent at once; empty where no URL is known that can be probed."""
    page = read_page_request(facts)
    if page is None:
        return ()
    preflighted = asked_page(page)
    planned = (
        *(_preflights(preflighted) if preflighted else ()),
        *_requests(page, agreed_methods),
        *_error_paths(page),
        *_possible_pages(page, facts),
    )
    return _permitted(planned, page, {})


def plan_more(facts: Facts, results: Iterable[ProbeResult]) -> tuple[ProbeRequest, ...]:
    """What the results leave open: the refused part of a preflight, a redirect's end; empty if nothing."""
    page = read_page_request(facts)
    by_id = {result.request.id: result for result in results}
    if page is None or not any(result.response for result in by_id.values()):
        return ()
    from cors_wizard.probe.bisection import bisect

    preflighted = asked_page(page)
    bisection = bisect(preflighted, by_id).questions if preflighted else ()
    return _permitted((*bisection, *follow(page, by_id).questions), page, by_id)


def asked_page(page: PageRequest) -> PageRequest | None:
    """The request that the preflight probe speaks for; None where the page certainly needs no preflight."""
    if page.needs_preflight:
        return page
    unknown = page.assumed_method or (not page.known_headers and page.request.method not in ("GET", "HEAD"))
    return page.preflighted() if unknown else None


def _permitted(
    requests: Iterable[ProbeRequest], page: PageRequest, by_id: Mapping[str, ProbeResult]
) -> tuple[ProbeRequest, ...]:
    host = host_of(page.request.url)
    fresh = [request for request in requests if request.id not in by_id and host_of(request.url) == host]
    return tuple(fresh[: max(0, MOST_REQUESTS - len(by_id))])


def _preflights(page: PageRequest) -> Iterable[ProbeRequest]:
    yield preflight(
        page, "preflight", f"the CORS-preflight request that your browser sends{_assumptions(page)}"
    )
    yield preflight(
        page, "preflight-foreign-origin", "the same preflight from a page elsewhere", origin=FOREIGN_ORIGIN
    )
    if page.origin != "null":
        yield preflight(
            page, "preflight-null-origin", "the same preflight with `Origin: null`", origin="null"
        )


def _assumptions(page: PageRequest) -> str:
    parts = [page.request.method] * page.assumed_method + sorted(page.assumed_headers)
    return f" (assuming {' with '.join(parts)})" if parts else ""


def _requests(page: PageRequest, agreed_methods: frozenset[str]) -> Iterable[ProbeRequest]:
    method = page.request.method
    may_send = method in SAFE_METHODS or method in agreed_methods
    purpose = (
        "the request itself" if may_send else f"a GET in place of the {method}, which is not sent unasked"
    )
    yield actual(page, "request", purpose, method=method if may_send else "GET", origin=page.origin)
    # The variants never repeat an agreed method: one POST is what the user said yes to.
    safe = method if method in SAFE_METHODS else "GET"
    yield actual(page, "foreign-origin", "the same from a page elsewhere", method=safe, origin=FOREIGN_ORIGIN)
    if page.origin != "null":
        yield actual(page, "null-origin", "the same with `Origin: null`", method=safe, origin="null")
    yield actual(page, "no-origin", "the same without Origin, as curl sends it", method=safe, origin=None)
    yield actual(
        page, "options", "an OPTIONS request that isn't a preflight", method="OPTIONS", origin=page.origin
    )


def _possible_pages(page: PageRequest, facts: Facts) -> Iterable[ProbeRequest]:
    """The same as pages that the code lists in one of several branches: the responses show which one runs."""
    method = page.request.method
    others = [
        each for each in facts.items("possible_origins") if serialize_origin(each) == each != page.origin
    ]
    for number, origin in enumerate(others[:_MOST_POSSIBLE], 1):
        id, what = f"possible-origin-{number}", "from a page that a condition in the code allows"
        if method in SAFE_METHODS:
            yield actual(page, id, f"the same {what}", method=method, origin=origin)
        else:
            yield preflight(page, id, f"the same preflight {what}", origin=origin)


def _error_paths(page: PageRequest) -> Iterable[ProbeRequest]:
    # Below the page's own path, so that whatever covers a prefix (resources, a blueprint) covers it too.
    parsed = parse_url(page.request.url)
    if parsed is None:
        return
    url = f"{parsed.origin}{parsed.path.rstrip('/')}{_ERROR_PATH}"
    what = "a path that doesn't exist, to see what error responses carry"
    yield actual(page, "error-path", what, method="GET", origin=page.origin, url=url)
    yield actual(
        page, "error-path-foreign-origin", f"{what} elsewhere", method="GET", origin=FOREIGN_ORIGIN, url=url
    )
