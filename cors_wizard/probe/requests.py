"""How one probe is written down: the headers that a browser adds to a preflight and to the request itself."""

from __future__ import annotations

from cors_wizard.http_exchange import Headers
from cors_wizard.probe.page_request import PageRequest
from cors_wizard.probe.result import ProbeRequest

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""The methods that are sent without asking; by RFC 9110, section 9.2.1, they change nothing."""

FOREIGN_ORIGIN = "https://cors-wizard.invalid"
"""An origin that no allow-list names: `.invalid` can belong to nobody (RFC 2606)."""


def preflight(
    page: PageRequest,
    id: str,
    purpose: str,
    *,
    origin: str | None = None,
    method: str | None = None,
    names: tuple[str, ...] | None = None,
    url: str | None = None,
) -> ProbeRequest:
    """A CORS-preflight request, for the page's request or a part of it.

    https://fetch.spec.whatwg.org/#cors-preflight-fetch, steps 1 to 6
    """
    asked = page.preflight_names if names is None else names
    headers = [
        ("Access-Control-Request-Method", method or page.request.method),
        *([("Access-Control-Request-Headers", ",".join(asked))] if asked else []),
        ("Origin", origin or page.origin),
    ]
    return ProbeRequest(id, purpose, "OPTIONS", url or page.request.url, Headers.of(headers))


def actual(
    page: PageRequest, id: str, purpose: str, *, method: str, origin: str | None, url: str | None = None
) -> ProbeRequest:
    """The page's request with another method, origin or URL; headers with unknown values are left out."""
    headers = [
        (name, value)
        for name, value in page.request.headers
        if value and name.lower() not in page.assumed_headers and _belongs(name, method)
    ]
    if origin is not None:
        headers.append(("Origin", origin))
    return ProbeRequest(id, purpose, method, url or page.request.url, Headers.of(headers))


def _belongs(name: str, method: str) -> bool:
    # No probe has a body, and a Content-Type without one makes some servers answer 400.
    return name.lower() != "content-type" or method not in SAFE_METHODS
