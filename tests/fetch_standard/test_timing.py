"""Timing-Allow-Origin: the check of the standard, and that it never makes a response readable."""

from __future__ import annotations

import pytest

from cors_wizard.fetch_standard import judge
from cors_wizard.fetch_standard.legs import legs_of
from cors_wizard.fetch_standard.timing import TIMING_ALLOW_ORIGIN, passes_timing_allow_check
from cors_wizard.http_exchange import Exchange, Hop, Request
from tests.fetch_standard.build import API, OTHER, PAGE, allowed, answer, asked, exchanged

TAO = TIMING_ALLOW_ORIGIN


@pytest.mark.parametrize(
    ("values", "passes"),
    [
        pytest.param((), False, id="absent"),
        pytest.param(("*",), True, id="wildcard"),
        pytest.param((PAGE,), True, id="origin"),
        pytest.param((f"{OTHER} ,{PAGE}",), True, id="list"),
        pytest.param((OTHER, PAGE), True, id="two-lines"),
        pytest.param((OTHER,), False, id="other"),
        pytest.param((f"{PAGE}/",), False, id="trailing-slash"),
        pytest.param((PAGE.upper(),), False, id="case"),
        pytest.param(("null",), False, id="null"),
        pytest.param((f"{PAGE} {OTHER}",), False, id="blank"),
        pytest.param(("",), False, id="empty"),
    ],
)
def test_timing_allow_check(values: tuple[str, ...], passes: bool) -> None:
    """https://fetch.spec.whatwg.org/#concept-tao-check, after resource-timing/TAO-*.html"""
    response = answer(200, *((TAO, value) for value in values))
    (leg,) = legs_of(exchanged(asked(), response))
    assert passes_timing_allow_check(leg, response) is passes


def test_the_pages_own_server_needs_no_header() -> None:
    """Same-origin responses always show their timing, until a redirect leads elsewhere."""
    (home,) = legs_of(exchanged(asked(url="/data"), answer()))
    assert passes_timing_allow_check(home, answer())
    there_and_back = Exchange(
        PAGE,
        Request(f"{API}/a", credentials="omit"),
        None,
        answer(302, ("Location", f"{PAGE}/b")),
        (Hop(f"{PAGE}/b", answer()),),
    )
    *_, back = legs_of(there_and_back)
    assert not passes_timing_allow_check(back, answer())
    # After the detour the request comes from "null", and the header has to say so.
    assert passes_timing_allow_check(back, answer(200, (TAO, "null")))


def test_it_never_makes_a_response_readable() -> None:
    """Who confuses the two headers gets a warning beside the refusal."""
    verdict = judge(exchanged(asked(), answer(200, (TAO, "*"))))
    assert [violation.symptom for violation in verdict.violations] == ["missing-allow-origin"]
    assert [caution.id for caution in verdict.warnings] == ["timing-is-not-access"]


def test_beside_the_right_header_it_is_nobodys_business() -> None:
    """Both together are in order."""
    verdict = judge(exchanged(asked(), allowed((TAO, "*"), ("Vary", "Origin"))))
    assert verdict.readable
    assert not verdict.warnings
