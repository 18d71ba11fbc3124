"""URLs as browsers read them: hosts, ports, user-info, relative ones."""

from __future__ import annotations

import pytest

from cors_wizard.fetch_standard.hosts import LONGEST_DOMAIN, domain_to_ascii
from cors_wizard.fetch_standard.urls import absolute, parse_url

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
    ("http://127.0.0.1..", "http://127.0.0.1.."),
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
        pytest.param("\\\\b.example\\x", "https://a.example", "https://b.example/x", id="backslashes"),
        pytest.param("//b.example", "https://a.example", "https://b.example/", id="scheme-relative-bare"),
        pytest.param(
            "http:/localhost:5000/x", "http://h:3000", "http://h:3000/localhost:5000/x", id="one-slash"
        ),
        pytest.param("http:/localhost:5000/x", "https://h", "http://localhost:5000/x", id="other-scheme"),
        pytest.param("https://b.example/x", "https://a.example", "https://b.example/x", id="absolute"),
        pytest.param("/api/users", "file:///home/me/page.html", "file:///api/users", id="file"),
        pytest.param("//host/share", "file:///x", "file://host/share", id="file-share"),
        pytest.param("/api/users", "null", "/api/users", id="opaque"),
        pytest.param("/api/users", "data:text/html,x", "/api/users", id="data"),
        pytest.param("/api/users", "http://exa mple", "/api/users", id="bad-page"),
        pytest.param("http://exa mple", "https://a.example", "http://exa mple", id="invalid"),
    ],
)
def test_relative_url(url: str, page: str, expected: str) -> None:
    """A relative URL is asked of the page's own server."""
    assert absolute(url, page) == expected


WRITTEN = [
    ("HTTP://LOCALHOST:80", "http://localhost/"),
    ("http:\\\\h\\a\\b?c\\d#e\\f", "http://h/a/b?c\\d#e\\f"),
    ("http://h/a/./b/../c", "http://h/a/c"),
    ("http://h/../a", "http://h/a"),
    ("http://h/a/..", "http://h/"),
    ("http://h/a/%2E", "http://h/a/"),
    ("http://h/a/.%2e/b", "http://h/b"),
    ("http://h//a//", "http://h//a//"),
    ("http://h/a b\u00e9\"<>`{}'", "http://h/a%20b%C3%A9%22%3C%3E%60%7B%7D'"),
    ("http://h?a b'\u00e9`{}", "http://h/?a%20b%27%C3%A9`{}"),
    ("http://h#a b`{}'", "http://h/#a%20b%60{}'"),
    ("http://h?", "http://h/?"),
    ("http://h#", "http://h/#"),
    ("http://h/%zz%e9", "http://h/%zz%e9"),
    ("http://@h/", "http://h/"),
    ("http://:@h/", "http://h/"),
    ("http://u:@h/", "http://u@h/"),
    ("http://u@x:p@w@h/", "http://u%40x:p%40w@h/"),
    ("http://h/\ud800", "http://h/%EF%BF%BD"),
    ("data:text/plain, x", "data:text/plain, x"),
]


@pytest.mark.parametrize(("url", "expected"), [pytest.param(*row, id=ascii(row[0])) for row in WRITTEN])
def test_written_url(url: str, expected: str) -> None:
    """The URL as a browser shows it (https://url.spec.whatwg.org/#url-serializing)."""
    parsed = parse_url(url)
    assert parsed is not None
    assert parsed.href == expected
    assert parse_url(expected) == parsed


BASE = "https://a.example/api/users?page=2#top"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", "https://a.example/api/users?page=2"),
        ("?", "https://a.example/api/users?"),
        ("?a", "https://a.example/api/users?a"),
        ("#b", "https://a.example/api/users?page=2#b"),
        ("../login", "https://a.example/login"),
        ("login", "https://a.example/api/login"),
        ("/login", "https://a.example/login"),
        ("https:login", "https://a.example/api/login"),
        ("http://[", "http://["),
    ],
)
def test_relative_location(url: str, expected: str) -> None:
    """Where a redirect leads; what is no URL is shown as it is."""
    assert absolute(url, BASE) == expected


def test_long_domains_are_not_worked_on() -> None:
    """A megabyte of letters costs nothing."""
    assert len(domain_to_ascii("\u00fc" * 1_000_000)) == 1_000_000


@pytest.mark.parametrize(
    ("url", "authority", "path", "query", "path_and_query"),
    [
        ("https://api.example", "api.example", "/", "", "/"),
        ("https://api.example/a/b?c=d&e#f", "api.example", "/a/b", "c=d&e", "/a/b?c=d&e"),
        ("http://me:pw@api.example:5000/?#", "api.example:5000", "/", "", "/?"),
        ("https://api.example:443?x", "api.example", "/", "x", "/?x"),
        ("http://[::1]:80/%zz", "[::1]", "/%zz", "", "/%zz"),
    ],
)
def test_parts(url: str, authority: str, path: str, query: str, path_and_query: str) -> None:
    """Nobody has to split a URL by hand."""
    parsed = parse_url(url)
    assert parsed is not None
    assert (parsed.authority, parsed.path, parsed.query, parsed.path_and_query) == (
        authority,
        path,
        query,
        path_and_query,
    )
