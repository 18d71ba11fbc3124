"""Hosts of this machine and of private networks, blocked ports, mixed content."""

from __future__ import annotations

import pytest

from cors_wizard.fetch_standard.trust import (
    is_bad_port,
    is_local,
    is_loopback,
    is_mixed_content,
    is_public_name,
)
from cors_wizard.fetch_standard.urls import ParsedUrl


@pytest.mark.parametrize(
    ("host", "loopback", "local"),
    [
        ("localhost", True, True),
        ("localhost.", True, True),
        ("api.localhost", True, True),
        ("notlocalhost", False, False),
        ("localhost.example", False, False),
        ("127.0.0.1", True, True),
        ("127.8.8.8", True, True),
        ("[::1]", True, True),
        ("[::2]", False, False),
        ("10.1.2.3", False, True),
        ("192.168.1.1", False, True),
        ("172.32.0.1", False, False),
        ("169.254.1.1", False, True),
        ("[fd00::1]", False, True),
        ("93.184.216.34", False, False),
        ("1and1.example", False, False),
        ("", False, False),
    ],
)
def test_address_space(host: str, loopback: bool, local: bool) -> None:
    """https://wicg.github.io/local-network-access/#ip-address-space-section"""
    assert is_loopback(host) is loopback
    assert is_local(host) is local


@pytest.mark.parametrize(
    ("url", "bad"),
    [
        (ParsedUrl("http", "h", 6000), True),
        (ParsedUrl("https", "h", 25), True),
        (ParsedUrl("http", "h", 0), True),
        (ParsedUrl("http", "h", 5000), False),
        (ParsedUrl("http", "h", None), False),
        (ParsedUrl("ftp", "h", 25), False),
    ],
)
def test_bad_port(url: ParsedUrl, bad: bool) -> None:
    """https://fetch.spec.whatwg.org/#port-blocking"""
    assert is_bad_port(url) is bad


@pytest.mark.parametrize(
    ("page", "url", "mixed"),
    [
        ("https://p.example", ParsedUrl("http", "a.example"), True),
        ("https://p.example", ParsedUrl("https", "a.example"), False),
        ("http://p.example", ParsedUrl("http", "a.example"), False),
        ("https://p.example", ParsedUrl("http", "localhost"), False),
        ("null", ParsedUrl("http", "a.example"), False),
    ],
)
def test_mixed_content(page: str, url: ParsedUrl, mixed: bool) -> None:
    """https://w3c.github.io/webappsec-mixed-content/#should-block-fetch"""
    assert is_mixed_content(page, url) is mixed


@pytest.mark.parametrize(
    ("page", "public"),
    [
        ("https://app.example", True),
        ("http://93.184.216.34", True),
        ("http://localhost:3000", False),
        ("http://192.168.0.2", False),
        ("http://intranet", False),
        ("null", False),
        ("ftp://app.example", False),
    ],
)
def test_public_page(page: str, public: bool) -> None:
    """A guess by the name: an exchange does not say where the page came from."""
    assert is_public_name(page) is public
