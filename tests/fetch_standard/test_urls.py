"""URLs as browsers read them: hosts, ports, user-info, relative ones."""

from __future__ import annotations

import pytest

from cors_wizard.fetch_standard.urls import LONGEST_DOMAIN, absolute, domain_to_ascii, parse_url, resolve

ORIGINS = [
    ("http://EXAMPLE.com:80/path", "http://example.com"),
    ("https://example.com:443", "https://example.com"),
    ("https://example.com:80", "https://example.com:80"),
    ("http://example.com:", "http://example.com"),
    ("http://example.com:0", "http://example.com:0"),
    ("http://example.com:00080", "http://example.com"),
    ("http://example.com:65535", "http://example.com:65535"),
    ("  http://example.com \n", "http://example.com"),
    ("http://exam\tple.com", "http://example.com"),
    ("http:\\\\example.com\\path", "http://example.com"),
    ("http:example.com", "http://example.com"),
    ("http:////example.com", "http://example.com"),
    ("http://user:pw@example.com", "http://example.com"),
    ("http://a@b@example.com", "http://example.com"),
    ("http://example.com?x=http://other", "http://example.com"),
    ("http://example.com#@other", "http://example.com"),
    ("http://example.com.", "http://example.com."),
    ("http://exa%6Dple.com", "http://example.com"),
    ("http://b\u00fccher.example", "http://xn--bcher-kva.example"),
    ("http://B\u00dcCHER.example", "http://xn--bcher-kva.example"),
    ("http://fa\u00df.de", "http://xn--fa-hia.de"),
    ("http://exam\u3002ple", "http://exam.ple"),
    ("http://\uff45xample.com", "http://example.com"),
    ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
    ("http://127.1", "http://127.0.0.1"),
    ("http://127.0.0.1.", "http://127.0.0.1"),
    ("http://0x7f.1", "http://127.0.0.1"),
    ("http://0x.1", "http://0.0.0.1"),
    ("http://0177.0.0.1", "http://127.0.0.1"),
    ("http://2130706433", "http://127.0.0.1"),
    ("http://[::1]:3000", "http://[::1]:3000"),
    ("http://[0:0:0:0:0:0:0:1]", "http://[::1]"),
    ("http://[1:0:0:2:0:0:0:3]", "http://[1:0:0:2::3]"),
    ("http://[1:0:0:2:3:0:0:4]", "http://[1::2:3:0:0:4]"),
    ("http://255.255.255.255", "http://255.255.255.255"),
    ("http://[1:0:2:3:4:5:6:7]", "http://[1:0:2:3:4:5:6:7]"),
    ("http://[::FFFF:1.2.3.4]", "http://[::ffff:102:304]"),
    ("http://[::]", "http://[::]"),
    ("ws://example.com:80", "ws://example.com"),
    ("ftp://example.com:21", "ftp://example.com"),
    ("blob:https://example.com/0f3c", "https://example.com"),
    ("blob:file:///x", "null"),
    ("blob:nothing", "null"),
    ("file:///home/me/index.html", "null"),
    ("data:text/html,hello", "null"),
    ("about:blank", "null"),
    ("localhost:5000/api", "null"),
    ("chrome-extension://abc/page.html", "null"),
]

INVALID = [
    "",
    "null",
    "/api/users",
    "//example.com",
    "1http://example.com",
    "http://",
    "http://:80",
    "http://user@",
    "http://exa mple.com",
    "http://example.com:port",
    "http://example.com:-1",
    "http://example.com:65536",
    "http://example.com:80:80",
    "http://exa<mple.com",
    "http://exa%3Cmple.com",
    "http://%ff.com",
    "http://[::1",
    "http://[::1]x",
    "http://[::1%25eth0]",
    "http://[1:2]",
    "http://1.2.3.4.5",
    "http://256.0.0.1",
    "http://1.2.3.256",
    "http://08.0.0.1",
    "http://" + "a" * (LONGEST_DOMAIN + 1),
    "http://" + "\u00fc" * (LONGEST_DOMAIN + 1),
]


@pytest.mark.parametrize(("url", "origin"), [pytest.param(*row, id=ascii(row[0])) for row in ORIGINS])
def test_origin_of_a_url(url: str, origin: str) -> None:
    """The origin that a browser computes (https://url.spec.whatwg.org/#origin)."""
    parsed = parse_url(url)
    assert parsed is not None
    assert parsed.origin == origin


@pytest.mark.parametrize("url", [pytest.param(url, id=ascii(url[:40])) for url in INVALID])
def test_invalid_url(url: str) -> None:
    """What no browser takes for an absolute URL."""
    assert parse_url(url) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("http://user:pw@h", True, id="both"),
        pytest.param("http://user@h", True, id="user"),
        pytest.param("http://:pw@h", True, id="password"),
        pytest.param("http://@h", False, id="empty"),
        pytest.param("http://:@h", False, id="empty-both"),
        pytest.param("http://h/@x", False, id="path"),
    ],
)
def test_credentials_in_a_url(url: str, expected: bool) -> None:
    """https://url.spec.whatwg.org/#include-credentials"""
    parsed = parse_url(url)
    assert parsed is not None
    assert parsed.has_credentials is expected


@pytest.mark.parametrize(
    ("url", "page", "expected"),
    [
        pytest.param("/api/users", "http://localhost:3000", "http://localhost:3000/api/users", id="path"),
        pytest.param("users", "http://localhost:3000", "http://localhost:3000/users", id="name"),
        pytest.param(
            "undefined/users", "https://a.example", "https://a.example/undefined/users", id="undefined"
        ),
        pytest.param("//b.example/x", "https://a.example", "https://b.example/x", id="scheme-relative"),
        pytest.param("\\\\b.example\\x", "https://a.example", "https://b.example\\x", id="backslashes"),
        pytest.param("//b.example", "https://a.example", "https://b.example/", id="scheme-relative-bare"),
        pytest.param(
            "http:/localhost:5000/x", "http://h:3000", "http://h:3000/localhost:5000/x", id="one-slash"
        ),
        pytest.param("http:/localhost:5000/x", "https://h", "http:/localhost:5000/x", id="other-scheme"),
        pytest.param("https://b.example/x", "https://a.example", "https://b.example/x", id="absolute"),
        pytest.param("/api/users", "file:///home/me/page.html", "file:///api/users", id="file"),
        pytest.param("//host/share", "file:///x", "file:////host/share", id="file-share"),
        pytest.param("/api/users", "null", "/api/users", id="opaque"),
        pytest.param("/api/users", "data:text/html,x", "/api/users", id="data"),
        pytest.param("/api/users", "http://exa mple", "/api/users", id="bad-page"),
        pytest.param("http://exa mple", "https://a.example", "http://exa mple", id="invalid"),
    ],
)
def test_relative_url(url: str, page: str, expected: str) -> None:
    """A relative URL is asked of the page's own server."""
    assert absolute(url, page) == expected


def test_resolving_a_location_never_fails() -> None:
    """A Location is shown as it is where it cannot be resolved."""
    assert resolve("../login", "https://a.example/api/users") == "https://a.example/login"
    assert resolve("http://[", "https://a.example/api/users") == "http://["


def test_long_domains_are_not_worked_on() -> None:
    """A megabyte of letters costs nothing."""
    assert len(domain_to_ascii("\u00fc" * 1_000_000)) == 1_000_000
