"""Warnings: what doesn't block an exchange, and fails later, elsewhere, or in another browser."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.fetch_standard.cors_check import ALLOW_ORIGIN
from cors_wizard.fetch_standard.exposure import EXPOSE_HEADERS
from cors_wizard.fetch_standard.headers import (
    extract_list,
    is_forbidden_request_header,
    is_no_cors_safelisted,
)
from cors_wizard.fetch_standard.http_cache import NOT_MODIFIED, varies_by_origin
from cors_wizard.fetch_standard.legs import Leg
from cors_wizard.fetch_standard.local_network import page_space, server_space
from cors_wizard.fetch_standard.preflight import ALLOW_HEADERS, ALLOW_METHODS, leans_on_wildcard
from cors_wizard.fetch_standard.trust import (
    asks_plain_http_from_secure_page,
    is_loopback,
    is_public_name,
)
from cors_wizard.fetch_standard.verdict import Caution

_TIMING_ALLOW_ORIGIN = "Timing-Allow-Origin"
"""Who may see how long a response took; people take it for leave to read it."""
_CONDITIONAL = frozenset(
    {"if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since"}
)
"""Fetch, "HTTP-network-or-cache fetch": a page that sets one of these gets the 304 itself."""


def cautions(legs: tuple[Leg, ...], readable: bool) -> tuple[Caution, ...]:
    """Everything worth a warning about an exchange, each once."""
    found = [*_about_request(legs[0])]
    for leg in legs:
        found += about_target(leg)
        found += _about_preflight(leg)
        found += _about_response(leg)
        if readable:
            found += _about_recording(leg)
    return tuple(dict.fromkeys(found))


def _about_request(leg: Leg) -> Iterator[Caution]:
    request = leg.request
    if request.method.upper() == "PATCH" and request.method != "PATCH":
        yield Caution("method-not-normalized", request.method)
    for name, value in request.headers:
        if is_forbidden_request_header(name, value):
            yield Caution("header-ignored", name)
        elif leg.tainting == "opaque" and not is_no_cors_safelisted(name, value):
            yield Caution("header-dropped", name)


def about_target(leg: Leg) -> Iterator[Caution]:
    """What other engines, or other pages, would make of this leg's URL."""
    parsed = leg.parsed
    if parsed is None or not parsed.is_http:
        return
    if asks_plain_http_from_secure_page(leg.page_origin, parsed) and is_loopback(parsed.host):
        yield Caution("mixed-content-localhost")
    if parsed.host in ("0.0.0.0", "[::]"):
        yield Caution("unspecified-address", parsed.host)
    if _reaches_inwards(leg):
        yield Caution("local-network-access")


def _reaches_inwards(leg: Leg) -> bool:
    page = page_space(leg)
    from_outside = page == "public" or (page is None and is_public_name(leg.page_origin))
    return from_outside and server_space(leg) in ("local", "loopback")


def _about_preflight(leg: Leg) -> Iterator[Caution]:
    response = leg.preflight_response
    if response is None or not leg.needs_preflight:
        return
    names = extract_list(response.headers, ALLOW_HEADERS) or ()
    methods = extract_list(response.headers, ALLOW_METHODS) or ()
    if leans_on_wildcard(leg.request, names):
        yield Caution("authorization-under-wildcard")
    if leg.request.credentials == "include" and "*" in (*names, *methods):
        yield Caution("wildcard-literal")


def _about_response(leg: Leg) -> Iterator[Caution]:
    response = leg.response
    if response is None or leg.tainting != "cors":
        return
    if response.status == NOT_MODIFIED and not _CONDITIONAL & set(leg.request.headers.names()):
        yield Caution("stored-response-not-recorded")
    allow_origin = response.headers.get(ALLOW_ORIGIN)
    if allow_origin is None and _TIMING_ALLOW_ORIGIN in response.headers:
        yield Caution("timing-is-not-access")
    if allow_origin == "null":
        yield Caution("allows-null-origin")
    if allow_origin not in (None, "*") and not varies_by_origin(response.headers.get("Vary")):
        yield Caution("vary-missing")
    if extract_list(response.headers, EXPOSE_HEADERS) is None:
        yield Caution("invalid-expose-headers")


def _about_recording(leg: Leg) -> Iterator[Caution]:
    if not leg.is_recorded:
        yield Caution("redirect-not-recorded", leg.request.url)
        return
    if leg.needs_preflight and leg.preflight_response is None:
        yield Caution("preflight-not-recorded")
    if leg.response is None and leg.preflight_response is not None:
        yield Caution("response-not-recorded")
