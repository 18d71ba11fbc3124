"""A seeded generator of exchanges near the edges of the CORS protocol: good ones, spoilt in a few places."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from cors_wizard.http_exchange import CredentialsMode, Exchange, Headers, Hop, Request, RequestMode, Response

ORIGIN, CREDENTIALS = "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"
METHODS, HEADERS = "Access-Control-Allow-Methods", "Access-Control-Allow-Headers"
EXPOSE = "Access-Control-Expose-Headers"

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Hosts:
    """The origins that take part: the page's own, the API's, and another server's."""

    page: str
    api: str
    other: str
    is_opaque: bool = False
    """The page is in a sandbox, which leaves it no origin."""

    @property
    def sent(self) -> str:
        """The `Origin` of the page's requests."""
        return "null" if self.is_opaque else self.page


REQUEST_HEADERS = [
    ("X-Custom", "1"),
    ("x-b", ""),
    ("Authorization", "Bearer x"),
    ("Content-Type", "application/json"),
    ("Content-Type", "text/plain"),
    ("Content-Type", "text/plain;garbage"),
    ("Content-Type", "text/plain,text/plain"),
    ("Content-Type", "Text/HTML"),
    ("Content-Type", "multipart/form-data; boundary=(x)"),
    ("Accept", "application/json"),
    ("Accept", "a:b"),
    ("Accept", "a" * 128),
    ("Accept", "a" * 129),
    ("Accept-Language", "de-CH, *;q=0.5"),
    ("Accept-Language", "nn_NO"),
    ("Content-Language", "a@b"),
    ("Range", "bytes=0-"),
    ("Range", "bytes=0-99"),
    ("Range", "bytes=-5"),
    ("Range", "bytes=5-1"),
    ("Range", "bytes=0-1,3-4"),
    ("Cache-Control", "no-cache"),
    ("Pragma", "no-cache"),
    ("If-None-Match", '"x"'),
    ("X-Requested-With", "XMLHttpRequest"),
    ("Last-Event-ID", "1"),
    ("Save-Data", "on"),
    ("DPR", "2"),
    ("DPR", "x"),
    ("Device-Memory", "0.5"),
    ("Downlink", "1."),
    ("RTT", "100"),
    ("RTT", "1.5"),
    ("ECT", "4g"),
    ("ECT", "5g"),
    ("ECT", "4G"),
    ("Width", "100"),
    ("Viewport-Width", "-1"),
    ("Save-Data", "off"),
    ("Save-Data", "ON"),
    ("Intervention", "x:y"),
    ("Sec-Custom", "1"),
    ("Cookie", "a=b"),
    ("X-HTTP-Method-Override", "PATCH"),
    ("X-HTTP-Method-Override", "trace"),
    ("User-Agent", "x"),
    (ORIGIN, "*"),
]
REQUEST_METHODS = [
    "GET",
    "GET",
    "POST",
    "head",
    "PUT",
    "put",
    "DELETE",
    "patch",
    "PATCH",
    "OPTIONS",
    "SUPER",
    "*",
]
MODES: tuple[RequestMode, ...] = ("cors",) * 18 + ("no-cors", "same-origin")
STATUSES = [200, 200, 200, 201, 204, 206, 299, 300, 304, 305, 400, 401, 403, 404, 405, 413, 500, 503]
REDIRECTS = [301, 302, 303, 307, 308]


ODD_LOCATIONS = (
    "{scheme}://user:pw@{rest}",
    "{scheme}://user@{rest}",
)


# fmt: off
def _odd_origins(hosts: Hosts, sent: str) -> list[str]:
    name = sent.partition("://")[2] or "x.example"
    return [
        "*", "null", "", "None", "**", '"*"', "'*'", "* *", "*, *", f"{sent}/", f"{sent}, {sent}",
        f"{sent},*", f"{sent} ", f" \t{sent}", sent.upper(), f"//{name}", name, f"http:{name}",
        f"https://{name}", "http://", f"http://{name.partition(':')[0]}", f"{sent}?", f"{sent}#",
        f"{sent}/path", "http://localhost:*", "*.example", "http://*.example", hosts.api, hosts.other,
        hosts.page, "true", f"['{sent}']", f"[{sent}]", f"{sent};", f"{sent}%20", f"\u00e9{sent}",
    ]


def _odd_lists(good: str) -> list[str]:
    return [
        "*", "", ",", good.lower(), good.upper(), f",, {good} ,", f"{good}, *", f"{good};", f"{good} x",
        f"['{good}']", good.replace("-", "_"), f'"{good}"', f"\t{good}\t", f"{good},x y", "X-Other",
        "GET, POST", f"{good}, {good}",
    ]
# fmt: on


