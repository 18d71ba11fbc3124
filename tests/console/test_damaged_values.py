"""Values are read from a damaged message where its template tells their place, and only there."""

from __future__ import annotations

import pytest

from cors_wizard.console.damaged_values import damaged_values
from cors_wizard.console.pattern import MessagePattern


def values(template: str, text: str) -> dict[str, object]:
    """Name and value of what is read."""
    pattern = MessagePattern("made-up", "chromium", "network-failure", "verdict", "en", template)
    return {name: value for name, value, _ in damaged_values(pattern, text)}


@pytest.mark.parametrize(
    ("template", "text", "wanted"),
    [
        pytest.param(
            "cannot load {url} because", "cann0t load http://a/b becausc", {"url": "http://a/b"}, id="address"
        ),
        pytest.param(
            "cannot load '{url}' because",
            "cannot load 'http: //a:5000 /b' because",
            {"url": "http://a:5000/b"},
            id="blanks-in-an-address",
        ),
        pytest.param("cannot load {url} because", "cannot load it because", {}, id="no-address"),
        pytest.param("it had the status {status}.", "it had the stotus 4O5.", {"status": 405}, id="number"),
        pytest.param("it had the status {status}.", "it had the status none.", {}, id="no-number"),
        pytest.param(
            "for the method {method} only", "for the rnethod PUT only", {"method": "PUT"}, id="word"
        ),
        pytest.param("for the method {method} only", "for the method of all only", {}, id="several-words"),
        pytest.param(
            "it came from {origin}", "it carne from http://a:1 today", {"origin": "http://a:1"}, id="last"
        ),
        pytest.param(
            "it is refused for '{url}'", "it is refused for 'http://a/b'", {"url": "http://a/b"}, id="quoted"
        ),
        pytest.param(
            "see {_what} at {url} now", "see it at http://a/b now", {"url": "http://a/b"}, id="nameless"
        ),
        pytest.param(
            "it failed[[ with status {status}]].", "it fai1ed.", {}, id="an-optional-part-that-is-not-there"
        ),
        pytest.param(
            "it failed[[ with status {status}]].",
            "it fai1ed wlth status 404.",
            {"status": 404},
            id="an-optional-part-that-is-there",
        ),
        pytest.param(
            "unreadable word {url} and {url}.",
            "xx http://a/b and http://c/d.",
            {"url": "http://c/d"},
            id="next-place",
        ),
        pytest.param(
            "cannot load {url} because", "something else http://a/b entirely", {}, id="another-text"
        ),
    ],
)
def test_values_of_a_damaged_text(template: str, text: str, wanted: dict[str, object]) -> None:
    """Nobody is told a value that may be another one."""
    assert values(template, text) == wanted
