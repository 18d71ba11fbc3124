"""What is shown of a response: harmless lines, secrets masked, never long.

The recorded exchange keeps what really came, since the verdict depends on every character of it.
"""

from __future__ import annotations

import re

from cors_wizard.http_exchange import Headers
from cors_wizard.masking import mask_text, masked_header_value
from cors_wizard.printable import one_line

VALUE_LIMIT = 300
"""Characters of one header value that are shown."""

HEADER_LIMIT = 60
"""Header lines of one response that are shown."""

_LONGEST_EXCERPT = 200
_TITLE = re.compile(r"(?i)<title>([^<]{0,300})")


def clean(text: str, limit: int = VALUE_LIMIT) -> str:
    """The text as one harmless line, cut at `limit`."""
    return one_line(text, limit)


def header_lines(headers: Headers) -> tuple[str, ...]:
    """The header list as `Name: value` lines to show, secrets masked."""
    return tuple(header_line(name, value) for name, value in headers.pairs[:HEADER_LIMIT])


def header_line(name: str, value: str) -> str:
    """One header as a line to show, its secret masked."""
    return f"{clean(name, 80)}: {clean(masked_header_value(name, value))}"


def excerpt(body: bytes) -> str:
    """What an error's body says: the title of a page, else its first words, secrets masked."""
    text = body[:4096].decode("utf-8", "replace")
    title = _TITLE.search(text)
    return clean(mask_text(title.group(1) if title else text), _LONGEST_EXCERPT)
