"""The lines of a block of headers, however the Network panel copied them: each name beside its value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

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


def header_lines(lines: Iterable[str]) -> Iterator[str]:
    """The lines, those of a name and its value joined."""
    stripped = [line.strip() for line in lines]
    if sum(map(_is_a_name, stripped)) < _OF_A_PANEL:
        yield from stripped
        return
    name = ""
    for line in stripped:
        if name and line:
            yield f"{name}: {line}"
            name = ""
        elif _is_a_name(line):
            name = line.removesuffix(":")
        else:
            yield line
            name = ""


def _is_a_name(line: str) -> bool:
    lower = line.removesuffix(":").lower()
    return bool(_NAME.fullmatch(line)) and (lower in _ALONE or lower.startswith(_PREFIXES))
