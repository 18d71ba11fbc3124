"""Text from the network made fit to be shown: no control characters, no secrets, never long.

The recorded exchange keeps what really came, since the verdict depends on every character of it.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit, urlunsplit

from cors_wizard.http_exchange import Headers

MASK = "***"
"""What stands where a secret stood."""

VALUE_LIMIT = 300
"""Characters of one header value that are shown."""

HEADER_LIMIT = 60
"""Header lines of one response that are shown."""

_SECRET_HEADERS = frozenset(
    {"authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token", "x-csrf-token"}
)
_SECRET_PARAMETER = re.compile(
    r"(?i)token|secret|passw|signature|session|api.?key|auth|^key$|^code$|^sig$|^state$"
)
_LONG_WORD = re.compile(r"[A-Za-z0-9_\-+/=]{24,}")
_ASSIGNED_SECRET = re.compile(
    r"(?i)\b(token|secret|password|passwd|api_?key|authorization|session)(\"?'?\s{0,3}[:=]\s{0,3}\"?'?)[^\s\"',;&}]{1,200}"
)
_TITLE = re.compile(r"(?i)<title>([^<]{0,300})")


def clean(text: str, limit: int = VALUE_LIMIT) -> str:
    """The text as one line without control or invisible characters, cut at `limit`."""
    shown = "".join(" " if char in "\t\r\n" else _visible(char) for char in text[: limit + 1])
    return f"{shown[:limit]}…" if len(text) > limit else shown


def _visible(char: str) -> str:
    # Cc: escape sequences; Cf: bidirectional overrides and zero-width characters; Cs, Zl, Zp break output.
    return (
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else char
    )


def header_lines(headers: Headers) -> tuple[str, ...]:
    """The header list as `Name: value` lines to show, secrets masked."""
    return tuple(header_line(name, value) for name, value in headers.pairs[:HEADER_LIMIT])


def header_line(name: str, value: str) -> str:
    """One header as a line to show, its secret masked."""
    lowered = name.lower()
    if lowered in _SECRET_HEADERS:
        value = MASK
    elif lowered == "set-cookie":
        value = _masked_cookie(value)
    elif lowered in {"location", "content-location", "refresh", "referer"}:
        value = masked_url(value)
    return f"{clean(name, 80)}: {clean(value)}"


def _masked_cookie(value: str) -> str:
    pair, semicolon, attributes = value.partition(";")
    name, equals, _ = pair.partition("=")
    return f"{name}{equals}{MASK}{semicolon}{attributes}" if equals else f"{MASK}{semicolon}{attributes}"


def masked_url(url: str) -> str:
    """The URL without user name, password and the values of parameters that sound secret."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return clean(url)
    query = "&".join(_masked_parameter(piece) for piece in parts.query.split("&"))
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, ""))


def _masked_parameter(piece: str) -> str:
    name, equals, _ = piece.partition("=")
    return f"{name}={MASK}" if equals and _SECRET_PARAMETER.search(name[:100]) else piece


def excerpt(body: bytes, limit: int = 200) -> str:
    """What an error's body says: the title of a page, else its first words, secrets masked."""
    text = body[:4096].decode("utf-8", "replace")
    title = _TITLE.search(text)
    shown = clean(" ".join((title.group(1) if title else text).split()), limit)
    return _LONG_WORD.sub(MASK, _ASSIGNED_SECRET.sub(rf"\1\2{MASK}", shown))