class Draw:
    """Draws exchanges; the same seed draws the same."""

    def __init__(self, seed: str, hosts: Hosts) -> None:
        self._random = random.Random(seed)
        self._hosts = hosts

    def exchange(self, number: int) -> Exchange:
        """The next exchange; its URLs hold its number, so that no cache and no preflight cache ever helps."""
        pick = self._random.choice
        hosts = self._hosts
        path = f"/case-{number}"
        start = pick([hosts.api, hosts.api, hosts.api, hosts.api, hosts.page])
        credentials: CredentialsMode = pick(["omit", "same-origin", "include", "include"])
        mode = pick(MODES)
        request = Request(
            f"{start}{path}-0", pick(REQUEST_METHODS), Headers.of(self._request_headers()), credentials, mode
        )
        if self._random.random() < 0.05:
            request = replace(request, redirect=pick(["error", "manual"]))
        responses = self._chain(request, path)
        first, *later = responses
        hops = tuple(Hop(url, response, preflight) for url, preflight, response in later)
        exchange = Exchange(hosts.sent, request, first[1], first[2], hops, id=str(number))
        return self._by_xml_http_request(self._led_astray(exchange))

    def _led_astray(self, exchange: Exchange) -> Exchange:
        """Now and then the first redirect leads to a URL with a user name in it."""
        first, chance, odd = exchange.response, self._random.random(), self._random.choice(ODD_LOCATIONS)
        follows = exchange.request.redirect == "follow"
        if first is None or not exchange.redirects or not follows or chance >= 0.15:
            return exchange
        hop = exchange.redirects[0]
        scheme, _, rest = hop.url.partition("://")
        target = odd.format(scheme=scheme, rest=rest)
        hops = (replace(hop, url=target, response=_last(hop)),)
        pairs = [pair for pair in first.headers if pair[0] != "Location"]
        response = replace(first, headers=Headers((*pairs, ("Location", target))))
        return replace(exchange, response=response, redirects=hops)

    def _by_xml_http_request(self, exchange: Exchange) -> Exchange:
        """Some requests that XMLHttpRequest can make are made by it."""
        request, chance = exchange.request, self._random.random()
        names = [name.lower() for name, _ in request.headers]
        is_able = (request.mode, request.redirect) == ("cors", "follow") and request.credentials != "omit"
        if chance >= 0.25 or not is_able or len(names) != len(set(names)):
            return exchange
        return replace(exchange, request=replace(request, initiator_type="xmlhttprequest"))

    def _request_headers(self) -> Pairs:
        return self._random.sample(REQUEST_HEADERS, k=self._random.choice([0, 0, 1, 1, 1, 2, 3]))

    def _chain(self, request: Request, path: str) -> list[tuple[str, Response, Response]]:
        """URL, preflight response and response of each hop."""
        hops: list[tuple[str, Response, Response]] = []
        count = self._random.choice([0] * 6 + [1, 1, 2])
        url, tainted = request.url, False
        for hop in range(count + 1):
            here = url.removesuffix(f"{path}-{hop}")
            sent = "null" if tainted else self._hosts.sent
            target = ""
            if hop < count:
                host = self._random.choice([self._hosts.page, self._hosts.api, self._hosts.other])
                tainted = tainted or (host != here and here != self._hosts.page)
                target = f"{host}{path}-{hop + 1}"
            hops.append((url, self._preflight(request, sent), self._response(sent, target)))
            url = target
        return hops

    def _origin(self, sent: str) -> Pairs:
        """The two headers of the CORS check: mostly right, sometimes doubled, odd, or absent."""
        chance = self._random.random()
        pairs: Pairs = [(ORIGIN, sent)]
        if chance < 0.2:
            pairs = [(ORIGIN, self._random.choice(_odd_origins(self._hosts, sent)))]
        elif chance < 0.25:
            pairs = [(ORIGIN, sent), (ORIGIN, self._random.choice([sent, "*", ""]))]
        elif chance < 0.3:
            pairs = []
        elif chance < 0.4:
            pairs = [(ORIGIN.lower(), "*")]
        value = "true"
        if self._random.random() < 0.15:
            value = self._random.choice(["True", "TRUE", "1", "", "false", " true", "true, true", '"true"'])
        if self._random.random() < 0.9:
            pairs.append((CREDENTIALS, value))
        if self._random.random() < 0.05:
            pairs.append((CREDENTIALS, self._random.choice(["", "true"])))
        return pairs

    def _list(self, name: str, good: str, wrong: float) -> Pairs:
        if self._random.random() >= wrong:
            return [(name, good)]
        if self._random.random() < 0.2:
            return [(name, "X-Other"), (name, good)]
        return [(name, self._random.choice(_odd_lists(good)))]

    def _preflight(self, request: Request, sent: str) -> Response:
        method = request.method.upper() if request.method in ("put", "head") else request.method
        pairs = self._origin(sent)
        pairs += self._list(METHODS, method, 0.25)
        names = ", ".join(request.headers.names())
        if names:
            pairs += self._list(HEADERS, names, 0.3)
        status = self._random.choice(STATUSES) if self._random.random() < 0.15 else 204
        if self._random.random() < 0.04:
            status = self._random.choice(REDIRECTS)
            pairs.append(("Location", "/elsewhere"))
        return Response(status, Headers.of(pairs))

    def _response(self, sent: str, target: str) -> Response:
        pairs = [*self._origin(sent), ("X-Total", "42"), ("Server", "raw"), ("Content-Type", "text/plain")]
        if self._random.random() < 0.3:
            pairs += self._list(EXPOSE, "X-Total", 0.6)
        if target:
            return Response(self._random.choice(REDIRECTS), Headers.of([*pairs, ("Location", target)]))
        return Response(self._random.choice(STATUSES), Headers.of(pairs))


def _last(hop: Hop) -> Response:
    """The hop's answer, made one that redirects no further."""
    assert hop.response is not None
    pairs = tuple(pair for pair in hop.response.headers if pair[0] != "Location")
    return Response(200, Headers(pairs))
