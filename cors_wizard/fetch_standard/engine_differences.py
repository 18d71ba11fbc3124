"""Where an engine differs from the standard or from the others: data, each with its evidence.

`judge` speaks for the standard, in Chromium's order; `judge_in` applies one of these tables. Evidence is a
`scenario` of `tests/fetch_standard/data/browser_exchanges.jsonl`, or a row of
`tests/fetch_standard/test_engine_differences.py`; both were measured in November 2026 with Chromium 156,
Firefox ESR 153 and WebKitGTK 2.50, and `python -m tests.differential` measures again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from cors_wizard.facts import Symptom
from cors_wizard.fetch_standard.verdict import CautionId
from cors_wizard.frozen import dataclass

Engine = Literal["chromium", "firefox", "webkit"]

ORIGIN_SYMPTOMS: tuple[Symptom, ...] = (
    "preflight-missing-allow-origin",
    "preflight-multiple-allow-origin",
    "preflight-invalid-allow-origin",
    "preflight-allow-origin-mismatch",
    "preflight-wildcard-origin-not-allowed",
    "preflight-invalid-allow-credentials",
)
"""What the CORS check of a preflight response can find."""

STATUS_SYMPTOMS: tuple[Symptom, ...] = ("preflight-disallowed-redirect", "preflight-invalid-status")
"""What the status of a preflight response can be wrong for."""

_KNOWN_TO_WEBKIT = frozenset(
    {
        *("accept", "accept-language", "access-control-allow-origin", "authorization", "cache-control"),
        *("content-language", "content-type", "if-none-match", "last-event-id", "pragma", "range"),
        "user-agent",
    }
)
"""Names that WebKit keeps apart from those that pages invent, as far as they were drawn."""

_DOUBLE = r"[0-9]+(\.[0-9]+)?"


@dataclass(frozen=True)
class CacheTraits:
    """How long an engine's CORS-preflight cache remembers, where that isn't as the standard says."""

    longest_age: int | None = None
    """The most seconds for which a preflight response is remembered."""
    forgets_unreadable_age: bool = False
    """A preflight response whose Access-Control-Max-Age isn't a number is not remembered at all."""
    negative_age_is_zero: bool = False
    """A number below zero is read, and nothing is remembered."""


@dataclass(frozen=True)
class Traits:
    """What an engine does otherwise than the standard; without arguments, the standard itself."""

    ignored_request_headers: frozenset[str] = frozenset()
    """Headers that the engine drops when a page sets them, though the standard allows it."""
    safelisted_request_headers: Mapping[str, str] = field(default_factory=dict)
    """Headers that need no preflight, with the pattern that their value has to match."""
    combines_request_headers: bool = False
    """Headers of one name are joined before it is decided whether they are safelisted."""
    counts_all_values: bool = True
    """More than 1024 bytes of safelisted values together are unsafe."""
    safe_values_are_ascii: bool = False
    """A safelisted header with a letter that is not ASCII is unsafe."""
    exposes_all_before_invalid: bool = False
    """A `*` in Access-Control-Expose-Headers counts though what comes after it is not a header name."""
    skips_empty_lines_of: frozenset[str] = frozenset()
    """Response headers of which an empty line does not count beside another."""
    drops_after_redirect: frozenset[str] = frozenset()
    """Request headers that are lost where a redirect leads elsewhere than to the page's own server."""
    redirects_delete_as_get: bool = False
    """DELETE becomes GET at a redirect to another origin, whatever its status."""
    fetch_refuses_user_info: bool = False
    """fetch() follows no redirect to a URL with a user name in it, not even within the page's own server."""
    refuses_redirects_first: frozenset[str] = frozenset()
    """Schemes to which no redirect is followed, which is found before the response that redirects is checked;
    "" stands for a Location that isn't a URL."""
    errors_need_location: bool = False
    """In redirect mode "error" a redirect status without a Location is a response like others."""
    checks_user_info_late: bool = False
    """Where the page's own server redirects to a URL of another one with a user name in it, the next
    preflight comes before the refusal."""
    checks_mixed_content_late: bool = False
    """After a redirect the next preflight comes before the refusal of mixed content."""
    credentials_linger: bool = False
    """In credentials mode "same-origin", where the page's own server redirects to another and that one
    redirects too, its response is checked once more, as one with credentials, after the next preflight."""
    preflight_has_page_origin: bool = False
    """After redirects a preflight is sent from the page's origin even where the request is from "null", and
    back at the page's own server its CORS check is left out."""
    preflight_sticks: bool = False
    """What needed a preflight, or had unsafe headers, needs one also after a redirect took them away."""
    refuses: Mapping[CautionId, Symptom] = field(default_factory=dict)
    """What passes by the standard with a warning, and is refused here."""
    preflight_cache: CacheTraits = CacheTraits()
    """How the CORS-preflight cache differs."""
    guards_local_network: bool = False
    """Pages of the internet reach the local network and this machine only as `local_network` says."""
    asks_local_network_over_http: bool = False
    """Plain HTTP to an address of the local network, to a name in `.local`, or to where the page says that it
    is local, isn't mixed content."""
    looks_first_at: tuple[Symptom, ...] = ("preflight-disallowed-redirect", *ORIGIN_SYMPTOMS)
    """The order of reasons in one preflight response; what is not named comes last, in the usual order."""
    meets_first: frozenset[str] = frozenset()
    """Of the refused headers these are met before all others."""
    sorts_refused_headers: bool = False
    """Refused headers are met by name instead of in the page's order (Chromium's own is that of a hash table,
    which nobody can tell from outside)."""
    evidence: tuple[str, ...] = ()
    """Where each of these can be seen."""


