"""flask-cors's own log, and events of error trackers."""

from __future__ import annotations

import pytest

from cors_wizard.console.clipboards import read_clipboards
from cors_wizard.facts import Facts

_OF_VERSION_6 = (
    "_ComputedCorsOptions(origins=['http://localhost:5173', re.compile('https://.*\\\\.shop\\\\.example', "
    "re.IGNORECASE)], allow_headers=['X-Tenant'], allow_all_origins=False, methods='GET, POST', "
    "expose_headers='X-Total', max_age=None, supports_credentials=True, send_wildcard=False)"
)
_OF_VERSION_4 = (
    "{'origins': ['http://localhost:5173', 'https://.*\\\\.shop\\\\.example'], 'methods': 'GET, POST', "
    "'allow_headers': ['X-Tenant'], 'expose_headers': 'X-Total', 'supports_credentials': True, "
    "'resources': {'/api/*': {}}}"
)
_EVERYTHING = (
    "{'origins': ['.*'], 'methods': 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT', 'allow_headers': ['.*']}"
)


def _facts(text: str) -> dict[str, object]:
    found = Facts.of(fact for copied in read_clipboards(text) for fact in copied.facts)
    return {fact.name: fact.value for fact in found}


@pytest.mark.parametrize("options", [_OF_VERSION_4, _OF_VERSION_6])
def test_the_options_in_the_log(options: str) -> None:
    """What the setup allows already, so that a new one keeps it."""
    wanted = {
        "cors_setup": "app",
        "resource_patterns": ("/api/*",),
        "configured_origins": ("http://localhost:5173", "https://.*\\.shop\\.example"),
        "configured_headers": ("X-Tenant",),
        "configured_methods": ("GET", "POST"),
        "configured_exposed": ("X-Total",),
        "configured_credentials": "yes",
    }
    line = f"Request to '/api/trees' matches CORS resource '/api/*'. Using options: {options}"
    assert _facts(f"DEBUG:flask_cors.extension:{line}") == wanted
    assert _facts(f"Configuring CORS with resources: {{'/api/*': {options}}}") == wanted


def test_what_was_not_set_is_not_told() -> None:
    """The defaults restrict nothing; the last request counts."""
    lines = [
        f"Request to '/a' matches CORS resource '/api/*'. Using options: {_OF_VERSION_4}",
        f"Request to '/b' matches CORS resource '/*'. Using options: {_EVERYTHING}",
    ]
    assert _facts("\n".join(lines)) == {"cors_setup": "app", "configured_origins": ("*",)}


@pytest.mark.parametrize(
    "text",
    [
        "TypeError: Load failed\nbreadcrumbs: fetch GET https://a.example/old [0]\n"
        "  fetch POST https://api.example/cart [0]\n  fetch GET https://a.example/id [200]\n"
        "browser: Safari 18   url: https://shop.example/cart",
        '{"platform":"javascript","request":{"url":"https://shop.example/cart"},"exception":{"values":'
        '[{"type":"TypeError","value":"Failed to fetch"}]},"breadcrumbs":[{"category":"fetch","data":'
        '{"method":"POST","url":"https://api.example/cart"}},{"category":"fetch","data":'
        '{"method":"GET","url":"https://a.example/id","status_code":200}}]}',
    ],
)
def test_the_event_of_a_tracker(text: str) -> None:
    """Its URL is the page's, and the request is the last one that didn't succeed."""
    told = _facts(text)
    assert (told["url"], told["method"]) == ("https://api.example/cart", "POST")
    assert told["page_url"] == "https://shop.example/cart"


@pytest.mark.parametrize(
    ("line", "url"),
    [
        (
            'at=info method=PUT path="/a?b=1" host=x.herokuapp.com status=500 bytes=2 protocol=https',
            "https://x.herokuapp.com/a?b=1",
        ),
        (
            'at=info method=PUT path="/a" host=x.example fwd="1" status=500 protocol=http',
            "http://x.example/a",
        ),
        (
            'at=info method=PUT path="/a" host=x.example fwd="1" status=500 protocol=http1.1 tls=true',
            "https://x.example/a",
        ),
        (
            'client: 1.2.3.4, request: "POST /a HTTP/1.1", host: "api.example", referrer: "https://shop.example/"',
            "https://api.example/a",
        ),
        (
            'client: 1.2.3.4, request: "POST /a HTTP/1.1", host: "api.example", referrer: "http://shop.example/"',
            None,
        ),
    ],
)
def test_the_address_in_the_parts_of_a_log_line(line: str, url: str | None) -> None:
    """Where nothing tells the scheme, there is none."""
    assert _facts(line).get("url") == url
