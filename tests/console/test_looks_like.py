"""A text without a message is called by its name, and the user is told what to paste instead."""

from __future__ import annotations

import pytest

from tests.console.known import reader


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", "nothing to read", id="empty"),
        pytest.param("  \n\t ", "nothing to read", id="blank"),
        pytest.param("<!DOCTYPE html>\n<html><body>404</body></html>", "This is HTML", id="html"),
        pytest.param('{"orders": [1, 2]}', "This is JSON", id="json"),
        pytest.param(
            'File "x.py", line 3, in a\n    return b["c"]\n  File "y.py"', "traceback", id="traceback"
        ),
        pytest.param("    at a (b.js:1:2)\n    at c (d.js:3:4)", "stack trace", id="stack"),
        pytest.param("load@http://localhost:5173/cart.js:3:4\n", "stack trace", id="firefox-stack"),
        pytest.param("curl http://localhost:5000/api", "a cURL command", id="curl"),
        pytest.param("CORS(app, origins='*')", "Python code", id="code"),
        pytest.param("\x89PNG\x00\x01\x02\x03\x04\x05", "isn't text", id="binary"),
        pytest.param("a note on cors", "mentions CORS", id="talk"),
        pytest.param("it does not work", "We don't recognize this message", id="anything"),
    ],
)
def test_looks_like(text: str, words: str) -> None:
    """The user reads what it is taken for and what would help."""
    says = reader().read(text).looks_like
    assert words in says
    assert "Paste" in says


@pytest.mark.parametrize("text", ["http://localhost:5000/api", "localhost:5000/api"])
def test_a_url_alone_is_enough(text: str) -> None:
    """It is understood, and nobody is sent away to copy something else first."""
    reading = reader().read(text)
    assert "The wizard can request it as your page would" in reading.looks_like
    assert reading.unread == ()


@pytest.mark.parametrize("text", ["http://localhost:5173/", "localhost:3000"])
def test_a_pages_address_is_not_what_the_page_requests(text: str) -> None:
    """Who pastes the address bar is asked for the API's URL next."""
    reading = reader().read(text)
    assert "looks for the API that the page requests" in reading.looks_like
    assert "url" not in reading.facts
