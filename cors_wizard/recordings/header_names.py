"""Which headers requests have, which responses have, and which both."""

from __future__ import annotations

from typing import Literal

Side = Literal["request", "response"]

_OF_REQUESTS = frozenset(
    [
        *("host", "origin", "referer", "user-agent", "accept", "cookie", "authorization"),
        *("access-control-request-method", "access-control-request-headers"),
        *("access-control-request-private-network", "access-control-request-local-network"),
        *("accept-language", "accept-encoding", "accept-charset", "if-none-match", "if-modified-since"),
        *("postman-token", "dnt", "priority", "upgrade-insecure-requests", "sec-purpose"),
        *("x-requested-with", "x-csrf-token", "x-xsrf-token", "x-api-key"),
    ]
)
_OF_RESPONSES = frozenset(
    [
        *("server", "allow", "vary", "etag", "location", "set-cookie", "expires", "last-modified"),
        *("age", "www-authenticate", "x-powered-by", "strict-transport-security", "retry-after"),
        *("x-frame-options", "x-content-type-options", "x-xss-protection", "cross-origin-resource-policy"),
        *("content-security-policy", "alt-svc", "x-cache", "cf-ray", "content-encoding", "accept-ranges"),
        *("transfer-encoding", "content-disposition", "timing-allow-origin", "report-to", "nel"),
    ]
)
_OF_BOTH = frozenset(
    ["connection", "content-type", "content-length", "cache-control", "date", "via", "te", "pragma"]
)


def side_of(name: str) -> Side | None:
    """Whose header this is by its name alone; None where both may have it, or nobody knows it."""
    lower = name.lower()
    if lower in _OF_REQUESTS or lower.startswith("sec-"):
        return "request"
    if lower in _OF_RESPONSES or lower.startswith("access-control-"):
        return "response"
    return None


def is_known(name: str) -> bool:
    """Whether HTTP knows such a header."""
    lower = name.lower()
    return side_of(name) is not None or lower in _OF_BOTH or lower.startswith(("x-", "cf-"))
