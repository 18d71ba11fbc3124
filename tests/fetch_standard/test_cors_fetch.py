"""judge() over whole exchanges: what is recorded, what is not, and every reason in order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange, Hop
from tests.fetch_standard.build import API, OTHER, PAGE, allowed, answer, asked, exchanged, permitted


def test_every_reason_in_the_order_of_a_browser() -> None:
    """Preflight before response before redirect, and nothing is left out."""
    target = f"{OTHER}/b"
    request = asked("PUT", ("X-A", "1"), url="http://api.example/a", credentials="include")
    hop = Hop(target, answer(500), answer(404, ("Access-Control-Allow-Origin", "null")))
    exchange = Exchange(PAGE, request, answer(401), answer(307, ("Location", target)), (hop,))
    assert [(found.stage, found.symptom) for found in judge(exchange).violations] == [
        ("request", "mixed-content"),
        ("preflight", "preflight-missing-allow-origin"),
        ("preflight", "preflight-invalid-allow-credentials"),
        ("preflight", "preflight-invalid-status"),
        ("preflight", "method-disallowed"),
        ("preflight", "header-disallowed"),
        ("response", "missing-allow-origin"),
        ("response", "invalid-allow-credentials"),
        ("preflight", "preflight-invalid-allow-credentials"),
        ("preflight", "preflight-invalid-status"),
        ("preflight", "method-disallowed"),
        ("preflight", "header-disallowed"),
        ("redirect", "missing-allow-origin"),
        ("redirect", "invalid-allow-credentials"),
    ]


@pytest.mark.parametrize(
    ("exchange", "stage"),
    [
        pytest.param(Exchange(PAGE, asked()), "response", id="request"),
        pytest.param(Exchange(PAGE, asked("PUT")), "preflight", id="preflight"),
        pytest.param(Exchange(PAGE, asked(url="/data")), "response", id="same-origin"),
        pytest.param(
            Exchange(PAGE, asked(), None, allowed(("Location", "/b"), status=302), (Hop(f"{API}/b", None),)),
            "redirect",
            id="after-a-redirect",
        ),
    ],
)
def test_nothing_came_back(exchange: Exchange, stage: str) -> None:
    """Where an answer should be and none is, the network failed."""
    assert [(found.symptom, found.stage) for found in judge(exchange).violations] == [
        ("network-failure", stage)
    ]


@pytest.mark.parametrize(
    "exchange",
    [
        pytest.param(Exchange(PAGE, asked("PUT"), permitted("PUT")), id="only-the-preflight"),
        pytest.param(Exchange(PAGE, asked("PUT"), None, allowed()), id="only-the-response"),
        pytest.param(exchanged(asked(), allowed(("Location", "/b"), status=302)), id="redirect-not-followed"),
    ],
)
def test_what_is_not_recorded_is_not_held_against_anybody(exchange: Exchange) -> None:
    """A probe may have had its reasons not to ask; a warning tells."""
    verdict = judge(exchange)
    assert verdict.readable
    assert any(caution.id.endswith("-not-recorded") for caution in verdict.warnings)


def test_a_refused_preflight_is_the_end() -> None:
    """No network failure is added to a request that was rightly never sent."""
    verdict = judge(Exchange(PAGE, asked("PUT"), permitted("GET")))
    assert [found.symptom for found in verdict.violations] == ["method-disallowed"]


def test_a_redirect_that_fails_the_check_is_the_end() -> None:
    """No network failure for the target that no browser asked."""
    exchange = Exchange(PAGE, asked(), None, answer(302, ("Location", "/b")), (Hop(f"{API}/b", None),))
    assert [found.symptom for found in judge(exchange).violations] == ["missing-allow-origin"]


@pytest.mark.parametrize(("mode", "symptom"), [("error", "redirect-blocked"), ("manual", "opaque-response")])
def test_redirects_not_followed(mode: str, symptom: str) -> None:
    """https://fetch.spec.whatwg.org/#concept-request-redirect-mode"""
    request = replace(asked(), redirect="error" if mode == "error" else "manual")
    verdict = judge(exchanged(request, allowed(("Location", "/b"), status=302)))
    assert [(found.symptom, found.stage) for found in verdict.violations] == [(symptom, "redirect")]


def test_no_cors_is_opaque_whatever_the_server_says() -> None:
    """Mode "no-cors" silences the error and the response."""
    request = replace(asked(), mode="no-cors")
    redirect = answer(302, ("Location", f"{OTHER}/b"))
    for exchange in (
        exchanged(request),
        Exchange(PAGE, request, None, redirect, (Hop(f"{OTHER}/b", answer()),)),
    ):
        assert [found.symptom for found in judge(exchange).violations] == ["opaque-response"]
    assert judge(exchanged(replace(request, url="/data"))).readable


def test_page_origin_may_be_a_page_url() -> None:
    """A trailing slash, a path, a default port in the page's origin do no harm."""
    for page in (f"{PAGE}/", f"{PAGE}:443", f"{PAGE}/index.html"):
        assert judge(Exchange(page, asked(), None, allowed())).readable


def test_a_304_is_judged_like_any_other() -> None:
    """Its headers are those of the stored response as updated (web-platform-tests, cors/304.htm)."""
    assert judge(exchanged(asked(), allowed(status=304))).readable
    assert not judge(exchanged(asked(), answer(304))).readable
