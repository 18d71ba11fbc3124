"""The lines of a block of headers, however the Network panel copied them: each name beside its value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.frozen import dataclass

_NAME = re.compile(
    r":?[A-Za-z][A-Za-z0-9-]{0,99}:?"
    r"|(?:Request URL|Request Method|Status Code|Remote Address|Referrer Policy):?",
    re.IGNORECASE,
)
_OF_A_PANEL = 3
"""With fewer such lines, a wrapped sentence happens to have a line like a name."""
_PREFIXES = ("access-control-", "x-", "sec-", "cf-", ":")
_ALONE = frozenset(
    [
        *("request url", "request method", "status code", "remote address", "referrer policy"),
        *("scheme", "host", "filename", "address", "status", "origin", "referer", "user-agent", "accept"),
        *("cookie", "authorization", "accept-language", "accept-encoding", "connection", "content-type"),
        *("content-length", "cache-control", "date", "via", "server", "allow", "vary", "etag", "location"),
        *("set-cookie", "expires", "last-modified", "age", "pragma", "te", "priority", "content-encoding"),
    ]
)
"""Names that Chrome and Firefox copy onto a line of their own, the value below."""


@dataclass(frozen=True)
class PanelLine:
    """One line to be read, a name and its value joined, and where it is in the text."""

    text: str
    start: int
    end: int


def panel_lines(text: str, most: int) -> Iterator[PanelLine]:
    """The lines, stripped; where names are above their values, the two are joined."""
    lines = list(_lines(text, most))
    if sum(_is_a_name(line.text) for line in lines) < _OF_A_PANEL:
        yield from lines
        return
    name: PanelLine | None = None
    for line in lines:
        if name and line.text:
            yield PanelLine(f"{name.text.removesuffix(':')}: {line.text}", name.start, line.end)
            name = None
        elif _is_a_name(line.text):
            name = line
        else:
            yield line
            name = None


def _lines(text: str, most: int) -> Iterator[PanelLine]:
    start = 0
    for _ in range(most):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield PanelLine(text[start:end].strip(), start, end)
        start = end + 1
        if start > len(text):
            return


def _is_a_name(line: str) -> bool:
    lower = line.removesuffix(":").lower()
    return bool(_NAME.fullmatch(line)) and (lower in _ALONE or lower.startswith(_PREFIXES))
