"""The HTTP cache, as far as it decides what is checked: a kept response answers, or a 304 brings it up.

https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch, and RFC 9111, sections 3.2 and 4.3.4. The
CORS check sees the kept headers with those of the 304 in their place; Chromium 156, Firefox ESR 153 and
WebKitGTK 2.50 all do it so (`tests/fetch_standard/test_http_cache.py`).
"""

from __future__ import annotations

from cors_wizard.http_exchange import Exchange, Headers, Response

NOT_MODIFIED = 304

_KEPT = frozenset({"connection", "content-length", "keep-alive", "proxy-connection", "te", "upgrade"})
"""Names that a 304 does not update (RFC 9111, section 3.2)."""


def varies_by_origin(vary: str | None) -> bool:
    """Whether a response's `Vary` says that it depends on the Origin."""
    return any(value.strip().lower() in ("origin", "*") for value in (vary or "").split(","))


def answer_seen(exchange: Exchange) -> Response | None:
    """The first response as the checks see it: from the server, from the cache, or from both."""
    kept, response = exchange.cached_response, exchange.response
    if kept is None:
        return response
    if response is None:
        return kept if exchange.failure is None else None
    return freshened(kept, response) if response.status == NOT_MODIFIED else response


def freshened(kept: Response, not_modified: Response) -> Response:
    """A kept response with the headers of the 304 that confirmed it."""
    updates = [(name, value) for name, value in not_modified.headers if name.lower() not in _KEPT]
    replaced = {name.lower() for name, _ in updates}
    stays = [(name, value) for name, value in kept.headers if name.lower() not in replaced]
    return Response(kept.status, Headers((*stays, *updates)))
