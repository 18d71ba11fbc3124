"""The promises of the first screen, held against every proof that runs for real."""

from __future__ import annotations

import pytest

from tests.knowledge.harness.proof import load_proofs
from tests.tui.result_table import LATEST_DIFF, MOST_KEYS, Measured, measured, problems

_SHARE = 9
"""Every ninth proof with a result is measured here; `python -m tests.tui.result_table` measures all."""


@pytest.mark.process
def test_the_change_is_near_the_top_and_verified_with_few_keys() -> None:
    """At 80x24, for a share of the proofs, with their servers and files."""
    rows = tuple(measured(load_proofs()[::_SHARE]))
    assert len(rows) > 5
    assert [row for row in rows if row.diff_line is not None and row.diff_line > LATEST_DIFF] == []
    assert [row for row in rows if row.keys > MOST_KEYS] == []


def test_each_broken_promise_is_named() -> None:
    """A late diff, too many keys, too many long results."""
    good = Measured("good", 7, 24, 3)
    assert problems([good] * 9 + [Measured("long", None, 40, 3)]) == []
    told = problems([good, Measured("late", 9, 24, 3), Measured("slow", None, 30, 6)])
    assert told == [
        "late: the diff begins on line 9",
        "1 of 3 results are longer than 24 lines",
        "slow: 6 keys",
    ]
