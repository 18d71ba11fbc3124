"""Which response headers the page's code can read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import CredentialsMode, Exchange
from tests.fetch_standard.build import PAGE, allowed, answer, asked, exchanged

HEADERS = (
    ("Cache-Control", "no-cache"),
    ("Content-Language", "nn"),
    ("Content-Length", "3"),
    ("Content-Type", "text/plain"),
    ("Expires", "0"),
    ("Last-Modified", "0"),
    ("Pragma", "no-cache"),
    ("Server", "x"),
    ("Set-Cookie", "a=b"),
    ("Set-Cookie2", "a=b"),
    ("X-Total-Count", "42"),
    ("X-Total-Count", "43"),
)
SAFE = (
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
)
EXPOSE = "Access-Control-Expose-Headers"


@pytest.mark.parametrize(
    ("expose", "credentials", "more"),
    [
        pytest.param((), "omit", (), id="by-default"),
        pytest.param(("X-Total-Count, Set-Cookie",), "omit", ("x-total-count",), id="named"),
        pytest.param(("Server", "x-total-count"), "omit", ("server", "x-total-count"), id="two-lines"),
        pytest.param(("*",), "include", (), id="star-with-credentials"),
        pytest.param(("x total count",), "omit", (), id="invalid"),
    ],
)
def test_exposed(expose: tuple[str, ...], credentials: CredentialsMode, more: tuple[str, ...]) -> None:
    """https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name"""
    lines = [(EXPOSE, value) for value in expose]
    exchange = exchanged(asked(credentials=credentials), allowed(*HEADERS, *lines))
    assert judge(exchange).exposed_headers == (*SAFE, *more)


def test_star_exposes_all_but_cookies() -> None:
    """Without credentials `*` means every header."""
    exposed = judge(exchanged(asked(), allowed(*HEADERS, (EXPOSE, "*")))).exposed_headers
    assert {"server", "x-total-count", "access-control-expose-headers", *SAFE} <= set(exposed)
    assert not {"set-cookie", "set-cookie2"} & set(exposed)


def test_same_origin_exposes_all_but_cookies() -> None:
    """https://fetch.spec.whatwg.org/#concept-filtered-response-basic"""
    exposed = judge(exchanged(asked(url="/data"), answer(200, *HEADERS))).exposed_headers
    assert exposed == (*SAFE, "server", "x-total-count")


def test_nothing_is_exposed_of_what_is_refused() -> None:
    """A refused, an opaque, an absent response shows no header."""
    assert judge(exchanged(asked(), answer(200, *HEADERS))).exposed_headers == ()
    assert judge(exchanged(replace(asked(), mode="no-cors"), answer(200, *HEADERS))).exposed_headers == ()
    assert (
        judge(Exchange(PAGE, asked("PUT"), allowed(("Access-Control-Allow-Methods", "PUT")))).exposed_headers
        == ()
    )
