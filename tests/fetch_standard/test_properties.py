"""What holds for every exchange, drawn near the edges of the standard."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cors_wizard.exchange_words import sentence
from cors_wizard.facts import SYMPTOMS
from cors_wizard.fetch_standard import Engine, Stage, judge, judge_in, serialize_origin
from cors_wizard.fetch_standard.hops import hops_of
from cors_wizard.http_exchange import CredentialsMode, Exchange, Headers, Hop, Request, Response
from tests.fetch_standard.build import API, OTHER, PAGE

ORIGIN_VALUES = ("*", PAGE, f"{PAGE}/", PAGE.upper(), "null", "", f"{PAGE}, *", "None", API)
NAMES = ("X-A", "x-b", "Authorization", "Content-Type", "Accept", "Range", "Cookie", "*")
VALUES = ("1", "text/plain", "application/json", "bytes=0-", "a:b", "")
LISTS = ("*", "PUT", "put", "x-a", "X-A, x-b, authorization, content-type", "PUT, *", "a b", "", ",")
METHODS = ("GET", "post", "PUT", "patch", "DELETE", "OPTIONS", "*")
STATUSES = (200, 204, 299, 300, 301, 302, 303, 304, 307, 308, 404, 500)
CREDENTIALS: tuple[CredentialsMode, ...] = get_args(CredentialsMode)

response_header = st.one_of(
    st.tuples(st.just("Access-Control-Allow-Origin"), st.sampled_from(ORIGIN_VALUES)),
    st.tuples(st.just("Access-Control-Allow-Credentials"), st.sampled_from(("true", "True", "", "false"))),
    st.tuples(st.just("access-control-allow-methods"), st.sampled_from(LISTS)),
    st.tuples(st.just("Access-Control-Allow-Headers"), st.sampled_from(LISTS)),
    st.tuples(st.just("Access-Control-Expose-Headers"), st.sampled_from(LISTS)),
    st.tuples(
        st.just("Location"), st.sampled_from(("/b", f"{OTHER}/b", PAGE, "https://u@h/", "x:y", "http://["))
    ),
)
responses = st.builds(
    Response, st.sampled_from(STATUSES), st.lists(response_header, max_size=6).map(Headers.of)
)
requests = st.builds(
    Request,
    st.sampled_from((f"{API}/a", f"{PAGE}/a", "/a", "http://localhost:5000/", "localhost:5000")),
    st.sampled_from(METHODS),
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), max_size=3).map(Headers.of),
    st.sampled_from(CREDENTIALS),
    st.sampled_from(("cors", "cors", "cors", "no-cors", "same-origin")),
    st.sampled_from(("follow", "follow", "error", "manual")),
    st.booleans(),
)
hops = st.builds(
    Hop,
    st.sampled_from((f"{API}/b", f"{OTHER}/b", f"{PAGE}/b", "/c")),
    st.none() | responses,
    st.none() | responses,
)
exchanges = st.builds(
    Exchange,
    st.sampled_from((PAGE, "null", "http://localhost:3000", "file:///x")),
    requests,
    st.none() | responses,
    st.none() | responses,
    st.lists(hops, max_size=3).map(tuple),
)

EDGES = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no failure."""

THE_PAGES_OWN = {"disabled-scheme", "disallowed-by-mode", "opaque-response", "not-cors", "redirect-blocked"}
"""What no answer of a server mends."""

STAGES = {stage: place for place, stage in enumerate(get_args(Stage))}


@EDGES
@given(exchanges)
def test_readable_exactly_without_violations(exchange: Exchange) -> None:
    """A verdict never contradicts its reasons, and speaks in our words."""
    verdict = judge(exchange)
    assert verdict.readable is (not verdict.violations)
    assert {found.symptom for found in verdict.violations} <= set(SYMPTOMS)
    assert all(sentence(found).endswith(".") and found.url for found in verdict.violations)
    assert not (verdict.exposed_headers and not verdict.readable)
    assert verdict.preflight_needed is bool(verdict.preflight_reasons)
    assert list(verdict.preflight_headers) == sorted(set(verdict.preflight_headers))


