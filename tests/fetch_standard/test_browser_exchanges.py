"""judge() says what Chromium, Firefox and WebKit did, row by row."""

from __future__ import annotations

import pytest

from cors_wizard.fetch_standard import Engine, judge_in
from tests.fetch_standard.browser_exchanges import (
    OTHER_APIS,
    OTHER_MECHANISMS,
    OTHER_ROWS,
    BrowserExchange,
    all_rows,
    browser_exchanges,
)

ROWS = list(browser_exchanges())


@pytest.mark.parametrize(
    ("row", "engine"),
    [pytest.param(row, engine, id=f"{row.id}-{engine}") for row in ROWS for engine in row.readable],
)
def test_readable_where_the_browser_could_read(row: BrowserExchange, engine: Engine) -> None:
    """What a page could read is judged readable, and nothing else."""
    verdict = judge_in(row.exchange, engine)
    assert verdict.readable is row.readable[engine], verdict.violations


@pytest.mark.parametrize("row", [pytest.param(row, id=row.id) for row in ROWS])
def test_first_violation_is_what_chromium_stopped_at(row: BrowserExchange) -> None:
    """The first reason is the one that Chromium reports."""
    violations = judge_in(row.exchange, "chromium").violations
    assert (violations[0].symptom if violations else None) == row.symptom


def test_every_row_left_out_exists() -> None:
    """No reason for leaving out a row outlives the row."""
    rows = all_rows()
    assert set(OTHER_APIS) <= {row["api"] for row in rows}
    assert set(OTHER_MECHANISMS) <= {row["scenario"] for row in rows}
    assert set(OTHER_ROWS) <= {row["id"] for row in rows}
    assert len(ROWS) >= 300
