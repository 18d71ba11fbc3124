"""Over all proofs the page's request is known without a question, and never wrong."""

from __future__ import annotations

from tests.knowledge.request_table import demo_rows, rows


def test_the_request_is_known_and_never_wrong() -> None:
    """From the browser's text, the page's code and the view: at least nine of ten, and no part otherwise."""
    every = list(rows())
    assert len(every) > 150
    assert [(row.proof, row.engine, row.wrong) for row in every if row.wrong] == []
    assert sum(row.is_known for row in every) >= 0.9 * len(every)


def test_the_demos_ask_nothing() -> None:
    """Each has its page's code, and all of its request is known."""
    every = list(demo_rows())
    assert len(every) == 4
    assert [row.proof for row in every if row.wrong or not row.is_known] == []
