"""Sites, without the public suffix list."""

from __future__ import annotations

import pytest

from cors_wizard.fetch_standard.site import is_public_suffix, is_same_site, registrable_domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("localhost", "localhost"),
        ("example.com", "example.com"),
        ("a.b.example.com", "example.com"),
        ("a.b.example.com.", "example.com"),
        ("shop.example.co.uk", "example.co.uk"),
        ("example.co.uk", "example.co.uk"),
        ("a.example.ch", "example.ch"),
        ("me.github.io", "me.github.io"),
        ("x.me.github.io", "me.github.io"),
        ("app.up.railway.app", "app.up.railway.app"),
        ("x.app.up.railway.app", "app.up.railway.app"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "[::1]"),
    ],
)
def test_registrable_domain(host: str, domain: str) -> None:
    """https://url.spec.whatwg.org/#host-registrable-domain, as well as it goes without the list."""
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("https://a.example.com", "https://b.example.com:8443", True),
        ("http://a.example.com", "https://b.example.com", False),
        ("http://localhost:3000", "http://localhost:5000", True),
        ("http://localhost:3000", "http://127.0.0.1:5000", False),
        ("null", "null", False),
        ("not a URL", "not a URL", False),
    ],
)
def test_same_site(a: str, b: str, same: bool) -> None:
    """https://html.spec.whatwg.org/#same-site: ports do not count, schemes do."""
    assert is_same_site(a, b) is same


@pytest.mark.parametrize(
    ("host", "public"),
    [("com", True), ("localhost", False), ("co.uk", True), ("vercel.app", True), ("example.com", False)],
)
def test_public_suffix(host: str, public: bool) -> None:
    """What no cookie may be set for."""
    assert is_public_suffix(host) is public
