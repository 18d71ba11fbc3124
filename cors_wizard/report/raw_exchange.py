"""A probe as it went over the wire, secrets masked, and a line for a terminal that repeats it. Pure."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.masking import mask_header, mask_text, masked_url
from cors_wizard.printable import visible
from cors_wizard.probe.requests import SAFE_METHODS

if TYPE_CHECKING:
    from cors_wizard.http_exchange import Headers
    from cors_wizard.probe.result import ProbeRequest, ProbeResult

_UNSAFE_IN_A_WORD = re.compile(r"[\r\n\x00]")


def raw_lines(result: ProbeResult) -> tuple[str, ...]:
    """The request, an empty line, and the response or why there is none."""
    return tuple(visible(line) for line in (*_request(result.request), "", *_response(result)))


def _request(request: ProbeRequest) -> Iterator[str]:
    parsed = parse_url(request.url)
    target = parse_url(masked_url(request.url))
    yield f"{request.method} {(target.rest or '/') if target else masked_url(request.url)} HTTP/1.1"
    if parsed:
        yield f"Host: {parsed.authority}"
    yield from _headers(request.headers)


def _response(result: ProbeResult) -> Iterator[str]:
    if result.response is None:
        yield mask_text(result.detail) or f"No response: {result.failure}."
        return
    yield f"HTTP/1.1 {result.response.status}"
    yield from _headers(result.response.headers)
    if result.detail:
        yield ""
        yield mask_text(result.detail)
    if result.body:
        yield ""
        yield from result.body.splitlines()


def _headers(headers: Headers) -> Iterator[str]:
    for name, value in headers:
        yield mask_header(name, value)


def curl_line(request: ProbeRequest) -> str:
    """A command that sends the request again; one that would write is replaced by its preflight."""
    method, headers = request.method, list(request.headers)
    if method not in SAFE_METHODS:
        headers = [each for each in headers if each[0].lower() == "origin"]
        headers.append(("Access-Control-Request-Method", method))
        method = "OPTIONS"
    words = ["curl", "-i"]
    # `-X HEAD` waits for a body that never comes.
    words += ["--head"] if method == "HEAD" else ["-X", method] if method != "GET" else []
    for name, value in headers:
        words += ["-H", mask_header(name, value)]
    words += ["--url", masked_url(request.url)]
    return visible(" ".join(shlex.quote(_UNSAFE_IN_A_WORD.sub(" ", word)) for word in words))
