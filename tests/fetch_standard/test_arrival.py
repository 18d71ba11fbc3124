"""What stops a request before it is sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cors_wizard.exchange_words import sentence
from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange, Headers, Hop, Request
from tests.fetch_standard.build import API, PAGE, answer, asked

HTTP_PAGE = "http://page.example"


@pytest.mark.parametrize(
    ("page", "request_", "symptom"),
    [
        pytest.param(PAGE, asked(url="http://exa mple"), "not-cors", id="invalid-url"),
        pytest.param(PAGE, asked(url="https://user:pw@api.example/"), "not-cors", id="user-info"),
        pytest.param(PAGE, asked("TRACE"), "not-cors", id="forbidden-method"),
        pytest.param(PAGE, asked("G ET"), "not-cors", id="method-with-blank"),
        pytest.param(PAGE, asked("GET", ("X A", "1")), "not-cors", id="header-name"),
        pytest.param(PAGE, asked("GET", ("X-A", "a\nb")), "not-cors", id="header-value"),
        pytest.param(PAGE, replace(asked("PUT"), mode="no-cors"), "not-cors", id="no-cors-method"),
        pytest.param(PAGE, asked(url="htttp://api.example"), "disabled-scheme", id="scheme-typo"),
        pytest.param(PAGE, asked(url="localhost:5000/api"), "disabled-scheme", id="no-scheme"),
        pytest.param(PAGE, asked(url="file:///etc/hosts"), "disabled-scheme", id="file"),
        pytest.param(PAGE, asked(url="ws://api.example"), "disabled-scheme", id="websocket"),
        pytest.param(PAGE, asked(url="blob:https://api.example/1"), "disabled-scheme", id="foreign-blob"),
        pytest.param("file:///x.html", asked(url="/api"), "disabled-scheme", id="relative-to-a-file"),
        pytest.param("null", asked(url="/api"), "not-cors", id="relative-to-nothing"),
        pytest.param(PAGE, asked(url="http://api.example/"), "mixed-content", id="mixed-content"),
        pytest.param(PAGE, asked(url="http://10.0.0.7:5000/"), "mixed-content", id="mixed-content-ip"),
        pytest.param(HTTP_PAGE, asked(url="http://api.example:6000/"), "network-failure", id="bad-port"),
        pytest.param(PAGE, replace(asked(), mode="same-origin"), "disallowed-by-mode", id="same-origin-mode"),
        pytest.param(
            PAGE,
            replace(asked(), mode="no-cors", redirect="manual"),
            "redirect-blocked",
            id="no-cors-redirect",
        ),
    ],
)
def test_stopped_at_once(page: str, request_: Request, symptom: str) -> None:
    """The first violation, at the stage "request", whether or not there was an answer."""
    for response in (answer(200, ("Access-Control-Allow-Origin", "*")), None):
        violations = judge(Exchange(page, request_, None, response)).violations
        assert (violations[0].symptom, violations[0].stage) == (symptom, "request")
        assert "No response to" not in " ".join(map(sentence, violations))


@pytest.mark.parametrize(
    ("page", "url"),
    [
        pytest.param(PAGE, "data:,hello", id="data"),
        pytest.param(PAGE, f"blob:{PAGE}/0f3c", id="own-blob"),
    ],
)
def test_urls_that_no_server_answers(page: str, url: str) -> None:
    """Nothing has to come back for these."""
    assert judge(Exchange(page, Request(url))).readable


@pytest.mark.parametrize(
    "url", ["http://localhost:5000/", "http://127.0.0.1/", "http://[::1]/", "http://api.localhost/"]
)
def test_localhost_is_no_mixed_content(url: str) -> None:
    """https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy; there is a warning."""
    verdict = judge(Exchange(PAGE, Request(url), None, answer(200, ("Access-Control-Allow-Origin", "*"))))
    assert verdict.readable
    assert "mixed-content-localhost" in {caution.id for caution in verdict.warnings}


@pytest.mark.parametrize(
    ("location", "symptoms"),
    [
        pytest.param("http://exa mple/", ["redirect-blocked"], id="invalid"),
        pytest.param("myapp://callback", ["disabled-scheme"], id="custom-scheme"),
        pytest.param("data:,hello", ["disabled-scheme"], id="data"),
        pytest.param("https://user@other.example/", ["redirect-contains-credentials"], id="user-info"),
        pytest.param("http://other.example/", ["mixed-content"], id="mixed-content"),
        pytest.param("https://other.example:25/", ["network-failure"], id="bad-port"),
        pytest.param("https://other.example/", [], id="good"),
    ],
)
def test_stopped_at_a_redirect(location: str, symptoms: list[str]) -> None:
    """A Location is checked whether or not somebody followed it."""
    response = answer(302, ("Access-Control-Allow-Origin", "*"), ("Location", location))
    verdict = judge(Exchange(PAGE, asked(), None, response))
    assert [(violation.symptom, violation.stage) for violation in verdict.violations] == [
        (symptom, "redirect") for symptom in symptoms
    ]
    assert ("redirect-not-recorded" in {caution.id for caution in verdict.warnings}) is (not symptoms)


def test_same_origin_request_keeps_its_user_info_redirect() -> None:
    """A redirect within the page's own origin may have a user name."""
    response = answer(302, ("Location", "https://user@page.example/b"))
    hop = Hop("https://user@page.example/b", answer(200))
    assert judge(Exchange(PAGE, Request("/a"), None, response, (hop,))).readable


def test_redirect_out_of_mode_same_origin() -> None:
    """Mode "same-origin" holds after redirects too."""
    request = Request("/a", mode="same-origin")
    verdict = judge(Exchange(PAGE, request, None, answer(302, ("Location", f"{API}/b"))))
    assert [violation.symptom for violation in verdict.violations] == ["disallowed-by-mode"]


@pytest.mark.parametrize(("hops", "blocked"), [(20, False), (21, True), (300, True)])
def test_twenty_redirects_are_followed(hops: int, blocked: bool) -> None:
    """https://fetch.spec.whatwg.org/#http-redirect-fetch: the one after the twentieth is refused."""
    redirect = answer(302, ("Location", "/next"))
    chain = [
        *(Hop(f"{PAGE}/{number}", redirect) for number in range(hops - 1)),
        Hop(f"{PAGE}/end", answer(200)),
    ]
    verdict = judge(Exchange(PAGE, Request("/"), None, redirect, tuple(chain)))
    assert [violation.symptom for violation in verdict.violations] == ["redirect-blocked"] * blocked


def test_all_reasons_against_a_call() -> None:
    """One sentence for each thing that is wrong."""
    headers = Headers.of([("X A", "1"), ("X-B", "\u2026")])
    request = Request("https://u@api.example", "TRACK", headers, mode="no-cors")
    assert [violation.symptom for violation in judge(Exchange(PAGE, request)).violations][:5] == [
        "not-cors"
    ] * 5
