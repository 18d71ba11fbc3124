"""The hops of an exchange: the request as it was made, and as the browser changes it after each redirect."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Literal

from cors_wizard.fetch_standard.engine_differences import STANDARD, Traits
from cors_wizard.fetch_standard.headers import (
    LARGEST_SAFE_TOTAL,
    NON_WILDCARD_REQUEST_HEADERS,
    REQUEST_BODY_HEADERS,
    combined,
    cors_unsafe_request_headers,
)
from cors_wizard.fetch_standard.http_cache import answer_seen
from cors_wizard.fetch_standard.methods import is_cors_safelisted_method, normalize_method
from cors_wizard.fetch_standard.origin import is_same_origin, request_origin, serialize_origin
from cors_wizard.fetch_standard.urls import ParsedUrl, absolute, parse_url
from cors_wizard.fetch_standard.verdict import PreflightReason
from cors_wizard.frozen import dataclass
from cors_wizard.http_exchange import Exchange, Headers, Hop, Request, Response

REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})
"""Fetch, "redirect status"."""

MOST_REDIRECTS = 20
"""Fetch, "HTTP-redirect fetch": the redirect after these is refused."""

Tainting = Literal["basic", "cors", "opaque"]
"""Fetch, "response tainting"."""


@dataclass(frozen=True)
class JudgedHop:
    """One request of an exchange with what came back: the first, or the one after a redirect."""

    request: Request
    """As it is sent on this hop: URL absolute, method normalized."""
    page_origin: str
    urls: tuple[str, ...]
    """Fetch's "URL list" so far; the last is this hop's."""
    tainting: Tainting
    preflight_response: Response | None
    response: Response | None
    exchange: Exchange
    """What this is a hop of."""
    is_recorded: bool = True
    """False for a redirect's target of which nothing was recorded."""
    traits: Traits = STANDARD
    """What the engine does otherwise than the standard."""
    expects_preflight: bool = False
    """An earlier hop needed a preflight, and the engine has not forgotten."""

    @property
    def is_first(self) -> bool:
        """Whether no redirect led here."""
        return len(self.urls) == 1

    @property
    def is_one_too_many(self) -> bool:
        """Whether more redirects led here than are followed."""
        return len(self.urls) > MOST_REDIRECTS + 1

    @cached_property
    def parsed(self) -> ParsedUrl | None:
        """The parts of this hop's URL, or None where it is invalid."""
        return parse_url(self.request.url)

    @cached_property
    def origin(self) -> str:
        """The `Origin` that is sent on this hop."""
        return request_origin(self.page_origin, self.urls)

    @cached_property
    def unsafe_headers(self) -> tuple[PreflightReason, ...]:
        """The headers that need the preflight's permission, with reasons, in the page's order."""
        most = LARGEST_SAFE_TOTAL if self.traits.counts_all_values else None
        ascii_only = self.traits.safe_values_are_ascii
        return cors_unsafe_request_headers(self.request.headers, most, ascii_only=ascii_only)

    @cached_property
    def needs_preflight(self) -> bool:
        """Whether a CORS-preflight request comes first.

        https://fetch.spec.whatwg.org/#main-fetch, the step that sets makeCORSPreflight
        """
        request = self.request
        return self.tainting == "cors" and (
            self.expects_preflight
            or request.use_cors_preflight
            or not is_cors_safelisted_method(request.method)
            or bool(self.unsafe_headers)
        )

    @property
    def is_refused_first(self) -> bool:
        """Whether the engine refuses to come here before it looks at the response that redirects here."""
        scheme = self.parsed.scheme if self.parsed else ""
        return not self.is_first and scheme in self.traits.refuses_redirects_first

    @property
    def preflight_origin(self) -> str | None:
        """The `Origin` that the preflight response has to allow; None where it is not checked."""
        if not self.traits.preflight_has_page_origin:
            return self.origin
        return None if is_same_origin(self.page_origin, self.request.url) else self.page_origin

    @property
    def is_checked_again(self) -> bool:
        """Whether the response is checked as one with credentials once its redirect was followed."""
        if not self.traits.credentials_linger or self.location is None:
            return False
        is_first_foreign = self.takes_cors_protocol and self.comes_from_home and not self.is_first
        return is_first_foreign and self.request.credentials == "same-origin"

    @property
    def comes_from_home(self) -> bool:
        """Whether only the page's own server redirected, if any did."""
        return all(is_same_origin(self.page_origin, url) for url in self.urls[:-1])

    @property
    def takes_cors_protocol(self) -> bool:
        """Whether preflight and response have to permit that the page reads the response."""
        return self.tainting == "cors" and self.request.mode == "cors"

    @property
    def is_refused_redirect(self) -> bool:
        """Whether the response is a redirect that the request's redirect mode refuses or hides.

        https://fetch.spec.whatwg.org/#http-fetch, the step for a redirect status, with or without a Location
        """
        status = self.response.status if self.response else 0
        if status not in REDIRECT_STATUSES or self.request.redirect == "follow":
            return False
        needs_location = self.traits.errors_need_location and self.request.redirect == "error"
        return self.location is not None or not needs_location

    @property
    def location(self) -> str | None:
        """Where the response redirects to, or None where it does not.

        https://fetch.spec.whatwg.org/#concept-response-location-url
        """
        if self.response is None or self.response.status not in REDIRECT_STATUSES:
            return None
        return self.response.headers.get("Location")


