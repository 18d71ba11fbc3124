"""Warnings: each appears where it should, and not in a sound exchange."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from cors_wizard.exchange_words import sentence
from cors_wizard.fetch_standard import CautionId, judge
from cors_wizard.http_exchange import Exchange, Request
from tests.fetch_standard.build import API, PAGE, allowed, answer, asked, exchanged, permitted

ORIGIN = "Access-Control-Allow-Origin"
VARY = ("Vary", "Accept-Encoding, origin")
AUTHORIZED = asked("GET", ("Authorization", "Bearer x"))
WITH_CREDENTIALS = asked("GET", ("Authorization", "x"), credentials="include")
STAR_ONLY = answer(200, (ORIGIN, "*"), ("Access-Control-Allow-Headers", "X-A, *"))
THIRD_PARTY = ("Set-Cookie", "sid=1; SameSite=None; Secure")
LOCAL_PAGE = "http://localhost:3000"
REDIRECT = answer(302, (ORIGIN, "*"), ("Location", "/b"))

CASES: list[tuple[CautionId, Exchange]] = [
    ("allows-null-origin", exchanged(asked(), answer(200, (ORIGIN, "null")))),
    ("authorization-under-wildcard", exchanged(AUTHORIZED, preflight=STAR_ONLY)),
    ("header-dropped", exchanged(replace(AUTHORIZED, mode="no-cors"))),
    ("header-ignored", exchanged(asked("GET", ("Origin", "x")))),
    ("invalid-expose-headers", exchanged(asked(), allowed(("Access-Control-Expose-Headers", "x y")))),
    ("local-network-access", exchanged(asked(url="https://192.168.0.7/"))),
    ("method-not-normalized", exchanged(asked("patch"))),
    ("mixed-content-localhost", exchanged(asked(url="http://localhost:5000/"))),
    ("preflight-not-recorded", exchanged(asked("PUT"))),
    ("redirect-not-recorded", exchanged(asked(), REDIRECT)),
    ("response-not-recorded", Exchange(PAGE, asked("PUT"), permitted("PUT"))),
    ("stored-response-not-recorded", exchanged(asked(), answer(304, (ORIGIN, "*")))),
    ("third-party-cookie", exchanged(asked(credentials="include"), allowed(THIRD_PARTY))),
    ("timing-is-not-access", exchanged(asked(), answer(200, ("Timing-Allow-Origin", "*")))),
    ("unspecified-address", Exchange(LOCAL_PAGE, asked(url="http://0.0.0.0:5000/"), None, allowed())),
    ("vary-missing", exchanged(asked(), allowed())),
    ("wildcard-literal", exchanged(asked("PUT", credentials="include"), preflight=permitted("*"))),
]


@pytest.mark.parametrize(("caution", "exchange"), [pytest.param(*case, id=case[0]) for case in CASES])
def test_warning(caution: CautionId, exchange: Exchange) -> None:
    """The exchange has this warning, once, as a sentence."""
    found = [warning for warning in judge(exchange).warnings if warning.id == caution]
    assert len(found) == 1
    assert sentence(found[0]).endswith((".", "localhost."))


OF_PROBES = {"request-not-sent"}
"""Warnings that no exchange alone gives: the probe knows what it left unsent (tests/probe/test_unsent.py)."""


def test_every_warning_has_a_case() -> None:
    """No id is forgotten."""
    assert {caution for caution, _ in CASES} | OF_PROBES == set(get_args(CautionId))


SOUND = [
    pytest.param(exchanged(asked(), allowed(VARY)), id="get"),
    pytest.param(exchanged(asked(), allowed(("Vary", "*"))), id="vary-star"),
    pytest.param(exchanged(asked(), answer(200, (ORIGIN, "*"))), id="star"),
    pytest.param(exchanged(asked("PATCH"), allowed(VARY), permitted("PATCH")), id="patch"),
    pytest.param(
        exchanged(AUTHORIZED, allowed(VARY), permitted("", "*, Authorization")), id="named-authorization"
    ),
    pytest.param(
        exchanged(asked("GET", ("X-A", "1")), allowed(VARY), permitted("", "*")), id="star-for-others"
    ),
    pytest.param(exchanged(asked(url="/data")), id="same-origin"),
    pytest.param(
        exchanged(replace(asked("POST", ("Accept", "*/*")), mode="no-cors")), id="no-cors-with-a-safe-header"
    ),
    pytest.param(
        Exchange(LOCAL_PAGE, Request("http://127.0.0.1:5000/"), None, allowed(VARY)),
        id="local-page",
    ),
]


@pytest.mark.parametrize("exchange", SOUND)
def test_no_warning(exchange: Exchange) -> None:
    """A sound exchange has no warnings."""
    assert judge(exchange).warnings == ()


@pytest.mark.parametrize(
    "exchange",
    [
        pytest.param(exchanged(WITH_CREDENTIALS, preflight=STAR_ONLY), id="with-credentials"),
        pytest.param(exchanged(AUTHORIZED, preflight=permitted("", "X-A")), id="no-wildcard"),
    ],
)
def test_authorization_does_not_pass_by_what_is_no_wildcard(exchange: Exchange) -> None:
    """Where `*` is only a name, or is not there, Authorization is refused, which is more than a warning."""
    verdict = judge(exchange)
    assert "header-disallowed" in {found.symptom for found in verdict.violations}
    assert "authorization-under-wildcard" not in {caution.id for caution in verdict.warnings}


def test_warnings_are_given_once() -> None:
    """Two hops that lack the same thing make one warning."""
    both = allowed(("Location", f"{API}/b"), status=302)
    verdict = judge(exchanged(asked(), both))
    assert len(set(verdict.warnings)) == len(verdict.warnings)


def test_what_was_not_recorded_is_no_news_after_a_refusal() -> None:
    """A refused preflight has no response, and needs none."""
    assert judge(Exchange(PAGE, asked("PUT"), permitted("GET"))).warnings == ()
