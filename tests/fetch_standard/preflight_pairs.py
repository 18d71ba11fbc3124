"""Pairs of requests to one URL: does what the first preflight leaves in the cache do for the second.

Both a table for the pure functions and the script that `tests/differential/test_preflight_cache.py` gives to
real browsers.
"""

from __future__ import annotations

from dataclasses import dataclass

from cors_wizard.http_exchange import CredentialsMode, Exchange, Headers, Request, Response

ORIGIN, CREDENTIALS = "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"
METHODS, HEADERS = "Access-Control-Allow-Methods", "Access-Control-Allow-Headers"
AGE = "Access-Control-Max-Age"


@dataclass(frozen=True)
class Asked:
    """One of the two requests."""

    method: str = "PUT"
    header: str = ""
    credentials: CredentialsMode = "omit"
    fragment: str = ""


@dataclass(frozen=True)
class Pair:
    """Two requests, and what the preflight response says beside who may ask."""

    id: str
    again: frozenset[str]
    """The engines that send a second preflight; "standard" where it should be sent."""
    first: Asked
    second: Asked
    said: tuple[tuple[str, str], ...]

    def exchanges(self, page: str, url: str) -> tuple[Exchange, Exchange]:
        """Both requests with the same answers."""
        allowed = ((ORIGIN, page), (CREDENTIALS, "true"))
        preflight = Response(204, Headers.of((*allowed, *self.said)))
        response = Response(200, Headers.of((*allowed, ("Cache-Control", "no-store"))))
        first, second = (
            Exchange(
                page,
                Request(
                    url + asked.fragment,
                    asked.method,
                    Headers.of([(asked.header, "1")] if asked.header else []),
                    asked.credentials,
                ),
                preflight,
                response,
            )
            for asked in (self.first, self.second)
        )
        return first, second


ALL = frozenset({"standard", "chromium", "firefox", "webkit"})
NONE: frozenset[str] = frozenset()
FIREFOX = frozenset({"firefox"})
PUT, WITH_A, WITH_B = Asked(), Asked("GET", "X-A"), Asked("GET", "X-B")
MINUTE = (AGE, "60")
LISTS_PUT, LISTS_A, LISTS_BOTH = (METHODS, "PUT"), (HEADERS, "X-A"), (HEADERS, "X-A, X-B")


def _age(value: str, again: frozenset[str]) -> Pair:
    return Pair(f"age {value!r}", again, PUT, PUT, (LISTS_PUT, (AGE, value)))


PAIRS = (
    Pair("no age", NONE, PUT, PUT, (LISTS_PUT,)),
    Pair("age twice", FIREFOX, PUT, PUT, (LISTS_PUT, MINUTE, MINUTE)),
    *(_age(value, NONE) for value in ("", "60", " 60 ", "99999999999999999999")),
    _age("0", ALL),
    _age("-1", ALL - {"standard"}),
    *(_age(value, FIREFOX) for value in ("abc", "+60", "60.5", "60, 60", "0x3c", "1e3")),
    Pair("other method, listed", NONE, PUT, Asked("DELETE"), ((METHODS, "PUT, DELETE"), MINUTE)),
    Pair("other method, not listed", ALL, PUT, Asked("DELETE"), (LISTS_PUT, MINUTE)),
    Pair("method under a wildcard", FIREFOX, PUT, Asked("DELETE"), ((METHODS, "*"), MINUTE)),
    Pair("method that was only listed", NONE, WITH_A, PUT, (LISTS_A, LISTS_PUT, MINUTE)),
    Pair("GET after PUT", NONE, Asked("PUT", "X-A"), WITH_A, (LISTS_A, LISTS_PUT, MINUTE)),
    Pair("HEAD after PUT", FIREFOX, Asked("PUT", "X-A"), Asked("HEAD", "X-A"), (LISTS_A, LISTS_PUT, MINUTE)),
    Pair("other header, listed", NONE, WITH_A, WITH_B, (LISTS_BOTH, MINUTE)),
    Pair("other header, not listed", ALL, WITH_A, WITH_B, (LISTS_A, MINUTE)),
    Pair("header in other case", NONE, WITH_A, Asked("GET", "x-A"), (LISTS_A, MINUTE)),
    Pair("header under a wildcard", FIREFOX, WITH_A, WITH_B, ((HEADERS, "*"), MINUTE)),
    Pair(
        "Authorization under a wildcard",
        ALL - {"webkit"},
        WITH_A,
        Asked("GET", "Authorization"),
        ((HEADERS, "*"), MINUTE),
    ),
    Pair("with credentials after without", ALL, PUT, Asked(credentials="include"), (LISTS_PUT, MINUTE)),
    Pair("without credentials after with", FIREFOX, Asked(credentials="include"), PUT, (LISTS_PUT, MINUTE)),
    Pair(
        "with credentials both times",
        NONE,
        Asked(credentials="include"),
        Asked(credentials="include"),
        (LISTS_PUT, MINUTE),
    ),
    Pair("same-origin after omit", NONE, PUT, Asked(credentials="same-origin"), (LISTS_PUT, MINUTE)),
    Pair("other fragment", ALL, Asked(fragment="#a"), Asked(fragment="#b"), (LISTS_PUT, MINUTE)),
)
"""Measured with Chromium 156, Firefox ESR 153 and WebKitGTK 2.50 in November 2026."""
