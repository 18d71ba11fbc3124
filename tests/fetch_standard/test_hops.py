"""What a redirect does to the request that follows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cors_wizard.fetch_standard.hops import (
    MOST_REDIRECTS,
    hops_of,
    redirected_request,
    unfollowed_redirect,
)
from cors_wizard.http_exchange import Exchange, Headers, Hop, Request, Response
from tests.fetch_standard.build import API, OTHER, PAGE, answer, asked


@pytest.mark.parametrize(
    ("method", "status", "after"),
    [
        ("POST", 301, "GET"),
        ("POST", 302, "GET"),
        ("POST", 303, "GET"),
        ("POST", 307, "POST"),
        ("POST", 308, "POST"),
        ("PUT", 301, "PUT"),
        ("PUT", 302, "PUT"),
        ("PUT", 303, "GET"),
        ("HEAD", 301, "HEAD"),
        ("HEAD", 303, "HEAD"),
        ("GET", 303, "GET"),
        ("DELETE", 308, "DELETE"),
        ("POST", 0, "POST"),
    ],
)
def test_method_after_a_redirect(method: str, status: int, after: str) -> None:
    """https://fetch.spec.whatwg.org/#http-redirect-fetch, the step on 301, 302 and 303"""
    request = asked(method, ("Content-Type", "application/json"), ("X-A", "1"))
    changed = redirected_request(request, status, f"{API}/b")
    assert changed.method == after
    assert ("content-type" in changed.headers) is (after == method)
    assert "x-a" in changed.headers


@pytest.mark.parametrize(("url", "kept"), [(f"{API}/b", True), (f"{OTHER}/b", False), (f"{PAGE}/b", False)])
def test_authorization_stays_with_its_origin(url: str, kept: bool) -> None:
    """https://fetch.spec.whatwg.org/#http-redirect-fetch, the step on CORS non-wildcard request headers"""
    request = asked("GET", ("Authorization", "Bearer x"), ("X-A", "1"))
    assert ("authorization" in redirected_request(request, 302, url).headers) is kept


def test_hops_in_order() -> None:
    """Each hop has its own URL, origin and tainting."""
    redirects = (Hop(f"{OTHER}/b", answer(302, ("Location", "c"))), Hop("c", answer(200)))
    exchange = Exchange(PAGE, Request("/a", "post"), None, answer(307, ("Location", f"{OTHER}/b")), redirects)
    hops = hops_of(exchange)
    assert [hop.request.url for hop in hops] == [f"{PAGE}/a", f"{OTHER}/b", f"{OTHER}/c"]
    assert [hop.origin for hop in hops] == [PAGE, PAGE, PAGE]
    assert [hop.tainting for hop in hops] == ["basic", "cors", "cors"]
    assert [hop.request.method for hop in hops] == ["POST", "POST", "GET"]
    assert all(hop.is_recorded for hop in hops)


def test_redirect_without_a_recorded_target() -> None:
    """The target is known, its answer is not."""
    hop = hops_of(Exchange(PAGE, asked(), None, answer(302, ("Location", "/login"))))[-1]
    assert (hop.request.url, hop.is_recorded, hop.response) == (f"{API}/login", False, None)


def test_no_hop_follows_where_redirects_are_not_followed() -> None:
    """In redirect mode "error" or "manual" the redirect is the end."""
    exchange = Exchange(PAGE, replace(asked(), redirect="manual"), None, answer(302, ("Location", "/b")))
    assert len(hops_of(exchange)) == 1


def test_status_without_a_location_is_no_redirect() -> None:
    """https://fetch.spec.whatwg.org/#concept-response-location-url"""
    for response in (answer(302), answer(200, ("Location", "/b")), None):
        assert len(hops_of(Exchange(PAGE, asked(), None, response))) == 1


def test_endless_redirects_end() -> None:
    """However many hops were recorded, one more than allowed is looked at."""
    hops = tuple(Hop(f"{API}/{number}", answer(302, ("Location", "/x"))) for number in range(500))
    assert (
        len(hops_of(Exchange(PAGE, asked(), None, answer(302, ("Location", "/0")), hops)))
        == MOST_REDIRECTS + 2
    )


def test_data_urls_taint_nothing() -> None:
    """https://fetch.spec.whatwg.org/#main-fetch: the scheme data counts as basic."""
    exchange = Exchange(PAGE, Request("data:,hello", headers=Headers.of({"X-A": "1"})))
    assert hops_of(exchange)[0].tainting == "basic"


def test_where_a_recording_ends_before_its_redirect_does() -> None:
    """The target of which nothing was recorded; none where it was, or where there was no redirect."""
    away = Headers.of([("Location", f"{OTHER}/b")])
    redirected = Exchange(PAGE, asked("GET"), response=Response(302, away))
    assert unfollowed_redirect(redirected) == f"{OTHER}/b"
    assert unfollowed_redirect(replace(redirected, redirects=(Hop(f"{OTHER}/b", answer()),))) is None
    assert unfollowed_redirect(replace(redirected, response=answer())) is None
