"""Origins: of pages and of servers, and what the `Origin` header says after redirects."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from cors_wizard.fetch_standard.urls import meant_url, parse_url

_NAMED = re.compile(
    r"[a-z][a-z0-9-]{1,30}://"
    r"(?:(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){0,30}\.?|\[[0-9a-f:]{2,39}\])"
    r"(?::[0-9]{1,5})?",
)
"""A serialized origin, character by character: nothing that any list, pattern or policy reads as a sign."""
_OF_AN_APP = re.compile(
    r"(?!(?:https?|wss?|ftp|file|data|blob|about|javascript|filesystem|chrome|view-source):)"
    r"[a-z][a-z0-9-]{1,30}://(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}"
)
"""What other schemes than the web's have for an origin; no sign of a pattern is in it."""

_OF_ADDRESS = re.compile(r"[a-z][a-z0-9-]{1,30}://\[[0-9a-f:.]{2,45}\](?::[0-9]{1,5})?")
"""An origin of an IPv6 address."""


@lru_cache(maxsize=1024)
def serialize_origin(url: str) -> str:
    """The serialized origin of a URL, "null" when it is opaque or the URL is invalid.

    https://html.spec.whatwg.org/#ascii-serialization-of-an-origin
    """
    parsed = parse_url(url)
    return parsed.origin if parsed else "null"


def named_origin(url: str) -> str | None:
    """The origin of a page where generated code may name it; None for `null`, wildcards and patterns.

    The URL standard takes hosts like `(.+)` or `a;b`, since DNS may; flask-cors reads the first as a pattern
    and a Content-Security-Policy the second as two directives. No page is served from such a host.
    """
    serialized = sent_origin(url)
    return serialized if _NAMED.fullmatch(serialized) else None


def for_flask_cors(origin: str) -> str:
    """An origin as flask-cors takes it literally: brackets would make it a pattern.

    What is a pattern already stays as it is.
    """
    return f"^{re.escape(origin)}$" if _OF_ADDRESS.fullmatch(origin) else origin


def sent_origin(url: str) -> str:
    """The origin as the page's browser sends it.

    Apps and extensions have one that the URL standard calls opaque, and their browsers send it by name:
    `capacitor://localhost`, `chrome-extension://<id>`.
    """
    bare = url.strip().lower().rstrip("/")
    is_named = _OF_AN_APP.fullmatch(bare) and not meant_url(bare)
    return bare if is_named else serialize_origin(url)


def is_same_origin(a: str, b: str) -> bool:
    """Whether two URLs or serialized origins are same origin; an opaque origin is like no other.

    https://html.spec.whatwg.org/#same-origin
    """
    first = serialize_origin(a)
    return first != "null" and first == serialize_origin(b)


def is_tainted(page_origin: str, urls: tuple[str, ...]) -> bool:
    """Whether the request's origin is sent as "null" because a foreign server redirected to yet another.

    https://fetch.spec.whatwg.org/#concept-request-redirect-taint
    """
    return any(
        not is_same_origin(after, before) and not is_same_origin(page_origin, before)
        for before, after in pairwise(urls)
    )


def request_origin(origin: str, urls: tuple[str, ...]) -> str:
    """The `Origin` that is sent with the last of `urls`, the request's URL list.

    https://fetch.spec.whatwg.org/#serializing-a-request-origin
    """
    return "null" if is_tainted(origin, urls) else sent_origin(origin)
