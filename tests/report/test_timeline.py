"""The exchange as a timeline: the refused line is marked, expected beside actual."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cors_wizard.exchange_words import DEPENDS
from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange, Headers, Hop, Request, Response
from cors_wizard.report.engine_views import differing
from cors_wizard.report.timeline import Entry, timeline
from tests.fetch_standard.browser_exchanges import browser_exchanges

PAGE = "https://shop.example"
API = "https://api.example/orders"
ALLOWED = Response(200, Headers.of({"Access-Control-Allow-Origin": PAGE, "Vary": "Origin"}))


def entries_of(exchange: Exchange) -> tuple[Entry, ...]:
    """The timeline of an exchange."""
    return timeline(exchange, judge(exchange))


def test_passed() -> None:
    """What may be read ends with that."""
    entries = entries_of(Exchange(PAGE, Request(API), response=ALLOWED))
    assert [entry.kind for entry in entries] == ["asked", "answered", "passed"]


def test_what_was_only_assumed_is_no_browsers_yes() -> None:
    """A refusal that rests on an assumed origin is left open, in each browser too."""
    exchange = Exchange(PAGE, Request(API, "PUT"), Response(200), Response(200))
    open_still = replace(judge(exchange), violations=())
    assert timeline(exchange, open_still)[-1] == Entry("unseen", DEPENDS)
    assert differing(open_still, exchange) == ()


def test_refused_line_has_expected_and_actual() -> None:
    """The wrong header stands beside the right one."""
    wrong = Response(200, Headers.of({"Access-Control-Allow-Origin": "https://other.example"}))
    refused = entries_of(Exchange(PAGE, Request(API), response=wrong))[-1]
    assert refused.kind == "refused"
    assert refused.pairs == (
        ("expected", "Access-Control-Allow-Origin: https://shop.example"),
        ("actual", "Access-Control-Allow-Origin: https://other.example"),
    )


def test_request_is_never_sent_after_a_refused_preflight() -> None:
    """The first refusal is where a browser stops; the next ones come once it is mended."""
    exchange = Exchange(PAGE, Request(API, "PUT"), Response(404), Response(200))
    entries = entries_of(exchange)
    assert [entry.kind for entry in entries] == [
        "asked",
        "answered",
        "refused",
        "also-refused",
        "also-refused",
        "never-sent",
        "answered",
        "also-refused",
    ]
    assert entries[0].text == f"OPTIONS {API}"
    assert "Access-Control-Request-Method: PUT" in entries[0].lines


def test_a_stand_in_is_told() -> None:
    """What was not sent unasked is not said to be answered."""
    passing = Exchange(PAGE, Request(API, "POST"), None, ALLOWED, stand_in="GET")
    assert entries_of(passing)[0].note == "the request itself; the probe sent GET instead"
    refused = Exchange(PAGE, Request(API, "PUT"), Response(404), Response(200), stand_in="GET")
    (never,) = [entry for entry in entries_of(refused) if entry.kind == "never-sent"]
    assert never.note.endswith("; the probe sent GET instead")


def test_redirects_are_followed() -> None:
    """Each hop is asked and answered; the refusal stands at the hop that earned it."""
    there = "https://login.example/"
    moved = Response(302, Headers.of({"Access-Control-Allow-Origin": PAGE, "Location": there}))
    exchange = Exchange(PAGE, Request(API), None, moved, (Hop(there, Response(200)),))
    entries = entries_of(exchange)
    assert [entry.kind for entry in entries] == ["asked", "answered", "asked", "answered", "refused"]
    assert entries[2].text == f"GET {there}"


def test_secrets_are_masked() -> None:
    """Neither the URL nor a header nor a cookie tells one."""
    request = Request(f"{API}?token=abc", headers=Headers.of({"Authorization": "Bearer abc"}))
    response = Response(200, Headers.of({"Set-Cookie": "session=abc; Path=/"}))
    shown = repr(entries_of(Exchange(PAGE, request, Response(404), response)))
    assert "abc" not in shown
    assert "session=***; Path=/" in shown


@pytest.mark.parametrize("exchange", [pytest.param(row.exchange, id=row.id) for row in browser_exchanges()])
def test_every_refusal_is_shown_once(exchange: Exchange) -> None:
    """Nothing that a browser objects to is lost, whatever the exchange looks like."""
    verdict = judge(exchange)
    entries = timeline(exchange, verdict)
    differ = sum(first is not None for _, first in differing(verdict, exchange))
    refused = [entry for entry in entries if entry.kind in ("refused", "also-refused")]
    refused = refused[: len(refused) - differ]
    assert len(refused) == len(verdict.violations)
    assert sum(entry.kind == "refused" for entry in entries) == bool(verdict.violations)
