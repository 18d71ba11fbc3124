"""Origins: same or not, and what is sent after redirects."""

from __future__ import annotations

import pytest

from cors_wizard.fetch_standard import is_same_origin, serialize_origin
from cors_wizard.fetch_standard.origin import named_origin, request_origin, sent_origin
from tests.fetch_standard.build import API, OTHER, PAGE


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        pytest.param("http://a.example/x", "http://a.example/y", True, id="path"),
        pytest.param("http://a.example", "http://A.EXAMPLE:80", True, id="case-and-default-port"),
        pytest.param("http://a.example", "https://a.example", False, id="scheme"),
        pytest.param("http://a.example", "http://b.a.example", False, id="subdomain"),
        pytest.param("http://a.example", "http://a.example.", False, id="trailing-dot"),
        pytest.param("http://localhost:3000", "http://localhost:5000", False, id="port"),
        pytest.param("http://localhost:3000", "http://127.0.0.1:3000", False, id="localhost-by-number"),
        pytest.param("http://[::1]", "http://[0::1]", True, id="ipv6"),
        pytest.param("http://b\u00fccher.example", "http://xn--bcher-kva.example", True, id="idna"),
        pytest.param("null", "null", False, id="opaque"),
        pytest.param("file:///a", "file:///a", False, id="file"),
        pytest.param("blob:http://a.example/1", "http://a.example", True, id="blob"),
    ],
)
def test_same_origin(a: str, b: str, same: bool) -> None:
    """https://html.spec.whatwg.org/#same-origin"""
    assert is_same_origin(a, b) is same
    assert is_same_origin(b, a) is same


def test_serialized_origin() -> None:
    """A URL's origin as the Origin header has it; "null" where there is none to tell."""
    assert serialize_origin("https://a.example:8443/x?y") == "https://a.example:8443"
    assert serialize_origin("file:///x") == "null"
    assert serialize_origin("not a URL") == "null"


@pytest.mark.parametrize(
    ("urls", "origin"),
    [
        pytest.param((API,), PAGE, id="direct"),
        pytest.param((API, API), PAGE, id="within-the-api"),
        pytest.param((PAGE, API), PAGE, id="away-from-the-page"),
        pytest.param((PAGE, API, API), PAGE, id="away-and-within"),
        pytest.param((PAGE, API, OTHER), "null", id="away-and-further"),
        pytest.param((API, OTHER), "null", id="to-another"),
        pytest.param((API, PAGE), "null", id="back-to-the-page"),
        pytest.param((API, OTHER, OTHER), "null", id="tainted-for-good"),
    ],
)
def test_origin_sent_after_redirects(urls: tuple[str, ...], origin: str) -> None:
    """https://fetch.spec.whatwg.org/#concept-request-redirect-taint"""
    assert request_origin(PAGE, urls) == origin


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        pytest.param("capacitor://localhost/", "capacitor://localhost", id="capacitor"),
        pytest.param("chrome-extension://abcdef", "chrome-extension://abcdef", id="extension"),
        pytest.param("https://Shop.example/cart", "https://shop.example", id="web"),
        pytest.param("file:///index.html", "null", id="file"),
        pytest.param("data:text/html,x", "null", id="data"),
        pytest.param("app+x://(.*)", "null", id="pattern"),
        pytest.param("javascript://a", "null", id="script"),
    ],
)
def test_what_a_pages_browser_sends(page: str, sent: str) -> None:
    """Apps and extensions have an origin that the URL standard calls opaque."""
    assert sent_origin(page) == sent


@pytest.mark.parametrize(
    ("origin", "named"),
    [
        ("HTTP://My_Host.example:80/", "http://my_host.example"),
        ("capacitor://localhost", "capacitor://localhost"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        *(
            (each, None)
            for each in ("null", "*", "https://*.example", "https://(.+)", "http://a;b", "file:///x")
        ),
    ],
)
def test_origins_that_code_may_name(origin: str, named: str | None) -> None:
    """Whatever a browser may send, and nothing that a list or a pattern reads as more."""
    assert named_origin(origin) == named
