"""Request headers: forbidden ones, the reasons why others are unsafe, and list headers."""

from __future__ import annotations

import pytest

from cors_wizard.fetch_standard.headers import (
    cors_unsafe_request_headers,
    extract_list,
    is_forbidden_request_header,
    is_header_value,
    is_no_cors_safelisted,
    mime_type_essence,
    why_unsafe,
)
from cors_wizard.http_exchange import Headers


@pytest.mark.parametrize(
    ("name", "value", "forbidden"),
    [
        ("Origin", "x", True),
        ("hOST", "x", True),
        ("Cookie", "x", True),
        ("Content-Length", "3", True),
        ("Sec-Anything", "x", True),
        ("Proxy-Authorization", "x", True),
        ("DNT", "1", True),
        ("X-HTTP-Method", "connect", True),
        ("X-Method-Override", "GET,TRACK", True),
        ("X-HTTP-Method-Override", "PUT", False),
        ("User-Agent", "x", False),
        ("Authorization", "x", False),
        ("Section", "x", False),
    ],
)
def test_forbidden(name: str, value: str, forbidden: bool) -> None:
    """https://fetch.spec.whatwg.org/#forbidden-request-header"""
    assert is_forbidden_request_header(name, value) is forbidden


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("X-A", "1", "header-not-safelisted"),
        ("Accept", "a" * 129, "header-long"),
        ("Accept", "a:b", "header-unsafe-character"),
        ("Content-Language", "a_b", "header-not-of-a-language"),
        ("Range", "bytes=-5", "header-not-a-range"),
        ("Content-Type", "application/json", "header-not-a-form-type"),
    ],
)
def test_reason(name: str, value: str, reason: str) -> None:
    """Each rule has a reason of its own."""
    assert why_unsafe(name, value) == reason


def test_unsafe_headers_come_in_the_order_of_the_page_and_once() -> None:
    """Chromium names the first refused header in the page's order (`baggage-sentry-trace`)."""
    headers = Headers.of([("Sentry-Trace", "1"), ("Baggage", "x"), ("sentry-trace", "2"), ("Cookie", "x")])
    assert [header.name for header in cors_unsafe_request_headers(headers)] == ["sentry-trace", "baggage"]


def test_many_safe_headers_are_unsafe_together() -> None:
    """https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names, step 6"""
    headers = Headers.of([("Accept", "a" * 128)] * 9)
    assert [
        header.name for header in cors_unsafe_request_headers(headers) if header.id == "headers-long-together"
    ] == ["accept"]


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        ("", True),
        ("caf\xe9", True),
        ("a\tb", True),
        ("a\nb", False),
        ("a\rb", False),
        ("\0", False),
        ("\u2026", False),
    ],
)
def test_header_value(value: str, valid: bool) -> None:
    """https://fetch.spec.whatwg.org/#header-value"""
    assert is_header_value(value) is valid


@pytest.mark.parametrize(
    ("value", "essence"),
    [
        ("text/html", "text/html"),
        (" Text/HTML ; charset=x", "text/html"),
        ("text/html ", "text/html"),
        ("text", None),
        ("/html", None),
        ("text/;x", None),
        ("te xt/html", None),
    ],
)
def test_mime_type(value: str, essence: str | None) -> None:
    """https://mimesniff.spec.whatwg.org/#parsing-a-mime-type"""
    assert mime_type_essence(value) == essence


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("Accept", "*/*", True),
        ("Content-Type", "text/plain", True),
        ("Content-Type", "application/json", False),
        ("Range", "bytes=0-", False),
        ("Authorization", "x", False),
    ],
)
def test_no_cors_safelisted(name: str, value: str, kept: bool) -> None:
    """https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header"""
    assert is_no_cors_safelisted(name, value) is kept


@pytest.mark.parametrize(
    ("values", "items"),
    [
        pytest.param((), (), id="absent"),
        pytest.param(("",), (), id="empty"),
        pytest.param(("GET, PUT",), ("GET", "PUT"), id="two"),
        pytest.param(("GET", "PUT"), ("GET", "PUT"), id="two-lines"),
        pytest.param((" ,GET\t,, PUT ,",), ("GET", "PUT"), id="empty-items"),
        pytest.param(("GET PUT",), None, id="blank"),
        pytest.param(("GET", "['PUT']"), None, id="second-line-invalid"),
        pytest.param(('"GET"',), None, id="quoted"),
        pytest.param(("*",), ("*",), id="star"),
    ],
)
def test_extract_list(values: tuple[str, ...], items: tuple[str, ...] | None) -> None:
    """https://fetch.spec.whatwg.org/#extract-header-list-values"""
    assert extract_list(Headers.of([("x-list", value) for value in values]), "X-List") == items
