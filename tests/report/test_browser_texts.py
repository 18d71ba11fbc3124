"""What we say that a browser prints is what it printed.

`data/browser_sentences.jsonl` has the console lines of Chromium 156, Firefox ESR 153 and WebKitGTK 2.50
(November 2026) for exchanges of `tests/fetch_standard/data/browser_exchanges.jsonl`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cors_wizard.fetch_standard import Engine, judge
from cors_wizard.http_exchange import Exchange, Headers, Request, Response
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.report.browser_texts import browser_texts
from cors_wizard.report.engine_views import ENGINES
from tests.fetch_standard.browser_exchanges import browser_exchanges

EXCHANGES = {row.id: row.exchange for row in browser_exchanges()}
PRINTED = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "browser_sentences.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(
    ("exchange_id", "engine", "printed"),
    [
        pytest.param(row["id"], row["engine"], row["printed"], id=f"{row['id']}-{row['engine']}")
        for row in PRINTED
    ],
)
def test_sentence_is_what_the_browser_printed(
    exchange_id: str, engine: Engine, printed: str | None, knowledge: Knowledge
) -> None:
    """Word for word; None where the browser printed nothing."""
    exchange = EXCHANGES[exchange_id]
    assert browser_texts(judge(exchange), exchange, knowledge)[engine] == printed


def test_no_refusal_of_the_table_is_left_out() -> None:
    """Wherever a browser refused, what it printed is compared."""
    refused = {
        (row.id, engine) for row in browser_exchanges() for engine, able in row.readable.items() if not able
    }
    assert {(row["id"], row["engine"]) for row in PRINTED} == refused
    assert {engine for _, engine in refused} == set(ENGINES)


def test_nothing_is_printed_where_nothing_is_refused(knowledge: Knowledge) -> None:
    """A readable response leaves the console empty."""
    allowed = Response(200, Headers.of({"Access-Control-Allow-Origin": "*"}))
    exchange = Exchange("https://shop.example", Request("https://api.example/"), response=allowed)
    assert browser_texts(judge(exchange), exchange, knowledge) == dict.fromkeys(ENGINES)