@EDGES
@given(exchanges, st.sampled_from(get_args(Engine)))
def test_each_engine_keeps_its_word(exchange: Exchange, engine: Engine) -> None:
    """Readable exactly without violations; a server can repair whatever an engine has against its answers."""
    verdict = judge_in(exchange, engine)
    assert verdict.readable is (not verdict.violations)
    remaining = {violation.symptom for violation in judge_in(repaired(exchange), engine).violations}
    assert remaining <= {*THE_PAGES_OWN, "mixed-content"}


@EDGES
@given(exchanges)
def test_order_is_that_of_a_browser(exchange: Exchange) -> None:
    """JudgedHop after hop; in the first hop request, then preflight, then response."""
    found = judge(replace(exchange, redirects=())).violations
    first = [violation for violation in found if violation.stage != "redirect"]
    assert [STAGES[violation.stage] for violation in first] == sorted(STAGES[one.stage] for one in first)
    assert list(found[: len(first)]) == first


@EDGES
@given(exchanges)
def test_first_reason_does_not_depend_on_what_comes_later(exchange: Exchange) -> None:
    """What was recorded after the point where a browser stops changes nothing about that point."""
    every = judge(exchange).violations
    if every and every[0].stage == "preflight" and every[0].url == hops_of(exchange)[0].request.url:
        shorter = judge(replace(exchange, redirects=(), response=None)).violations
        assert shorter[0] == every[0]


def repaired(exchange: Exchange) -> Exchange:
    """The exchange with every header that was missing, and none taken away but wrong ones."""
    first, *_ = hops_of(exchange)
    # Chromium asks for a header that is safe line by line and not as one.
    names = ", ".join(
        dict.fromkeys((*(header.name for header in first.unsafe_headers), *first.request.headers.names()))
    )
    good = (("Access-Control-Allow-Origin", first.origin), ("Access-Control-Allow-Credentials", "true"))
    lists = (("Access-Control-Allow-Methods", first.request.method), ("Access-Control-Allow-Headers", names))
    preflight = Response(204, Headers((*good, *lists))) if exchange.preflight_response else None
    return replace(
        exchange, preflight_response=preflight, response=Response(200, Headers(good)), redirects=()
    )


@EDGES
@given(exchanges)
def test_a_server_can_always_repair_what_the_page_may_ask(exchange: Exchange) -> None:
    """With the right headers only the page's own mistakes remain."""
    remaining = {violation.symptom for violation in judge(repaired(exchange)).violations}
    assert remaining <= THE_PAGES_OWN


def with_more(response: Response | None, pairs: tuple[tuple[str, str], ...]) -> Response | None:
    """The response with headers added at its end."""
    return response and replace(response, headers=Headers((*response.headers.pairs, *pairs)))


@EDGES
@given(exchanges)
def test_a_correct_header_never_harms(exchange: Exchange) -> None:
    """Naming the method and the headers, and allowing the origin where nothing did, adds no violation."""
    first, *_ = hops_of(exchange)
    lists = (
        ("Access-Control-Allow-Methods", first.request.method),
        ("Access-Control-Allow-Headers", ", ".join(exchange.request.headers.names())),
        ("Vary", "Origin"),
    )
    preflight = with_more(exchange.preflight_response, lists)
    response = exchange.response
    if response and "Access-Control-Allow-Origin" not in response.headers:
        response = with_more(response, (("Access-Control-Allow-Origin", first.origin),))
    before = judge(exchange)
    after = judge(replace(exchange, preflight_response=preflight, response=response))
    kept = {(found.symptom, found.stage, found.url, found.wanted) for found in before.violations}
    new = {(found.symptom, found.stage, found.url, found.wanted) for found in after.violations} - kept
    # Only once the first hop passes can a later one be found missing.
    assert not {found for found in new if found[0] != "network-failure"}
    assert after.readable or not before.readable


@settings(EDGES, max_examples=300)
@given(st.text(), st.text(), st.text(), st.lists(st.tuples(st.text(), st.text()), max_size=4))
def test_hostile_text_is_judged_without_a_crash(
    page: str, url: str, method: str, pairs: list[tuple[str, str]]
) -> None:
    """Whatever a paste or a file holds, there is a verdict."""
    headers = Headers.of(pairs)
    hop = Hop(url, Response(302, headers))
    exchange = Exchange(
        page, Request(url, method, headers), Response(0, headers), Response(302, headers), (hop,)
    )
    judge(exchange)
    judge(replace(exchange, request=Request(f"http://{url}")))
    assert serialize_origin(f"http://{url}")
