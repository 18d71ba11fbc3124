"""What a message's placeholders become: facts of the page's request, each with the place it was read from."""

from __future__ import annotations

import pytest

from tests.console.known import reader

AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36"
)
LINE = '127.0.0.1 - - [03/Nov/2026:09:41:07 +0000] "{0} /api HTTP/1.1" 404 157 "{1}" "{2}"'


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            LINE.format("GET", "http://localhost:5173/cart", AGENT),
            {"method": "GET", "status": 404, "page_url": "http://localhost:5173/cart", "engine": "chromium"},
            id="access-log-of-a-browser",
        ),
        pytest.param(
            LINE.format("GET", "-", "curl/8.10.1"),
            {"method": "GET", "status": 404, "tested_with": "another-program"},
            id="access-log-of-another-program",
        ),
        pytest.param(
            LINE.format("GET", "-", "-"), {"method": "GET", "status": 404}, id="access-log-of-nobody"
        ),
        pytest.param(
            LINE.format("OPTIONS", "http://localhost:5173/", AGENT),
            {"preflight_status": 404, "page_url": "http://localhost:5173/", "engine": "chromium"},
            id="access-log-of-a-preflight",
        ),
        pytest.param(
            "OPTIONS http://localhost:5000/api net::ERR_CONNECTION_REFUSED",
            {"url": "http://localhost:5000/api", "engine": "chromium"},
            id="the-page's-method-is-not-that-of-its-preflight",
        ),
        pytest.param(
            "2026/11/03 09:41:07 [error] 7#7: *12 connect() failed (111: Connection refused) while "
            "connecting to upstream, client: 10.1.2.3, server: api.example.com, "
            'request: "POST /api HTTP/1.1", upstream: '
            '"http://127.0.0.1:5000/api", host: "api.example.com", referrer: "https://shop.example.com/cart"',
            {
                "url": "https://api.example.com/api",
                "method": "POST",
                "status": 502,
                "proxy": "nginx",
                "proxy_calls": "http://127.0.0.1:5000/api",
                "page_url": "https://shop.example.com/cart",
            },
            id="error-log-of-nginx",
        ),
        pytest.param(
            'Refused to set unsafe header "Cookie"',
            {"request_problem": "forbidden-header", "forbidden_header": "Cookie", "engine": "chromium"},
            id="header-of-the-browser",
        ),
        pytest.param(
            "Attempt to set a forbidden header was denied: Access-Control-Request-Method cart.js:12:9",
            {
                "request_problem": "forbidden-header",
                "forbidden_header": "Access-Control-Request-Method",
                "engine": "firefox",
            },
            id="header-of-firefox",
        ),
    ],
)
def test_facts_of_a_message(text: str, wanted: dict[str, object]) -> None:
    """Every fact in a line is known, and nothing that is not in it."""
    facts = {fact.name: fact.value for fact in reader().read(text).facts}
    assert {name: value for name, value in facts.items() if name not in ("symptom", "reachable")} == wanted
