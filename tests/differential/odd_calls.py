"""What pages ask now and then: rare methods, header values and URLs, options that change nothing."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from cors_wizard.http_exchange import Exchange, Headers

METHODS = [
    *("TRACE", "trace", "CONNECT", "Track", "", "BAD METHOD", "P\u00c4TCH", "P\u20acT", "post", "Get"),
    *("optionS", "QUERY", "propfind", "pAtCh", "!#$%&'*+-.^_`|~", "GET,POST", "constructor"),
]  # fmt: skip
NAMES = [
    *("Date", "DNT", "Host", "Origin", "Referer", "Via", "TE", "Trailer", "Upgrade", "Expect", "Keep-Alive"),
    *("Connection", "Accept-Encoding", "Accept-Charset", "Proxy-X", "proxy-authorization", "sec-ch-ua"),
    *("Content-Length", "Set-Cookie", "Cookie2", "Content-Transfer-Encoding", "Purpose", "Early-Data"),
    *("Priority", "Access-Control-Request-Method", "Access-Control-Request-Private-Network"),
    *("Upgrade-Insecure-Requests", "X-Forwarded-For", "Traceparent", "Service-Worker"),
]
"""Names with a meaning: forbidden ones, and those that somebody might take for one."""

_UNSAFE = '\x01\x1f"():<>?@[\\]{}\x7f'
HEADERS: list[tuple[tuple[str, str], ...]] = [
    *((("Accept", f"a{letter}b"),) for letter in _UNSAFE),
    *((("Content-Type", f"text/plain;a={letter}"),) for letter in _UNSAFE),
    (("Accept", "a\tb"),),
    (("Accept", "caf\u00e9"),),
    (("Accept", "\u20ac"),),
    (("Accept", "a\nb"),),
    (("Accept", ""),),
    (("Accept-Language", "caf\u00e9"),),
    (("Accept-Language", ""),),
    (("Accept-Language", "en" + " " * 126 + "x"),),
    (("Accept-Language", "a\tb"),),
    (("Content-Language", "a" * 128),),
    (("Content-Language", "a" * 129),),
    (("Content-Type", ""),),
    (("Content-Type", "text"),),
    (("Content-Type", "text/"),),
    (("Content-Type", "text/plain;" + "a" * 117),),
    (("Content-Type", "text/plain;" + "a" * 118),),
    (("Content-Type", "TEXT/PLAIN ; charset=x"),),
    (("Content-Type", "text /plain"),),
    (("Content-Type", "text/plain, application/json"),),
    (("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8"),),
    (("Content-Type", "application/csp-report"),),
    tuple(("Accept", "a" * 100) for _ in range(11)),
    tuple(("Accept", "a" * 10) for _ in range(11)),
    tuple(("Accept-Language", "a" * 128) for _ in range(8)),
    tuple(("Accept-Language", "a" * 128) for _ in range(9)),
    (("Accept", "a" * 64), ("Accept", "a" * 63)),
    (("Accept", "a" * 63), ("Accept", "a" * 63)),
    (("Range", "bytes=0-0"),),
    (("Range", "Bytes=0-"),),
    (("Range", "bytes= 0-9"),),
    (("Range", "bytes=0 -9"),),
    (("Range", "bytes=-"),),
    (("Range", "bytes=" + "9" * 15 + "-"),),
    (("Range", "bytes=00001-00002"),),
    (("Range", "bytes=0-9"), ("Range", "bytes=0-9")),
    (("range", "bytes=0-9,"),),
    *(((name, "x"),) for name in ("pragma", "LAST-EVENT-ID", "authorization", "if-none-match")),
    (("Bad Name", "1"),),
    (("X-\u00c4", "1"),),
    (("", "1"),),
    (("X-Tab", "\ta\t"),),
    (("!#$%&'*+-.^_`|~", "1"),),
    (("constructor", "1"), ("__proto__", "1")),
    *(((name, "1"),) for name in NAMES),
    (("X-HTTP-Method", "CONNECT"),),
    (("X-Method-Override", "a, track"),),
    (("X-Method-Override", "'track'"),),
    (("X-HTTP-Method-Override", ""),),
]  # fmt: skip
SPELLINGS = [
    "{scheme}://{upper}:{port}{path}",
    "{shouted}://{host}:{port}{path}",
    "{scheme}:\\\\{host}:{port}{path}",
    "  {scheme}://{host}:{port}{path}\n",
    "{scheme}:/\t/{host}:{port}{path}",
    "{scheme}:///{host}:{port}{path}",
    "//{host}:{port}{path}",
    "{scheme}://{host}:0{port}{path}",
    "{scheme}://{host}:{port}{path}#part",
    "{scheme}://{host}:{port}{path}?",
    "{scheme}://{host}:{port}/x/..{path}",
    "{scheme}://{host}:{port}/.{path}",
    "{scheme}://{wide}:{port}{path}",
    "{scheme}://{percent}:{port}{path}",
    "{scheme}://@{host}:{port}{path}",
    "{scheme}://user@{host}:{port}{path}",
    "{scheme}://user:pw@{host}:{port}{path}",
    "{scheme}://{host}:99999{path}",
    "{scheme}://{host}:x{path}",
    "{scheme}://[{host}:{port}{path}",
    "{scheme}://a<b:{port}{path}",
    "{scheme}://{host}:{port}{path}?a=b c&d=\u00e9\"<>'`",
    "wss://{host}:{port}{path}",
    "ftp://{host}:{port}{path}",
    "{path}",
    "data:text/plain,{path}",
    "blob:{scheme}://api.example{path}",
    "about:{path}",
    "foo:{path}",
    "localhost:{path}",
    "{scheme}://{host}:25{path}",
]
OPTIONS: list[dict[str, object]] = [
    {"cache": "no-store"},
    {"cache": "reload"},
    {"cache": "no-cache"},
    {"cache": "force-cache"},
    {"referrerPolicy": "no-referrer"},
    {"referrerPolicy": "origin"},
    {"priority": "low"},
]


@dataclass(frozen=True)
class Call:
    """An exchange, and what else the page says that the exchange does not hold."""

    exchange: Exchange
    asked: str
    """The URL as the server knows it; the page may have spelt it otherwise."""
    options: dict[str, object] = field(default_factory=dict)
    """More options of fetch(), and the body."""


class OddCalls:
    """Changes some of the calls of drawn exchanges."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(f"{seed} calls")

    def call(self, exchange: Exchange) -> Call:
        """The call of this exchange, now and then an odder one."""
        pick, request = self._random.choice, exchange.request
        asked = request.url
        if self._random.random() < 0.08:
            request = replace(request, method=pick(METHODS))
        if self._random.random() < 0.25:
            request = replace(request, headers=Headers.of([*request.headers, *pick(HEADERS)]))
        if self._random.random() < 0.1:
            request = replace(request, url=pick(SPELLINGS).format_map(_parts(asked)))
        options: dict[str, object] = {}
        by_xhr = request.initiator_type == "xmlhttprequest"
        if not by_xhr and self._random.random() < 0.2:
            options |= pick(OPTIONS)
        if request.method.upper() in ("POST", "PUT", "PATCH", "DELETE") and self._random.random() < 0.5:
            options["body"] = "a=b"
        if by_xhr and "body" in options and self._random.random() < 0.6:
            request = replace(request, use_cors_preflight=True)
        if request.url.startswith(("blob:", "ftp:")):
            request, options = replace(request, method="GET", initiator_type="fetch"), {}
        if request.url.startswith("data:"):
            exchange = replace(exchange, response=None, redirects=())
        return Call(replace(exchange, request=request), asked, options)


def _parts(url: str) -> dict[str, str]:
    scheme, _, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    host, _, port = authority.rpartition(":")
    return {
        "scheme": scheme,
        "shouted": scheme.upper(),
        "host": host,
        "port": port,
        "path": slash + path,
        "upper": host.upper(),
        "wide": "".join(chr(ord(letter) + 0xFEE0) for letter in host),
        "percent": "".join(f"%{ord(letter):02x}" for letter in host),
    }
