"""A probe as raw text, and the line that repeats it: masked, and never one that writes."""

from __future__ import annotations

import shlex

import pytest

from cors_wizard.http_exchange import Headers, Response
from cors_wizard.probe.result import ProbeRequest, ProbeResult
from cors_wizard.report.raw_exchange import curl_line, raw_lines

_HEADERS = Headers((("Origin", "http://localhost:3000"), ("Authorization", "Bearer abcdef0123456789")))
_URL = "http://localhost:5000/api/data?token=s3cr3tvalue&page=2"


def _request(method: str = "GET", url: str = _URL) -> ProbeRequest:
    return ProbeRequest("request", "the page's request", method, url, _HEADERS)


def test_request_and_response_are_shown_as_they_went() -> None:
    """A line for each header, in its order; secrets are masked, in the URL as well."""
    response = Response(
        200, Headers((("Server", "Werkzeug"), ("Set-Cookie", "session=hunter2secret; Path=/")))
    )
    lines = raw_lines(ProbeResult(_request(), response))
    assert lines[0].startswith("GET /api/data?token=")
    assert lines[1] == "Host: localhost:5000"
    assert "Origin: http://localhost:3000" in lines
    assert "HTTP/1.1 200" in lines
    assert "Server: Werkzeug" in lines
    text = "\n".join(lines)
    assert "page=2" in text
    for secret in ("s3cr3tvalue", "abcdef0123456789", "hunter2secret"):
        assert secret not in text


def test_a_failure_says_why() -> None:
    """In the place of a response."""
    lines = raw_lines(ProbeResult(_request(), failure="refused", detail="Nobody listens there."))
    assert lines[-1] == "Nobody listens there."


def test_nothing_of_the_server_reaches_the_terminal_as_a_command() -> None:
    """Control characters are made visible."""
    response = Response(500, Headers((("X-Evil", "\x1b[2J\x07"),)))
    text = "".join(raw_lines(ProbeResult(_request(), response, body="\x1b]0;owned\x07")))
    assert "\x1b" not in text
    assert "\x07" not in text


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        pytest.param("GET", ["curl", "-i", "-H"], id="get-is-the-default"),
        pytest.param("HEAD", ["curl", "-i", "--head", "-H"], id="head-does-not-wait-for-a-body"),
        pytest.param("OPTIONS", ["curl", "-i", "-X", "OPTIONS", "-H"], id="a-preflight"),
        pytest.param("DELETE", ["curl", "-i", "-X", "OPTIONS", "-H"], id="what-writes-becomes-its-preflight"),
    ],
)
def test_the_line_repeats_it_and_never_writes(method: str, expected: list[str]) -> None:
    """It can be pasted as it is; a method that may change data is asked for, not sent."""
    words = shlex.split(curl_line(_request(method)))
    assert words[: len(expected)] == expected
    if method == "DELETE":
        assert "Access-Control-Request-Method: DELETE" in words
        assert not any(word.startswith("Authorization") for word in words)


@pytest.mark.parametrize(
    "url", ["http://localhost/$(touch x)", "http://localhost/`id`", "http://localhost/';id'"]
)
def test_a_hostile_url_stays_one_word(url: str) -> None:
    """Whoever pastes the line runs curl, and nothing else."""
    words = shlex.split(curl_line(_request(url=url)))
    assert words[-2] == "--url"
    assert words[-1].startswith("http://localhost/")
