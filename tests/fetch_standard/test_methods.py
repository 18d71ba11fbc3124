"""Methods: normalized, safelisted, forbidden."""

from __future__ import annotations

import pytest

from cors_wizard.fetch_standard.methods import (
    is_cors_safelisted_method,
    is_forbidden_method,
    is_token,
    normalize_method,
)


@pytest.mark.parametrize(
    ("method", "sent"),
    [
        ("get", "GET"),
        ("Delete", "DELETE"),
        ("head", "HEAD"),
        ("options", "OPTIONS"),
        ("pOst", "POST"),
        ("put", "PUT"),
        ("patch", "patch"),
        ("Patch", "Patch"),
        ("unicorn", "unicorn"),
        ("po\u017ft", "po\u017ft"),
    ],
)
def test_normalize(method: str, sent: str) -> None:
    """https://fetch.spec.whatwg.org/#concept-method-normalize: six methods, and PATCH is none of them."""
    assert normalize_method(method) == sent


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_safelisted(method: str) -> None:
    """https://fetch.spec.whatwg.org/#cors-safelisted-method"""
    assert is_cors_safelisted_method(method)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "get", "*", ""])
def test_not_safelisted(method: str) -> None:
    """Everything else, in any case other than upper."""
    assert not is_cors_safelisted_method(method)


@pytest.mark.parametrize("method", ["CONNECT", "trace", "Track"])
def test_forbidden(method: str) -> None:
    """https://fetch.spec.whatwg.org/#forbidden-method"""
    assert is_forbidden_method(method)


def test_not_forbidden() -> None:
    """PATCH and invented methods may be used."""
    assert not any(map(is_forbidden_method, ("PATCH", "SUPER", "TRACER", "")))


@pytest.mark.parametrize(
    ("text", "expected"), [("X-A", True), ("!#$%&'*+-.^_`|~", True), ("", False), ("a b", False)]
)
def test_token(text: str, expected: bool) -> None:
    """RFC 9110, section 5.6.2"""
    assert is_token(text) is expected
