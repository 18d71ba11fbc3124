"""A line from what is known of other paths is the line that is made anew, for every exchange on file."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

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


def test_a_secret_in_a_path_is_masked() -> None:
    """Also where the verdict was known."""
    made = VerdictLines(load_knowledge())
    exchange = next(row.exchange for row in browser_exchanges() if not row.exchange.redirects)
    for token in ("ghp_0123456789abcdefghijklmnopqrstuvwxyz", "ghp_abcdefghijklmnopqrstuvwxyz0123456789"):
        request = replace(exchange.request, url=f"http://b.example/x?token={token}")
        line = made.line(Recorded(replace(exchange, request=request)), None)
        assert line is not None
        assert token not in line.text
