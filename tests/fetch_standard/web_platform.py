"""Cases after the web-platform-tests files that are data, in our own words, each with file and section."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from cors_wizard.http_exchange import Exchange

SECTIONS = {
    "safelisted": "https://fetch.spec.whatwg.org/#cors-safelisted-request-header",
    "check": "https://fetch.spec.whatwg.org/#concept-cors-check",
    "preflight": "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0",
    "redirect": "https://fetch.spec.whatwg.org/#http-redirect-fetch",
    "exposed": "https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name",
    "main": "https://fetch.spec.whatwg.org/#main-fetch",
}
"""The standard's sections, by a short name."""


@dataclass(frozen=True)
class Case:
    """One row: an exchange, where the case comes from, and what is expected."""

    file: str
    """Path in web-platform-tests."""
    section: str
    """A key of SECTIONS."""
    what: str
    exchange: Exchange
    expected: str | bool | None
    """The first symptom or None; for a request whether it needs a preflight."""

    def __post_init__(self) -> None:
        assert self.section in SECTIONS


def params(cases: Iterable[Case]) -> list[object]:
    """The cases as pytest's parameters, each with an id that says where it comes from."""
    return [pytest.param(case, id=f"{case.file}:{case.what!a}") for case in cases]
