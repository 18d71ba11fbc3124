"""Methods: which are safelisted, which are forbidden, and which are upper-cased by the browser."""

from __future__ import annotations

import re

NORMALIZED_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"})
"""Fetch, "normalize" a method: these alone are upper-cased, which leaves out `patch`."""

_SAFELISTED = frozenset({"GET", "HEAD", "POST"})
_FORBIDDEN = frozenset({"CONNECT", "TRACE", "TRACK"})
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")


def is_token(text: str) -> bool:
    """Whether this is a token of HTTP: a method or a header's name (RFC 9110, section 5.6.2)."""
    return _TOKEN.fullmatch(text) is not None


def is_cors_safelisted_method(method: str) -> bool:
    """Whether a method alone never makes a preflight.

    https://fetch.spec.whatwg.org/#cors-safelisted-method
    """
    return method in _SAFELISTED


def is_forbidden_method(method: str) -> bool:
    """Whether a page cannot use this method at all.

    https://fetch.spec.whatwg.org/#forbidden-method
    """
    return method.upper() in _FORBIDDEN


def normalize_method(method: str) -> str:
    """The method as it is sent.

    https://fetch.spec.whatwg.org/#concept-method-normalize
    """
    upper = method.upper() if method.isascii() else method
    return upper if upper in NORMALIZED_METHODS else method
