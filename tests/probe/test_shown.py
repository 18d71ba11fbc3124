"""Masking: nothing of the network reaches a screen or a report with its secrets or its control characters."""

from __future__ import annotations

import pytest

from cors_wizard.masking import masked_url
from cors_wizard.probe.shown import clean, excerpt, header_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("plain é", "plain é", id="plain"),
        pytest.param("a\tb\r\nc", "a b c", id="white-space"),
        pytest.param("\x1b[2J\x07\x9b\x00", "\\x1b[2J\\x07\\x9b\\x00", id="control-characters"),
        pytest.param("a\u202eb\u200b", "a\\u202eb\\u200b", id="direction-and-zero-width"),
        pytest.param("x" * 50, "x" * 9 + "…", id="long"),
    ],
)
def test_clean(text: str, shown: str) -> None:
    """One line, visible characters, a limit."""
    assert clean(text, 10 if len(text) > 40 else 300) == shown


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        pytest.param("Set-Cookie", "session=abc; HttpOnly", "Set-Cookie: session=***; HttpOnly", id="cookie"),
        pytest.param("set-cookie", "abc", "set-cookie: ***", id="cookie-without-a-name"),
        pytest.param("Authorization", "Bearer abc", "Authorization: ***", id="authorization"),
        pytest.param("Location", "/a?code=abc&x=1", "Location: /a?code=***&x=1", id="location"),
        pytest.param("Vary", "Origin", "Vary: Origin", id="harmless"),
    ],
)
def test_header_line(name: str, value: str, line: str) -> None:
    """What identifies a user is hidden; what explains a failure stays."""
    assert header_line(name, value) == line


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        pytest.param("http://u:p@a.example/x?y=1#z", "http://a.example/x?y=1", id="user-name"),
        pytest.param("/?access_token=b&API-Key=c&d", "/?access_token=***&API-Key=***&d", id="query"),
        pytest.param("http://[broken", "http://[broken", id="not-a-url"),
    ],
)
def test_masked_url(url: str, shown: str) -> None:
    """Passwords and tokens in URLs are hidden."""
    assert masked_url(url) == shown


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        pytest.param(b"<html><TITLE>404\nNot Found</title><p>secret", "404 Not Found", id="title"),
        pytest.param(b'{"error": "no", "token": "abc"}', '{"error": "no", "token": "***"}', id="json"),
        pytest.param(b"key eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "key ***", id="long-word"),
        pytest.param(b"\xff\x1b[2J", "�\\x1b[2J", id="no-text"),
        pytest.param(b"word " * 1000, ("word " * 40)[:199] + "…", id="long"),
        pytest.param(b"", "", id="empty"),
    ],
)
def test_excerpt(body: bytes, shown: str) -> None:
    """A title, or the first words."""
    assert excerpt(body) == shown
