"""A text that only says that the request failed."""

from __future__ import annotations

import pytest

from cors_wizard.console.clipboards.bare_failure import read_bare_failure
from tests.console.known import reader


@pytest.mark.parametrize(
    "text",
    [
        "Network Error",
        "Failed to fetch",
        "failed to fetch.",
        "Load failed",
        "NetworkError when attempting to fetch resource.",
        "my page just says Network Error",
        'it shows "Network Error"!',
        "ERR_EMPTY_RESPONSE",
    ],
)
def test_it_is_a_failure_without_a_reason(text: str) -> None:
    """People paste what their page shows."""
    read = reader().read(text)
    assert read.facts.text("symptom") == "network-failure"
    assert not read.messages


def test_a_refused_connection_says_that_nobody_listens() -> None:
    """Chromium's error page has no more than that."""
    assert reader().read("ERR_CONNECTION_REFUSED").facts.text("reachable") == "refused"


@pytest.mark.parametrize(
    "text",
    [
        "E: Failed to fetch http://deb.example.test/dists/stable/InRelease",
        "Network Error: printer offline",
        "the network is slow",
        "x" * 300 + " network error",
        "",
    ],
)
def test_other_texts_are_no_such_failure(text: str) -> None:
    """Only a text that says that and no more."""
    assert read_bare_failure(text) is None


def test_beside_a_message_it_adds_nothing() -> None:
    """The message has the reason."""
    text = "WebSocket connection to 'ws://localhost:5999/ws' failed: net::ERR_CONNECTION_REFUSED"
    assert all("script shows" not in fact.evidence for fact in reader().read(text).facts)
