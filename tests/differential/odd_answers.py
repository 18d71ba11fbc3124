"""What servers answer now and then: rare statuses, strange redirects, headers that should change nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from cors_wizard.http_exchange import Exchange, Headers, Response
from tests.differential.draw import EXPOSE, HEADERS, METHODS, REDIRECTS

STATUSES = [
    *(202, 203, 205, 207, 226, 306, 402, 406, 408, 410, 415, 418, 421, 422, 425, 426, 429, 431, 451),
    *(501, 502, 504, 505, 511, 520, 599, 600, 999),
    *REDIRECTS,
]
"""A redirect status is here for a response without a Location."""

LOCATIONS = [
    *("data:text/plain,{path}", "ftp://localhost{path}", "about:{path}"),
    *("//{bare}", "{shouted}://{bare}", "{scheme}:{path}", "{path}#part", "{path}?a=b c", "{upper}"),
    *("http://[{path}", "http://<{path}", "http://localhost:99999{path}", "{scheme}://:{bare}", "{scheme}://@{bare}"),
    *("\\\\{bare}", "ws://localhost{path}", "chrome://version{path}", "mailto:{path}"),
]  # fmt: skip
"""Where a redirect may point: `{bare}` is the next URL without its scheme, `{path}` its path."""

PREFLIGHT_HEADERS = [
    ("Access-Control-Max-Age", "-1"),
    ("Access-Control-Max-Age", "600, 600"),
    ("Access-Control-Max-Age", "1e3"),
    ("Access-Control-Max-Age", "99999999999999999999"),
    ("Access-Control-Max-Age", ""),
    ("Access-Control-Allow-Private-Network", "true"),
    ("Vary", "*"),
    ("Content-Length", "0"),
    (METHODS, "GET"),
    (METHODS, ""),
    (METHODS, "*"),
    (HEADERS, ""),
    (HEADERS, "*"),
    (HEADERS, "x-one,\tx-two"),
    (HEADERS, "x-one; x-two"),
    (HEADERS, "x\u00e9"),
    (METHODS, "PUT DELETE"),
    (METHODS, "P\u00c4TCH"),
]
RESPONSE_HEADERS = [
    ("Vary", "Origin"),
    ("Timing-Allow-Origin", "*"),
    ("Set-Cookie", "a=b"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-site"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("Cross-Origin-Resource-Policy", "Same-Origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Language", "de"),
    ("Content-Encoding", "identity"),
    ("Expires", "0"),
    ("ETag", '"x"'),
    ("Last-Modified", "Sun, 22 Nov 2026 12:00:00 GMT"),
    ("Pragma", "no-cache"),
    ("Date", "Sun, 22 Nov 2026 12:00:00 GMT"),
    (EXPOSE, "*"),
    (EXPOSE, "*, X-Total"),
    (EXPOSE, "x-TOTAL ,, etag"),
    (EXPOSE, "Set-Cookie, Vary"),
    (EXPOSE, "X Total"),
    (EXPOSE, '"X-Total"'),
    (EXPOSE, "\tX-Total\t"),
    (EXPOSE, "X-Total, x\u00e9"),
    (EXPOSE, "Access-Control-Allow-Origin"),
    ("Access-Control-Allow-Methods", "]"),
    ("Access-Control-Allow-Headers", "["),
]


class OddAnswers:
    """Changes some of the answers of drawn exchanges."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(f"{seed} answers")

    def spoilt(self, exchange: Exchange) -> Exchange:
        """The same exchange with odder answers, if any."""
        if self._random.random() < 0.15:
            exchange = self._last_answer(exchange)
        if self._random.random() < 0.25:
            response = self._with_more(exchange.response, RESPONSE_HEADERS)
            exchange = replace(exchange, response=response)
        if self._random.random() < 0.2:
            preflight = self._with_more(exchange.preflight_response, PREFLIGHT_HEADERS)
            if preflight is not None and self._random.random() < 0.3:
                preflight = _without(preflight, METHODS)
            exchange = replace(exchange, preflight_response=preflight)
        if exchange.redirects and _follows(exchange) and self._random.random() < 0.4:
            exchange = self._astray(exchange)
        return exchange

    def _last_answer(self, exchange: Exchange) -> Exchange:
        status = self._random.choice(STATUSES)
        if not exchange.redirects:
            return replace(exchange, response=_as(status, exchange.response))
        *first, last = exchange.redirects
        changed = replace(last, response=_as(status, last.response))
        return replace(exchange, redirects=(*first, changed))

    def _with_more(self, response: Response | None, more: Sequence[tuple[str, str]]) -> Response | None:
        if response is None:
            return None
        pairs = list(response.headers)
        for pair in self._random.sample(more, k=self._random.choice([1, 1, 2])):
            pairs.insert(self._random.randrange(len(pairs) + 1), pair)
        return replace(response, headers=Headers(tuple(pairs)))

    def _astray(self, exchange: Exchange) -> Exchange:
        """The last redirect points somewhere odd."""
        *earlier, hop = exchange.redirects
        before = earlier[-1].response if earlier else exchange.response
        if before is None or "@" in hop.url:
            return exchange
        target = self._random.choice(LOCATIONS).format_map(_parts(hop.url))
        pairs = _without(before, "Location").headers
        before = replace(before, headers=Headers((*pairs, ("Location", target.strip()))))
        changed = replace(hop, url=target.strip())
        if not earlier:
            return replace(exchange, response=before, redirects=(changed,))
        rest = (*earlier[:-1], replace(earlier[-1], response=before), changed)
        return replace(exchange, redirects=rest)


def _follows(exchange: Exchange) -> bool:
    """What an engine prints of a dead end was measured for requests that follow, and can be read."""
    return exchange.request.mode != "no-cors" and exchange.request.redirect == "follow"


def _parts(url: str) -> dict[str, str]:
    scheme, _, bare = url.partition("://")
    authority, _, path = bare.partition("/")
    upper = f"{scheme}://{authority}".upper()
    named = {"scheme": scheme, "shouted": scheme.upper(), "bare": bare}
    return {**named, "path": f"/{path}", "upper": f"{upper}/{path}"}


def _without(response: Response, name: str) -> Response:
    return replace(response, headers=Headers(tuple(pair for pair in response.headers if pair[0] != name)))


def _as(status: int, response: Response | None) -> Response | None:
    return replace(response, status=status) if response else None
