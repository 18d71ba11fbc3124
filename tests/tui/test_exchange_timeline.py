"""The timeline on the screen: the report's entries, each with its look."""

from __future__ import annotations

import pytest

from cors_wizard.fetch_standard import judge
from cors_wizard.http_exchange import Exchange, Headers, Request, Response
from cors_wizard.report.report_document import timeline_lines
from cors_wizard.report.timeline import Entry, timeline
from cors_wizard.tui.widgets.exchange_timeline import ExchangeTimeline, rows
from tests.fetch_standard.browser_exchanges import browser_exchanges

PAGE = "http://localhost:3000"
URL = "http://localhost:5000/api/data"
ALLOWED = Headers.of({"Access-Control-Allow-Origin": PAGE, "X-Powered-By": "nothing of interest"})


def drawn(entry: Entry) -> list[str]:
    """The words on the screen, without the mark in front."""
    (_, title), *others = ((row.label.plain, row.text.plain) for row in rows(entry))
    return " ".join((title, *(f"{label} {text}" for label, text in others))).split()


def printed(entry: Entry) -> list[str]:
    """The words in the report, without the mark in front and the parentheses around the note."""
    title, *others = timeline_lines(entry)
    return " ".join((title[2:].replace(f"({entry.note})", entry.note), *others)).split()


@pytest.mark.parametrize("exchange", [pytest.param(row.exchange, id=row.id) for row in browser_exchanges()])
def test_window_and_report_draw_the_same(exchange: Exchange) -> None:
    """Whoever reads the report of what a colleague saw on the screen sees the very same exchange."""
    verdict = judge(exchange)
    entries = timeline(exchange, verdict)
    assert ExchangeTimeline(exchange, verdict).entries == entries
    for entry in entries:
        assert drawn(entry) == printed(entry)


def test_a_browser_that_decides_otherwise_is_named() -> None:
    """Safari takes plain http to this computer for mixed content; the others read the response."""
    page = "https://shop.example"
    headers = Headers.of({"Access-Control-Allow-Origin": page})
    exchange = Exchange(page, Request(URL), response=Response(200, headers))
    entries = timeline(exchange, judge(exchange))
    assert [entry.kind for entry in entries][-2:] == ["passed", "also-refused"]
    assert entries[-1].text.startswith("Safari or another WebKit browser blocks it: ")


def test_expected_is_above_actual() -> None:
    """The two lines can be compared letter by letter."""
    headers = Headers.of({"Access-Control-Allow-Origin": PAGE + "/"})
    exchange = Exchange(PAGE, Request(URL), response=Response(200, headers))
    refused = next(each for each in timeline(exchange, judge(exchange)) if each.kind == "refused")
    assert [row.text.plain for row in rows(refused)][1:] == [
        f"Access-Control-Allow-Origin: {PAGE}",
        f"Access-Control-Allow-Origin: {PAGE}/",
    ]


def test_secrets_and_control_characters_stay_out() -> None:
    """A cookie's value and an escape sequence never reach the screen."""
    headers = Headers.of([*ALLOWED, ("Set-Cookie", "session=s3cr3t"), ("Vary", "\x1b[31mOrigin")])
    exchange = Exchange(PAGE, Request(f"{URL}?token=t0ps3cret"), response=Response(200, headers))
    shown = [row.text.plain for entry in timeline(exchange, judge(exchange)) for row in rows(entry)]
    assert "s3cr3t" not in repr(shown)
    assert "t0ps3cret" not in repr(shown)
    # An escape that is written out is fine.
    assert not any("\x1b" in text for text in shown)