def hops_of(exchange: Exchange, traits: Traits = STANDARD) -> tuple[JudgedHop, ...]:
    """Every hop in order; after a redirect whose target was not recorded comes one that says so."""
    hops = [_first_hop(exchange, traits)]
    # Nothing is followed after one redirect too many, nor in another mode, however many were recorded.
    most = MOST_REDIRECTS + 1 if exchange.request.redirect == "follow" else 0
    for redirect in exchange.redirects[:most]:
        hops.append(_next_hop(hops[-1], redirect))
    last = hops[-1]
    if last.location is not None and last.request.redirect == "follow" and len(hops) < MOST_REDIRECTS + 2:
        target = Hop(last.location, None)
        hops.append(replace(_next_hop(last, target), is_recorded=False))
    return tuple(hops)


def unfollowed_redirect(exchange: Exchange) -> str | None:
    """Where the last response redirects to, if nothing of that was recorded; a browser would go there."""
    last = hops_of(exchange)[-1]
    return None if last.is_first or last.is_recorded else last.request.url


def _first_hop(exchange: Exchange, traits: Traits) -> JudgedHop:
    page_origin = serialize_origin(exchange.page_origin)
    request = exchange.request
    url = absolute(request.url, exchange.page_url or exchange.page_origin)
    method = normalize_method(request.method)
    by_script = request.initiator_type == "xmlhttprequest"
    headers = combined(request.headers) if by_script else request.headers
    same = (url, method, headers) == (request.url, request.method, request.headers)
    sent = request if same else replace(request, url=url, method=method, headers=headers)
    tainting = _tainting(sent, page_origin, "basic")
    preflight, response = exchange.preflight_response, answer_seen(exchange)
    return JudgedHop(sent, page_origin, (url,), tainting, preflight, response, exchange, traits=traits)


def _tainting(request: Request, page_origin: str, before: Tainting) -> Tainting:
    """Fetch, "main fetch": a response from elsewhere taints all that follow."""
    parsed = parse_url(request.url)
    if parsed is not None and parsed.scheme == "data":
        return "basic"
    if before == "basic" and is_same_origin(page_origin, request.url):
        return "basic"
    return "opaque" if request.mode == "no-cors" else "cors"


def _next_hop(hop: JudgedHop, redirect: Hop) -> JudgedHop:
    status = hop.response.status if hop.response else 0
    url = with_fragment(absolute(redirect.url, hop.request.url), hop.request.url)
    request = redirected_request(hop.request, status, url, hop.traits)
    if hop.traits.drops_after_redirect and not is_same_origin(hop.page_origin, url):
        request = replace(request, headers=_without(request.headers, hop.traits.drops_after_redirect))
    tainting = _tainting(request, hop.page_origin, hop.tainting)
    expects = hop.traits.preflight_sticks and (hop.needs_preflight or bool(hop.unsafe_headers))
    return JudgedHop(
        request,
        hop.page_origin,
        (*hop.urls, url),
        tainting,
        redirect.preflight_response,
        redirect.response,
        hop.exchange,
        traits=hop.traits,
        expects_preflight=expects or hop.expects_preflight,
    )


def with_fragment(location: str, before: str) -> str:
    """https://fetch.spec.whatwg.org/#concept-response-location-url, step 4: a fragment outlives redirects."""
    fragment = before.partition("#")[2]
    return f"{location}#{fragment}" if fragment and "#" not in location else location


def redirected_request(request: Request, status: int, url: str, traits: Traits = STANDARD) -> Request:
    """The request as a redirect changes it: method, body headers, Authorization.

    https://fetch.spec.whatwg.org/#http-redirect-fetch, the steps for 301, 302, 303 and for other origins
    """
    method, headers = request.method, request.headers
    goes_elsewhere = not is_same_origin(request.url, url)
    deletes = traits.redirects_delete_as_get and method == "DELETE" and goes_elsewhere
    if deletes or _becomes_get(method, status):
        method, headers = "GET", _without(headers, REQUEST_BODY_HEADERS)
    if goes_elsewhere:
        headers = _without(headers, NON_WILDCARD_REQUEST_HEADERS)
    return replace(request, url=url, method=method, headers=headers)


def _becomes_get(method: str, status: int) -> bool:
    if status in (301, 302):
        return method == "POST"
    return status == 303 and method not in ("GET", "HEAD")


def _without(headers: Headers, names: frozenset[str]) -> Headers:
    return Headers(tuple((name, value) for name, value in headers if name.lower() not in names))
