"""The engine is told from the way in which a console prints a script's errors, where no message tells it."""

from __future__ import annotations

import pytest

from tests.console.known import reader


@pytest.mark.parametrize(
    ("text", "engine"),
    [
        pytest.param("Unhandled Promise Rejection: AxiosError: Network Error", "webkit", id="safari"),
        pytest.param(
            "AxiosError: Network Error\n    at a.onerror (http://localhost:5173/static/axios.js:4:44)",
            "chromium",
            id="frame-with-a-function",
        ),
        pytest.param(
            "AxiosError: Network Error\r\n    at http://localhost:5173/static/axios.js:4:44\r\n",
            "chromium",
            id="frame-without-a-function",
        ),
        pytest.param(
            "Error: xhr poll error\n    at Socket.onError (node:internal/net:4:44)", None, id="frame-of-node"
        ),
        pytest.param(
            "AxiosError: Network Error\nonerror@http://localhost:5173/static/axios.js:4:44",
            None,
            id="firefox-and-safari-share-the-form",
        ),
        pytest.param(
            "TypeError: Load failed\n    at http://localhost:5173/static/cart.js:4:44",
            "webkit",
            id="a-message-knows",
        ),
    ],
)
def test_engine_by_habit(text: str, engine: str | None) -> None:
    """A user need not be asked for the browser when its console gives it away."""
    assert reader().read(text).facts.text("engine") == engine
