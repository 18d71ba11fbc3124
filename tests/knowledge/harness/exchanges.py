"""The exchange that a browser would have for a page's request, made by hand, for pages of any origin.

The same description serves a running server and a WSGI app in a process of its own: what is asked is plain
data (`questions`), and whoever has the answers gets the exchange back (`exchange`).
"""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from cors_wizard.fetch_standard import judge, preflight_header_names, preflight_reasons
from cors_wizard.http_exchange import Exchange, Headers, Request, Response
from tests.browsers.pages import PageRequest


@dataclass(frozen=True)
class Node:
    """One HTTP request, as it goes over the wire."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: str = ""


def look_alikes(page_origin: str) -> dict[str, str]:
    """Origins that are not the page's, by what is wrong with each."""
    scheme, _, rest = page_origin.partition("://")
    host, _, port = rest.partition(":")
    other_scheme = "https" if scheme == "http" else "http"
    tail = f":{port}" if port else ""
    return {
        "another-site": "https://evil.test",
        "null": "null",
        "suffix": f"{scheme}://{host}.evil.test{tail}",
        "suffix-after-port": f"{page_origin}.evil.test",
        "prefix": f"{scheme}://evil{host}{tail}",
        "prefix-with-hyphen": f"{scheme}://evil-{host}{tail}",
        "subdomain": f"{scheme}://evil.{host}{tail}",
        "another-scheme": f"{other_scheme}://{rest}",
        "longer-port": f"{page_origin}0",
    }


def standard_request(request: PageRequest) -> Request:
    """The page's request in the standard's words; a body gives it a Content-Type, as in a browser."""
    headers = dict(request.headers)
    if request.body is not None and "content-type" not in {name.lower() for name in headers}:
        headers["Content-Type"] = "text/plain;charset=UTF-8"
    return Request(request.url, request.method, Headers.of(headers), request.credentials, request.mode)


def questions(request: PageRequest, origin: str) -> tuple[Node, ...]:
    """What the browser would send, the preflight first where it needs one."""
    asked = standard_request(request)
    actual = Node(asked.method, asked.url, {**dict(asked.headers), "Origin": origin}, request.body or "")
    if not preflight_reasons(asked, origin):
        return (actual,)
    preflight = {"Origin": origin, "Access-Control-Request-Method": asked.method}
    if names := preflight_header_names(asked):
        preflight["Access-Control-Request-Headers"] = ",".join(names)
    return (Node("OPTIONS", asked.url, preflight), actual)


def exchange(request: PageRequest, origin: str, answers: Sequence[Response | None]) -> Exchange:
    """The exchange that these answers make."""
    *preflight, actual = answers
    return Exchange(origin, standard_request(request), preflight[0] if preflight else None, actual)


def may_read(taken: Exchange) -> bool:
    """Whether the server lets this page in: a browser accepts it, or the page's origin is echoed at least.

    An origin that no browser sends (a port with a letter in it) is echoed only where a pattern is too wide.
    """
    responses = (taken.preflight_response, taken.response)
    echoed = {response.headers.get("Access-Control-Allow-Origin") for response in responses if response}
    return taken.page_origin in echoed or judge(taken).readable


def exchange_over_http(request: PageRequest, origin: str) -> Exchange:
    """The exchange with a running server."""
    return exchange(request, origin, [_ask(question) for question in questions(request, origin)])


def _ask(question: Node) -> Response:
    parts = urlsplit(question.url)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=60)
    if parts.scheme == "https":
        # The browser has looked at the certificate; here it is about headers.
        context = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection("127.0.0.1", parts.port, timeout=60, context=context)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    try:
        body = question.body.encode() or None
        connection.request(question.method, path, body, {"Host": parts.netloc, **question.headers})
        answer = connection.getresponse()
        answer.read()
        return Response(answer.status, Headers.of(answer.getheaders()))
    finally:
        connection.close()
