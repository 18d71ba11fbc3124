"""Responses from the cache, and 304: what is checked is what was kept, brought up to date.

Chromium 156, Firefox ESR 153 and WebKitGTK 2.50 were given these pairs in November 2026: a first fetch() in
mode "no-cors" filled the cache, and a second one in mode "cors" found it there.
"""

from __future__ import annotations

from typing import get_args

import pytest

from cors_wizard.fetch_standard import Engine, judge, judge_in
from cors_wizard.fetch_standard.http_cache import freshened
from cors_wizard.http_exchange import Exchange, Response
from tests.fetch_standard.build import OTHER, PAGE, Pairs, answer, asked, exchanged

ORIGIN = "Access-Control-Allow-Origin"
RIGHT, WRONG, ANYBODY = (ORIGIN, PAGE), (ORIGIN, OTHER), (ORIGIN, "*")


def from_cache(kept: Pairs, update: Pairs | None) -> Exchange:
    """A request that is answered from the cache; without an update nobody was asked."""
    response = None if update is None else answer(304, *update)
    return Exchange(
        PAGE,
        asked(credentials="omit"),
        response=response,
        cached_response=answer(200, ("X-A", "1"), *kept),
    )


@pytest.mark.parametrize(
    ("kept", "update", "readable"),
    [
        pytest.param((), (RIGHT,), True, id="304-brings-it"),
        pytest.param((RIGHT,), (), True, id="kept-has-it"),
        pytest.param((RIGHT,), (WRONG,), False, id="304-names-another"),
        pytest.param((WRONG,), (RIGHT,), True, id="kept-named-another"),
        pytest.param((RIGHT,), (ANYBODY,), True, id="304-is-a-wildcard"),
        pytest.param((), (), False, id="neither"),
        pytest.param((), None, False, id="fresh-without"),
        pytest.param((RIGHT,), None, True, id="fresh-with"),
    ],
)
def test_what_is_checked(kept: Pairs, update: Pairs | None, readable: bool) -> None:
    """All three engines agree with the standard."""
    exchange = from_cache(kept, update)
    assert judge(exchange).readable is readable
    assert all(judge_in(exchange, engine).readable is readable for engine in get_args(Engine))


def test_a_304_exposes_what_was_kept() -> None:
    """The page sees the kept header by the leave of the 304."""
    exposing = ("Access-Control-Expose-Headers", "X-A")
    assert judge(from_cache((RIGHT,), (exposing,))).exposed_headers == ("x-a",)
    assert judge(from_cache((RIGHT,), ())).exposed_headers == ()


def test_freshened() -> None:
    """RFC 9111, section 4.3.4: replaced by name, but for what belongs to the connection or the body."""
    kept = answer(203, ("Vary", "Origin"), ("vary", "Accept"), ("Content-Length", "9"), ("ETag", "1"))
    update = answer(304, ("VARY", "Cookie"), ("Content-Length", "0"), ("Connection", "close"))
    assert freshened(kept, update) == Response(
        203, answer(200, ("Content-Length", "9"), ("ETag", "1"), ("VARY", "Cookie")).headers
    )


def test_another_answer_replaces_what_was_kept() -> None:
    """Whoever is answered 200 has nothing from the cache."""
    exchange = Exchange(PAGE, asked(), response=answer(), cached_response=answer(200, RIGHT))
    assert not judge(exchange).readable


def test_a_server_that_is_gone() -> None:
    """What was kept does not help where it had to be confirmed and nobody answered."""
    exchange = Exchange(PAGE, asked(), cached_response=answer(200, RIGHT), failure="refused")
    assert judge(exchange).violations[0].symptom == "network-failure"


def test_a_304_for_the_page_itself() -> None:
    """A page that sets If-None-Match is answered 304, and that is what is checked."""
    assert judge(
        exchanged(asked("GET", ("If-None-Match", '"x"')), answer(304, RIGHT), answer(204))
    ).violations
    verdict = judge(exchanged(asked(), answer(304, RIGHT, ("Vary", "Origin"))))
    assert verdict.readable
    assert [caution.id for caution in verdict.warnings] == ["stored-response-not-recorded"]
