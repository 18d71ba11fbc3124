"""judge() says what Chromium, Firefox and WebKit did, row by row."""

from __future__ import annotations

import pytest

from cors_wizard.fetch_standard import judge_in
from tests.fetch_standard.browser_exchanges import (
    OTHER_APIS,
    OTHER_MECHANISMS,
    OTHER_ROWS,
    BrowserExchange,
    all_rows,
    browser_exchanges,
)

ROWS = list(browser_exchanges())


@pytest.mark.parametrize("row", [pytest.param(row, id=row.id) for row in ROWS])
def test_what_each_browser_did(row: BrowserExchange) -> None:
    """What a page could read is judged readable, and nothing else; the first reason is Chromium's."""
    verdicts = {engine: judge_in(row.exchange, engine) for engine in row.readable}
    assert {engine: verdict.readable for engine, verdict in verdicts.items()} == row.readable
    violations = judge_in(row.exchange, "chromium").violations
    assert (violations[0].symptom if violations else None) == row.symptom


def test_every_row_left_out_exists() -> None:
    """No reason for leaving out a row outlives the row."""
    rows = all_rows()
    assert set(OTHER_APIS) <= {row["api"] for row in rows}
    assert set(OTHER_MECHANISMS) <= {row["scenario"] for row in rows}
    assert set(OTHER_ROWS) <= {row["id"] for row in rows}
    assert len(ROWS) >= 300
