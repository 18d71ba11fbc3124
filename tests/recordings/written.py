"""An exchange in the forms in which people hand one on: a HAR, a line for `judge`, blocks of headers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cors_wizard.fetch_standard import judge, preflight_reasons
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.http_exchange import Exchange, Headers, Request, Response


def as_line(exchange: Exchange) -> str:
    """The exchange as `judge` takes it."""
    request = exchange.request
    record: dict[str, Any] = {
        "id": exchange.id,
        "page_origin": exchange.page_origin,
        "request": {
            "url": request.url,
            "method": request.method,
            "headers": [list(pair) for pair in request.headers],
            "credentials": request.credentials,
            "mode": request.mode,
            "redirect": request.redirect,
            "use_cors_preflight": request.use_cors_preflight,
            "initiator_type": request.initiator_type,
            "target_address_space": request.target_address_space,
        },
        "preflight_response": _response(exchange.preflight_response),
        "response": _response(exchange.response),
        "redirects": [
            {
                "url": hop.url,
                "response": _response(hop.response),
                "preflight_response": _response(hop.preflight_response),
            }
            for hop in exchange.redirects
        ],
        "failure": exchange.failure,
        "page_url": exchange.page_url,
        "page_address_space": exchange.page_address_space,
        "server_address_space": exchange.server_address_space,
        "local_network_permission": exchange.local_network_permission,
        "cached_response": _response(exchange.cached_response),
    }
    return json.dumps(record)


def _response(response: Response | None) -> dict[str, Any] | None:
    if response is None:
        return None
    return {"status": response.status, "headers": [list(pair) for pair in response.headers]}


def as_har(exchange: Exchange) -> str:
    """The exchange as Chromium's network panel would export it."""
    entries = list(_entries(exchange))
    log = {"version": "1.2", "creator": {"name": "WebInspector", "version": "537.36"}, "entries": entries}
    return json.dumps({"log": log})


def _entries(exchange: Exchange) -> Iterator[dict[str, Any]]:
    verdict, request = judge(exchange), exchange.request
    error = "net::ERR_FAILED" if verdict.violations else None
    if exchange.preflight_response is not None:
        yield _entry("OPTIONS", request.url, _asking(exchange), exchange.preflight_response, "preflight")
    stopped = any(each.stage in ("request", "preflight") for each in verdict.violations)
    response = None if stopped and exchange.preflight_response else exchange.response
    last = error if not exchange.redirects else None
    yield _entry(request.method, request.url, _sent(exchange), response, "fetch", last)
    for number, hop in enumerate(exchange.redirects, start=1):
        if hop.preflight_response is not None:
            yield _entry("OPTIONS", hop.url, _asking(exchange), hop.preflight_response, "preflight")
        is_last = number == len(exchange.redirects)
        yield _entry(
            request.method, hop.url, _sent(exchange), hop.response, "fetch", error if is_last else None
        )


def _asking(exchange: Exchange) -> list[tuple[str, str]]:
    names = judge(exchange).preflight_headers
    asked = [("Origin", exchange.page_origin), ("Access-Control-Request-Method", exchange.request.method)]
    return [*asked, ("Access-Control-Request-Headers", ",".join(names))] if names else asked


def _sent(exchange: Exchange) -> list[tuple[str, str]]:
    headers = [*exchange.request.headers, ("Origin", exchange.page_origin), ("Sec-Fetch-Mode", "cors")]
    return [*headers, ("Cookie", "sid=1")] if exchange.request.credentials == "include" else headers


def _entry(
    method: str,
    url: str,
    headers: list[tuple[str, str]],
    response: Response | None,
    kind: str,
    error: str | None = None,
) -> dict[str, Any]:
    location = (response.headers.get("Location") or "") if response else ""
    return {
        "_resourceType": kind,
        "startedDateTime": "2026-11-22T12:20:30.042Z",
        "request": {
            "method": method,
            "url": url,
            "headers": [{"name": name, "value": value} for name, value in headers],
        },
        "response": {
            "status": response.status if response else 0,
            "headers": [
                {"name": name, "value": value} for name, value in (response.headers if response else ())
            ],
            "redirectURL": _absolute(location, url) if location else "",
            "_error": error,
        },
    }


def _absolute(location: str, url: str) -> str:
    parsed = parse_url(location, url)
    return parsed.href if parsed else location


def as_blocks(exchange: Exchange) -> str:
    """The exchange as the raw headers of each request and response, one under the other."""
    request, parts = exchange.request, list[str]()
    if exchange.preflight_response is not None and preflight_reasons(request, exchange.page_origin):
        parts += [_block("OPTIONS", request, _asking(exchange)), _answer(exchange.preflight_response)]
    if exchange.response is not None:
        parts += [_block(request.method, request, _sent(exchange)), _answer(exchange.response)]
    return "\n\n".join(parts)


def _block(method: str, request: Request, headers: list[tuple[str, str]]) -> str:
    parsed = parse_url(request.url)
    assert parsed is not None
    host = parsed.origin.partition("://")[2]
    lines = [f"{method} {parsed.rest or '/'} HTTP/1.1", f"Host: {host}"]
    return "\n".join((*lines, *_lines(Headers(tuple(headers)))))


def _answer(response: Response) -> str:
    return "\n".join((f"HTTP/1.1 {response.status} Some Reason", *_lines(response.headers)))


def _lines(headers: Headers) -> Iterator[str]:
    yield from (f"{name}: {value}" for name, value in headers)
