"""The table of benchmarks: what is worse is said, and each row can be measured."""

from __future__ import annotations

import json

import pytest

from benchmarks import windows
from benchmarks.__main__ import RECORD, line_of, worse_than
from benchmarks.measuring import function, process, ratio
from benchmarks.rows import ROWS, Row, _lines
from cors_wizard.recordings.exchange_json import exchange_from, unknown_keys


def test_what_is_a_fifth_worse_is_named() -> None:
    """What is new, better or a little worse is not."""
    recorded = {"a": 1.0, "b": 1.0, "c": 1.0}
    assert worse_than(recorded, {"a": 1.3, "b": 1.1, "c": 0.5, "d": 9.0}) == [("a", 1.0, 1.3)]


def test_a_line_says_whether_the_goal_is_met() -> None:
    """With the number on record beside it."""
    row = Row("a row", 2.0, lambda: 0.0)
    assert line_of(row, 1.5, 1.25).split() == ["1.50", "2.00", "1.25", "ok", "a", "row"]
    assert line_of(row, 2.5, None).split() == ["2.50", "2.00", "-", "MISS", "a", "row"]


def test_the_numbers_on_record_are_those_of_the_rows() -> None:
    """No row without one, none left of a row that is gone."""
    assert set(json.loads(RECORD.read_text())) == {row.name for row in ROWS}


def test_a_ratio_is_of_what_was_done() -> None:
    """More work is a larger number; a process's time is its own."""
    much, little = function(lambda: sum(range(3_000_000))), function(lambda: sum(range(100_000)))
    assert ratio(much, little) > 2 > 0.5 > ratio(little, much)
    assert process(["-c", "sum(range(3_000_000))"])() > 0


@pytest.mark.process
def test_what_failed_is_not_measured() -> None:
    """A process that ended early would look fast; the window's own script runs."""
    with pytest.raises(RuntimeError, match="status 5"):
        process(["-c", "raise SystemExit(5)"])()
    assert windows.opening()() > 0


def test_the_exchanges_for_judge_are_read_whole() -> None:
    """Nothing of them is skipped as an unknown key."""
    for line in _lines(400).splitlines():
        raw = json.loads(line)
        exchange_from(raw)
        assert list(unknown_keys(raw)) == []
