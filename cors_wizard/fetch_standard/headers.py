"""Request headers: which are safelisted, by name and value, and which a page cannot set at all."""

from __future__ import annotations

import re

from cors_wizard.fetch_standard.methods import is_forbidden_method, is_token
from cors_wizard.fetch_standard.verdict import PreflightReason, PreflightReasonId
from cors_wizard.http_exchange import Headers

LONGEST_SAFE_VALUE = 128
"""Fetch, "CORS-safelisted request-header", step 1: longer values are unsafe."""

LARGEST_SAFE_TOTAL = 1024
"""Fetch, "CORS-unsafe request-header names", step 6: more bytes of safelisted values together are unsafe."""

SAFELISTED_CONTENT_TYPES = frozenset(
    {"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"}
)
"""Fetch, "CORS-safelisted request-header": the MIME types that a form could always send."""

NON_WILDCARD_REQUEST_HEADERS = frozenset({"authorization"})
"""Fetch, "CORS non-wildcard request-header name": the names that `*` does not cover."""

REQUEST_BODY_HEADERS = frozenset({"content-encoding", "content-language", "content-location", "content-type"})
"""Fetch, "request-body-header name": lost when a redirect turns the request into a GET."""

_FORBIDDEN = frozenset(
    {
        "accept-charset",
        "accept-encoding",
        "access-control-request-headers",
        "access-control-request-method",
        "connection",
        "content-length",
        "cookie",
        "cookie2",
        "date",
        "dnt",
        "expect",
        "host",
        "keep-alive",
        "origin",
        "referer",
        "set-cookie",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "via",
    }
)
_METHOD_OVERRIDES = frozenset({"x-http-method", "x-http-method-override", "x-method-override"})
_NO_CORS_SAFELISTED = frozenset({"accept", "accept-language", "content-language", "content-type"})

_UNSAFE_BYTE = re.compile(r"[\x00-\x08\x0a-\x1f\"():<>?@\[\\\]{}\x7f]")
_SAFE_LANGUAGE = re.compile(r"[0-9A-Za-z *,\-.;=]*")
_RANGE = re.compile(r"bytes=([0-9]{1,100})-([0-9]{0,100})")
_HTTP_WHITESPACE = " \t\r\n"


def is_forbidden_request_header(name: str, value: str) -> bool:
    """Whether the browser ignores this header when a page sets it.

    https://fetch.spec.whatwg.org/#forbidden-request-header
    """
    lower = name.lower()
    if lower in _FORBIDDEN or lower.startswith(("proxy-", "sec-")):
        return True
    if lower not in _METHOD_OVERRIDES:
        return False
    return any(is_forbidden_method(method.strip(_HTTP_WHITESPACE)) for method in value.split(","))


def is_header_value(value: str) -> bool:
    """Whether a page may set this value: bytes only, without NUL and line ends.

    https://fetch.spec.whatwg.org/#header-value, and WebIDL's ByteString
    """
    return not any(letter in "\0\r\n" or letter > "\xff" for letter in value)


def mime_type_essence(value: str) -> str | None:
    """The type and subtype of a Content-Type, or None where it cannot be parsed.

    https://mimesniff.spec.whatwg.org/#parsing-a-mime-type
    """
    kind, slash, rest = value.strip(_HTTP_WHITESPACE).partition("/")
    subtype = rest.partition(";")[0].rstrip(_HTTP_WHITESPACE)
    if not slash or not is_token(kind) or not is_token(subtype):
        return None
    return f"{kind}/{subtype}".lower()


def is_single_range(value: str) -> bool:
    """Whether a Range has one range with a start: `bytes=0-` or `bytes=0-99`.

    https://fetch.spec.whatwg.org/#simple-range-header-value
    """
    found = _RANGE.fullmatch(value)
    if found is None:
        return False
    return not found.group(2) or int(found.group(1)) <= int(found.group(2))


def is_cors_safelisted_request_header(name: str, value: str) -> bool:
    """Whether a header, with this value, may be sent without a preflight.

    https://fetch.spec.whatwg.org/#cors-safelisted-request-header
    """
    return why_unsafe(name, value) is None


def why_unsafe(name: str, value: str) -> PreflightReasonId | None:
    """Why a header is not CORS-safelisted; None where it is.

    https://fetch.spec.whatwg.org/#cors-safelisted-request-header
    """
    lower = name.lower()
    if lower not in _NO_CORS_SAFELISTED and lower != "range":
        return "header-not-safelisted"
    if len(value) > LONGEST_SAFE_VALUE:
        return "header-long"
    if lower in ("accept-language", "content-language"):
        return None if _SAFE_LANGUAGE.fullmatch(value) else "header-not-of-a-language"
    if lower == "range":
        return None if is_single_range(value) else "header-not-a-range"
    if _UNSAFE_BYTE.search(value):
        return "header-unsafe-character"
    if lower == "content-type" and mime_type_essence(value) not in SAFELISTED_CONTENT_TYPES:
        return "header-not-a-form-type"
    return None


def combined(headers: Headers) -> Headers:
    """Each name once, its values joined, as XMLHttpRequest keeps what a page sets.

    https://xhr.spec.whatwg.org/#the-setrequestheader()-method, the last step
    """
    return Headers(tuple((name, headers.get(name) or "") for name in headers.names()))


def cors_unsafe_request_headers(
    headers: Headers, most: int | None = LARGEST_SAFE_TOTAL, *, ascii_only: bool = False
) -> tuple[PreflightReason, ...]:
    """The headers, in the page's order and each once, that need the preflight's permission.

    https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names

    Args:
        headers: as the page sets them.
        most: the bytes that safelisted values may have together; None where an engine does not count them.
        ascii_only: whether a value with other letters is unsafe to the engine.
    """
    sent = [
        (name.lower(), value, why_unsafe(name, value) or _beyond_ascii(value, ascii_only))
        for name, value in headers
        if not is_forbidden_request_header(name, value)
    ]
    total = sum(len(value) for _, value, why in sent if why is None)
    together: PreflightReasonId | None = None if most is None or total <= most else "headers-long-together"
    unsafe: dict[str, PreflightReason] = {}
    for name, value, reason in sent:
        why = reason or together
        if why is not None and name not in unsafe:
            unsafe[name] = PreflightReason(why, name, value)
    return tuple(unsafe.values())


def _beyond_ascii(value: str, ascii_only: bool) -> PreflightReasonId | None:
    return "header-beyond-ascii" if ascii_only and not value.isascii() else None


def is_no_cors_safelisted(name: str, value: str) -> bool:
    """Whether a header survives in mode "no-cors", where all others are dropped without a word.

    https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header
    """
    return name.lower() in _NO_CORS_SAFELISTED and is_cors_safelisted_request_header(name, value)


def extract_list(headers: Headers, name: str) -> tuple[str, ...] | None:
    """The tokens of a list header over all its lines; () where it is absent, None where one does not parse.

    https://fetch.spec.whatwg.org/#extract-header-list-values
    """
    values = headers.all(name)
    if not values:
        return ()
    items = [item.strip(" \t") for value in values for item in value.split(",")]
    tokens = tuple(item for item in items if item)
    return tokens if all(map(is_token, tokens)) else None
