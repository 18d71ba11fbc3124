"""A line from what is known of other paths is the line that is made anew, for every exchange on file."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cors_wizard.http_exchange import Exchange, Headers, Request, Response
from cors_wizard.knowledge_base import load_knowledge
from cors_wizard.recordings import Recorded
from cors_wizard.report.verdict_lines import VerdictLines
from tests.fetch_standard.browser_exchanges import browser_exchanges

PATHS = (
    *("/", "/a/b?c=d&e=%20", "/a/../b", "/a b", "/x#y", "/%7B1%7D", "/\u00e9", "/a?b='c'"),
    *("/token=abcdefghijklmnop?password=hunter2", "/token/secret", "/session?key", "/auth:x;y"),
)


@pytest.mark.parametrize("path", PATHS)
def test_every_exchange_with_another_path(path: str) -> None:
    """Whatever was judged before it, and in the order of the table."""
    made = VerdictLines(load_knowledge())
    for number, row in enumerate(browser_exchanges()):
        url = row.exchange.request.url
        origin = "/".join(url.split("/")[:3])
        request = replace(row.exchange.request, url=f"{origin}{path}")
        recorded = Recorded(replace(row.exchange, request=request, id=""))
        line, anew = made.line(recorded, number), made.judged(recorded)
        assert (line is None) == (anew is None)
        if line and anew:
            assert json.loads(line.text) == {"id": number, **json.loads("{" + anew.text)}, row.exchange
            assert line.is_refused == anew.is_refused


def test_a_redirect_back_to_the_path_itself() -> None:
    """Every redirect on file, asked at each of the paths that it leads to."""
    made = VerdictLines(load_knowledge())
    redirected = [row.exchange for row in browser_exchanges() if row.exchange.redirects]
    for exchange in redirected:
        origin = "/".join(exchange.request.url.split("/")[:3])
        paths = ["/any", *(f"/{each.url.split('/', 3)[-1]}" for each in exchange.redirects), "/any/../any"]
        for path in paths:
            request = replace(exchange.request, url=f"{origin}{path}")
            recorded = Recorded(replace(exchange, request=request, id=""))
            line, anew = made.line(recorded, 1), made.judged(recorded)
            assert line is not None
            assert anew is not None
            assert json.loads(line.text) == {"id": 1, **json.loads("{" + anew.text)}, request


@pytest.mark.parametrize(
    "target",
    ["/next", "next", "?page=2", "//b.example/next", "http://a.example/1", "/1", "/x/../1", "http:next"],
)
def test_a_redirect_of_which_nothing_more_was_recorded(target: str) -> None:
    """Rooted, relative, and back to one of the paths."""
    made = VerdictLines(load_knowledge())
    response = Response(302, Headers((("Location", target), ("Access-Control-Allow-Origin", "*"))))
    for path in ("/0", "/1", "/2/3"):
        request = Request(f"http://a.example{path}", headers=Headers((("X-A", "1"),)))
        recorded = Recorded(Exchange("http://page.example", request, response=response))
        line, anew = made.line(recorded, 1), made.judged(recorded)
        assert line is not None
        assert anew is not None
        assert json.loads(line.text) == {"id": 1, **json.loads("{" + anew.text)}, path


def test_paths_alone_are_not_judged_again() -> None:
    """A log of one API has as many verdicts as it has kinds of requests: counted, not timed."""
    made = VerdictLines(load_knowledge())
    table = [
        row.exchange for row in browser_exchanges() if row.exchange.request.url.startswith("http://localhost")
    ]
    plain = [each for each in table if each.response and not each.response.headers.get("Set-Cookie")]
    for number in range(5):
        for exchange in plain:
            origin = "/".join(exchange.request.url.split("/")[:3])
            request = replace(exchange.request, url=f"{origin}/items/{number}")
            made.line(Recorded(replace(exchange, request=request)), number)
    assert made.judged_anew <= len(plain)


def test_a_secret_in_a_path_is_masked() -> None:
    """Also where the verdict was known."""
    made = VerdictLines(load_knowledge())
    exchange = next(row.exchange for row in browser_exchanges() if not row.exchange.redirects)
    for token in ("ghp_0123456789abcdefghijklmnopqrstuvwxyz", "ghp_abcdefghijklmnopqrstuvwxyz0123456789"):
        request = replace(exchange.request, url=f"http://b.example/x?token={token}")
        line = made.line(Recorded(replace(exchange, request=request)), None)
        assert line is not None
        assert token not in line.text
