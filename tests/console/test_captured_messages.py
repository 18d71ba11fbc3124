"""What three real browsers printed is read exactly: engine, symptom, every fact of the exchange behind it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.console.known import captured, reader

EXCHANGED = frozenset(
    {
        *("url", "origin", "page_url", "redirect_url", "method", "credentials", "refused_header"),
        *("refused_method", "status", "preflight_status", "allow_origin", "allow_credentials", "reachable"),
    }
)
"""The facts of the exchange; what a message means beyond them is for its knowledge file to say."""


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in captured()])
def test_captured_message_is_read_exactly(row: dict[str, Any]) -> None:
    """A user who pastes what the browser printed need not be asked for anything that stands in it."""
    reading = reader().read(row["text"])
    assert reading.leading is not None
    assert reading.leading.symptom == row["symptom"]
    found = {fact.name: fact.value for fact in reading.facts}
    assert found["symptom"] == row["symptom"]
    assert found.get("engine") == row["engine"]
    assert {name: value for name, value in found.items() if name in EXCHANGED} == row["facts"]


def test_nothing_of_the_captured_messages_is_missing() -> None:
    """The table holds all three engines and most symptoms, so that it cannot shrink unnoticed."""
    rows = captured()
    assert len(rows) >= 700
    assert {row["engine"] for row in rows} == {"chromium", "firefox", "webkit", None}
    assert len({row["symptom"] for row in rows}) >= 26
