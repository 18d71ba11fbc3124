"""Which requests need a CORS-preflight request, after web-platform-tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cors_wizard.fetch_standard import judge
from tests.fetch_standard.build import asked, exchanged
from tests.fetch_standard.web_platform import Case, params

CONTENT_TYPES = [
    ("text /plain", True),
    ("text\t/\tplain", True),
    ("text/plain;", False),
    ("text/plain;garbage", False),
    ("text/plain;garbage\x01\x02", True),
    ("text/plain,", True),
    (",text/plain", True),
    ("text/plain,text/plain", True),
    ("text/plain,x/x", True),
    ("text/plain\x0b", True),
    ("text/plain\x0c", True),
    ("text/plain", False),
    ("TEXT/PLAIN", False),
    ("Text/Plain; charset=utf-8", False),
    ("text/plain ;charset=utf-8", False),
    ("text/", True),
    ("/plain", True),
    ("text", True),
    ("", True),
    ("text/html", True),
    ("application/json", True),
    ("application/xml", True),
    ("application/www-form-urlencoded", True),
    ("application/x-www-form-urlencoded", False),
    ("application/x-www-form-urlencoded;charset=UTF-8", False),
    ("application/x-www-form-urlencoded;\x7f", True),
    ("multipart/form-data", False),
    ("multipart/form-data; boundary=----x", False),
    ('multipart/form-data;"', True),
    ("multipart/mixed", True),
    ("text/plain; x=" + "a" * 114, False),
    ("text/plain; x=" + "a" * 115, True),
]

RANGES = [
    ("100-200", True),
    ("MB=100-200", True),
    ("bytes=100-200", False),
    ("bytes =100-200", True),
    ("bytes\t=100-200", True),
    ("bytes=  100-200", True),
    ("bytes=\t\t100-200", True),
    ("bytes= \t100-200", True),
    ("bytes=100 -200", True),
    ("bytes=100\t-200", True),
    ("bytes=100- 200", True),
    ("bytes=100-\t200", True),
    ("bytes=100-200hello", True),
    ("bytes=abc-def", True),
    ("bytes=100-200,300-400", True),
    ("bytes=-200", True),
    ("bytes=200-", False),
    ("bytes=200-100", True),
    ("bytes=200-200", False),
    ("bytes=0-0", False),
    ("bytes=-", True),
    ("bytes=", True),
    ("bytes", True),
    ("BYTES=0-1", True),
    (f"bytes=1{'0' * 60}-2{'0' * 60}", True),
    (f"bytes=1{'0' * 50}-2{'0' * 50}", False),
    ("bytes 100-200", True),
    ("bytes = 100-200", True),
    (",bytes=100-200", True),
    ("bytes=,100-200", True),
    ("bytes=1-2-3", True),
    ("bytes=+1-2", True),
]

OTHER_HEADERS = [
    ("accept", '"', True),
    ("accept", "*/*", False),
    ("accept", "text/html; q=0.5, text/plain", False),
    ("accept", "a\tb", False),
    *(("accept", f"a{byte}b", True) for byte in '\x01\x1f"():<>?@[\\]{}\x7f'),
    *(("accept", f"a{byte}b", False) for byte in " !#$%&'*+,-./;=^_`|~\xa0\xff"),
    ("accept", "a" * 128, False),
    ("accept", "a" * 129, True),
    ("accept-language", "\x01", True),
    ("accept-language", "@", True),
    ("accept-language", "nn_NO", True),
    ("accept-language", "de-CH, de;q=0.9, *;q=0.5", False),
    ("accept-language", "", False),
    ("accept-language", "\xe9", True),
    ("content-language", "\x01", True),
    ("content-language", "@", True),
    ("content-language", "test", False),
    ("authorization", "basics", True),
    ("last-event-id", '"', True),
    ("test", "hi", True),
    ("x-requested-with", "XMLHttpRequest", True),
    ("cache-control", "no-cache", True),
    ("dpr", "2.0", True),
    ("save-data", "on", True),
    ("*", "1", True),
    ("host", "elsewhere.example", False),
    ("cookie", "a=b", False),
    ("sec-fetch-mode", "cors", False),
    ("proxy-authorization", "x", False),
    ("x-http-method-override", "TRACE", False),
    ("x-http-method-override", "GET, track ", False),
    ("x-http-method-override", "PATCH", True),
    ("access-control-request-method", "PUT", False),
    ("access-control-allow-origin", "*", True),
]

SIMPLE = [
    {"Accept": "test"},
    {"accept-language": "test"},
    {"CONTENT-language": "test"},
    {"Content-Type": "application/x-www-form-urlencoded"},
    {"content-type": "multipart/form-data"},
    {"content-type": "text/plain; parameter=whatever", "accept": "test", "accept-language": "test"},
]

METHODS = [
    ("GET", False),
    ("get", False),
    ("Post", False),
    ("head", False),
    ("PUT", True),
    ("delete", True),
    ("OPTIONS", True),
    ("patch", True),
    ("PATCH", True),
    ("SUPER", True),
    ("*", True),
]

TOTALS = [
    ("1024 bytes", [("Accept", "a" * 128)] * 8, False),
    ("1025 bytes", [*([("Accept", "a" * 128)] * 8), ("Accept-Language", "a")], True),
    ("with an unsafe one", [*([("Accept", "a" * 128)] * 8), ("X-A", "a" * 100)], True),
]


def cases() -> Iterator[Case]:
    """Every request of this file."""
    safelisted = "cors/cors-safelisted-request-header.any.js"
    for value, needed in CONTENT_TYPES:
        exchange = exchanged(asked("POST", ("Content-Type", value)))
        yield Case(safelisted, "safelisted", f"Content-Type {value}", exchange, needed)
    for value, needed in RANGES:
        exchange = exchanged(asked("GET", ("Range", value)))
        yield Case(safelisted, "safelisted", f"Range {value}", exchange, needed)
    for name, value, needed in OTHER_HEADERS:
        exchange = exchanged(asked("GET", (name, value)))
        file = "fetch/api/cors/resources/not-cors-safelisted.json"
        yield Case(file, "safelisted", f"{name} {value}", exchange, needed)
    for headers in SIMPLE:
        for method in ("GET", "HEAD", "POST"):
            exchange = exchanged(asked(method, *headers.items()))
            yield Case("cors/simple-requests.htm", "safelisted", f"{method} {headers}", exchange, False)
    for method, needed in METHODS:
        exchange = exchanged(asked(method))
        yield Case("fetch/api/cors/cors-preflight.any.js", "main", method, exchange, needed)
    for what, pairs, needed in TOTALS:
        exchange = exchanged(asked("GET", *pairs))
        yield Case(
            "fetch/api/cors/cors-preflight-not-cors-safelisted.any.js", "safelisted", what, exchange, needed
        )


CASES = list(cases())


@pytest.mark.parametrize("case", params(CASES))
def test_preflight_is_needed(case: Case) -> None:
    """Whether the request needs a preflight, and then why."""
    verdict = judge(case.exchange)
    assert verdict.preflight_needed is case.expected
    assert bool(verdict.preflight_reasons) is case.expected
