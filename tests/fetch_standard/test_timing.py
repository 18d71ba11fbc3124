"""Timing-Allow-Origin: it never makes a response readable."""

from __future__ import annotations

from cors_wizard.fetch_standard import judge
from tests.fetch_standard.build import allowed, answer, asked, exchanged

TAO = "Timing-Allow-Origin"


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
