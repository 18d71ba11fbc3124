"""Which second request sends a preflight of its own: every pair of the table, on one page of each browser."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest

from cors_wizard.http_exchange import Request
from tests.browsers.driver import Browser
from tests.differential.server import RawServer
from tests.fetch_standard.preflight_pairs import PAIRS

pytestmark = pytest.mark.browser

_SCRIPT = """
<!doctype html><link rel=icon href=data:,><script>
window.outcome = (async () => {
  for (const [url, options] of %s) await fetch(url, options).catch(() => "refused");
  return {};
})();
</script>
"""


def test_second_preflights(every_browser: Browser) -> None:
    """Each browser asks again where its row says so, and nowhere else."""
    with RawServer("localhost", "localhost") as server:
        page, api = server.origins
        urls = [f"{api}/pair-{number}" for number in range(len(PAIRS))]
        calls = []
        for pair, url in zip(PAIRS, urls, strict=True):
            exchanges = pair.exchanges(page, url)
            # No fragment ever reaches a server.
            server.answer(replace(exchanges[0], request=replace(exchanges[0].request, url=url)))
            calls += [_call(exchange.request) for exchange in exchanges]
        every_browser.run(server.page("/page", _SCRIPT % json.dumps(calls)))
        preflights = Counter(url for url, kind in server.arrived if kind == "preflight")
    asked_twice = {pair.id: preflights[url] == 2 for pair, url in zip(PAIRS, urls, strict=True)}
    assert set(preflights.values()) <= {1, 2}
    assert asked_twice == {pair.id: every_browser.engine in pair.again for pair in PAIRS}


def _call(request: Request) -> tuple[str, dict[str, object]]:
    headers = list(request.headers)
    return request.url, {"method": request.method, "headers": headers, "credentials": request.credentials}
