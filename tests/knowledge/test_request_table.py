"""Over all proofs the page's request is known without a question, and never wrong."""

from __future__ import annotations

from tests.knowledge.request_table import rows


def test_the_request_is_known_and_never_wrong() -> None:
    """From the browser's text, the page's code and the view: at least nine of ten, and no part otherwise."""
    every = list(rows())
    assert len(every) > 150
    assert [(row.proof, row.engine, row.wrong) for row in every if row.wrong] == []
    assert sum(row.is_known for row in every) >= 0.9 * len(every)
