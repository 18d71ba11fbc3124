"""Warnings: what doesn't block an exchange, and fails later, elsewhere, or in another browser."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.fetch_standard.cookies import judge_cookie
from cors_wizard.fetch_standard.cors_check import ALLOW_ORIGIN
from cors_wizard.fetch_standard.exposure import EXPOSE_HEADERS
from cors_wizard.fetch_standard.headers import (
    extract_list,
    is_forbidden_request_header,
    is_no_cors_safelisted,
)
from cors_wizard.fetch_standard.hops import JudgedHop
from cors_wizard.fetch_standard.http_cache import NOT_MODIFIED, varies_by_origin
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


def cautions(hops: tuple[JudgedHop, ...], readable: bool) -> tuple[Caution, ...]:
    """Everything worth a warning about an exchange, each once."""
    found = [*_about_request(hops[0])]
    for hop in hops:
        found += about_target(hop)
        found += _about_preflight(hop)
        found += _about_response(hop)
        if readable:
            found += _about_recording(hop)
    return tuple(dict.fromkeys(found))


def _about_request(hop: JudgedHop) -> Iterator[Caution]:
    request = hop.request
    if request.method.upper() == "PATCH" and request.method != "PATCH":
        yield Caution("method-not-normalized", request.method)
    for name, value in request.headers:
        if is_forbidden_request_header(name, value):
            yield Caution("header-ignored", name)
        elif hop.tainting == "opaque" and not is_no_cors_safelisted(name, value):
            yield Caution("header-dropped", name)


def about_target(hop: JudgedHop) -> Iterator[Caution]:
    """What other engines, or other pages, would make of this hop's URL."""
    parsed = hop.parsed
    if parsed is None or not parsed.is_http:
        return
    if asks_plain_http_from_secure_page(hop.page_origin, parsed) and is_loopback(parsed.host):
        yield Caution("mixed-content-localhost")
    if parsed.host in ("0.0.0.0", "[::]"):
        yield Caution("unspecified-address", parsed.host)
    if _reaches_inwards(hop):
        yield Caution("local-network-access")


def _reaches_inwards(hop: JudgedHop) -> bool:
    page = page_space(hop)
    from_outside = page == "public" or (page is None and is_public_name(hop.page_origin))
    return from_outside and server_space(hop) in ("local", "loopback")


def _about_preflight(hop: JudgedHop) -> Iterator[Caution]:
    response = hop.preflight_response
    if response is None or not hop.needs_preflight:
        return
    names = extract_list(response.headers, ALLOW_HEADERS) or ()
    methods = extract_list(response.headers, ALLOW_METHODS) or ()
    if leans_on_wildcard(hop.request, names):
        yield Caution("authorization-under-wildcard")
    if hop.request.credentials == "include" and "*" in (*names, *methods):
        yield Caution("wildcard-literal")


def _about_response(hop: JudgedHop) -> Iterator[Caution]:
    response = hop.response
    if response is None or hop.tainting != "cors":
        return
    if response.status == NOT_MODIFIED and not _CONDITIONAL & set(hop.request.headers.names()):
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
    for line in response.headers.all("Set-Cookie") if hop.request.credentials == "include" else ():
        cookie = judge_cookie(line, hop.request.url, hop.page_origin)
        if [reason.id for reason in cookie.reasons] == ["third-party"]:
            yield Caution("third-party-cookie", cookie.name)


def _about_recording(hop: JudgedHop) -> Iterator[Caution]:
    if not hop.is_recorded:
        yield Caution("redirect-not-recorded", hop.request.url)
        return
    if hop.needs_preflight and hop.preflight_response is None:
        yield Caution("preflight-not-recorded")
    if hop.response is None and hop.preflight_response is not None:
        yield Caution("response-not-recorded")
