"""Cross-Origin-Resource-Policy: what even mode "no-cors" does not get."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange
from tests.fetch_standard.build import allowed, answer, asked

POLICY = "Cross-Origin-Resource-Policy"


@pytest.mark.parametrize(
    ("policy", "page", "url", "blocked"),
    [
        ("same-origin", "https://a.example.com", "https://b.example.com/", True),
        ("same-site", "https://a.example.com", "https://b.example.com/", False),
        ("same-site", "https://a.example.org", "https://b.example.com/", True),
        ("same-site", "http://a.example.com", "https://b.example.com/", False),
        ("same-site", "https://a.example.com", "http://localhost/", True),
        ("cross-origin", "https://a.example.com", "https://b.example.com/", False),
        ("Same-Origin", "https://a.example.com", "https://b.example.com/", False),
        (None, "https://a.example.com", "https://b.example.com/", False),
        ("same-origin", "https://a.example.com", "https://a.example.com/", False),
    ],
)
def test_policy(policy: str | None, page: str, url: str, blocked: bool) -> None:
    """https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check"""
    response = answer(200, *(() if policy is None else ((POLICY, policy),)))
    verdict = judge(Exchange(page, replace(asked(url=url), mode="no-cors"), None, response))
    assert ("resource-policy" in {found.symptom for found in verdict.violations}) is blocked


def test_cors_outranks_the_policy() -> None:
    """A response that CORS allows is read whatever the policy says."""
    assert judge(Exchange("https://page.example", asked(), None, allowed((POLICY, "same-origin")))).readable


def test_policy_is_said_before_the_opaque_response() -> None:
    """The page gets nothing at all; that comes first."""
    request = replace(asked(), mode="no-cors")
    verdict = judge(Exchange("https://page.example", request, None, answer(200, (POLICY, "same-origin"))))
    assert [found.symptom for found in verdict.violations] == ["resource-policy", "opaque-response"]
    assert (verdict.violations[0].got, verdict.violations[0].wanted) == ("same-origin", "cross-origin")