STANDARD = Traits()
"""The Fetch standard, with the order of Chromium."""

TRAITS: Mapping[Engine, Traits] = {
    "chromium": Traits(
        ignored_request_headers=frozenset({"user-agent"}),
        safelisted_request_headers={
            "device-memory": _DOUBLE,
            "downlink": _DOUBLE,
            "dpr": _DOUBLE,
            "ect": "slow-2g|2g|3g|4g",
            "intervention": ".*",
            "rtt": "[0-9]+",
            "save-data": "(?i:on)",
            "viewport-width": "[0-9]+",
            "width": "[0-9]+",
        },
        combines_request_headers=True,
        fetch_refuses_user_info=True,
        refuses_redirects_first=frozenset({""}),
        errors_need_location=True,
        drops_after_redirect=frozenset(
            {"device-memory", "downlink", "dpr", "ect", "rtt", "viewport-width", "width"}
        ),
        preflight_cache=CacheTraits(longest_age=7200, negative_age_is_zero=True),
        guards_local_network=True,
        asks_local_network_over_http=True,
        evidence=(
            "preflight-redirect-301",
            "client-hints",
            "user-agent",
            "two-content-types",
            "user-info-at-home",
            "impossible-redirects",
            "redirect-without-location",
            "lna-public-http-page",
            "lna-public-https-page-local",
            "mixed-content-ip",
        ),
    ),
    "firefox": Traits(
        counts_all_values=False,
        safe_values_are_ascii=True,
        exposes_all_before_invalid=True,
        refuses_redirects_first=frozenset({"", "about", "blob", "chrome", "data", "file", "ws", "wss"}),
        skips_empty_lines_of=frozenset({"access-control-allow-credentials"}),
        preflight_cache=CacheTraits(longest_age=86400, forgets_unreadable_age=True),
        preflight_has_page_origin=True,
        preflight_sticks=True,
        refuses={"unspecified-address": "network-failure"},
        looks_first_at=(*ORIGIN_SYMPTOMS, *STATUS_SYMPTOMS, "invalid-allow-methods", "method-disallowed"),
        sorts_refused_headers=True,
        evidence=(
            "empty-lines",
            "many-safelisted-bytes",
            "letters-beyond-ascii",
            "wildcard-before-invalid",
            "impossible-redirects",
            "preflight-from-the-page",
            "preflight-back-at-the-page",
            "preflight-that-sticks",
            "zero-port",
            "preflight-redirect-301",
            "baggage-sentry-trace",
            "method-before-headers",
        ),
    ),
    "webkit": Traits(
        safelisted_request_headers={"range": "(?i:bytes)=[0-9]{1,100}-"},
        refuses_redirects_first=frozenset({"ftp"}),
        errors_need_location=True,
        combines_request_headers=True,
        preflight_cache=CacheTraits(longest_age=600, negative_age_is_zero=True),
        redirects_delete_as_get=True,
        checks_user_info_late=True,
        checks_mixed_content_late=True,
        credentials_linger=True,
        preflight_sticks=True,
        refuses={"mixed-content-localhost": "mixed-content", "unspecified-address": "network-failure"},
        looks_first_at=STATUS_SYMPTOMS,
        meets_first=_KNOWN_TO_WEBKIT,
        evidence=(
            "range-without-case",
            "redirect-without-location",
            "mixed-content-localhost",
            "zero-port",
            "preflight-404",
            "preflight-redirect-301",
            "two-content-types",
            "delete-becomes-get",
            "preflight-that-sticks",
            "lingering-credentials",
            "user-info-from-home",
            "preflight-before-mixed-content",
            "impossible-redirects",
            "refused-header-order",
        ),
    ),
}
"""Each engine."""
