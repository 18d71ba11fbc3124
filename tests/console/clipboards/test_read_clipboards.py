"""What people have in their clipboard beside messages gives every fact that is in it, secrets masked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cors_wizard.console.clipboards import read_clipboards
from cors_wizard.console.clipboards.copied import of_this_request
from cors_wizard.console.clipboards.flask_lines import KINDS
from cors_wizard.diagnosis.paste import read_paste
from cors_wizard.facts import Fact, Facts
from tests.cli.conftest import load_once

URL = "http://localhost:5000/api/orders"
ORIGIN = "http://localhost:5173"
AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36"
)

CURL_BASH = rf"""curl '{URL}' \
  -X 'PUT' \
  -H 'Accept-Language: en' \
  -H 'Authorization: Bearer s3cr3t' \
  -H 'content-type: application/json' \
  -b 'sid=s3cr3t' \
  -H 'Origin: {ORIGIN}' \
  -H 'Referer: {ORIGIN}/cart' \
  -H 'User-Agent: {AGENT}' \
  --data-raw $'{{"a":1}}' \
  --insecure"""
CURL_CMD = (
    f'curl ^"{URL}?a=1^&b=2^" ^\r\n  -H ^"Origin: {ORIGIN}^" ^\r\n  -H ^"X-Tenant: a^%^20b^" ^\r\n'
    '  --data-raw ^"^{^\\^"a^\\^":1^}^"'
)
CURL_PREFLIGHT = rf"""curl -i -X OPTIONS {URL} -H "Origin: {ORIGIN}" \
  -H "Access-Control-Request-Method: PATCH" -H "Access-Control-Request-Headers: authorization, x-tenant" """
FETCH = json.dumps(
    {
        "headers": {
            "accept": "*/*",
            "authorization": "Bearer s3cr3t",
            "x-tenant": "7",
            "sec-fetch-mode": "cors",
        },
        "referrer": f"{ORIGIN}/cart",
        "body": None,
        "method": "DELETE",
        "mode": "cors",
        "credentials": "include",
    },
    indent=2,
)
POWERSHELL = f"""$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession
Invoke-WebRequest -UseBasicParsing -Uri "{URL}" `
-Method "PATCH" `
-WebSession $session `
-Headers @{{
"Accept"="*/*"
  "Origin"="{ORIGIN}"
  "X-Tenant"="7"
}} `
-ContentType "application/json" """
REQUEST_HEADERS = f"""GET /api/orders HTTP/1.1
Host: localhost:5000
Origin: {ORIGIN}
User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0
X-Tenant: 7
Cookie: sid=s3cr3t"""
PREFLIGHT_OF_A_GET = """Host: localhost:5000
Access-Control-Request-Method: GET"""
PREFLIGHT_HEADERS = f"""Host: localhost:5000
Origin: {ORIGIN}
Access-Control-Request-Headers: authorization,x-tenant
Access-Control-Request-Method: PUT"""
RESPONSE_HEADERS = """HTTP/1.1 200 OK
Server: Werkzeug/3.1.3 Python/3.12.4
Content-Type: application/json
Access-Control-Allow-Origin: *
Access-Control-Allow-Origin: http://localhost:5173
Set-Cookie: sid=s3cr3t; Path=/"""
VERBOSE = f"""> OPTIONS /api/orders HTTP/1.1
> Host: localhost:5000
> Origin: {ORIGIN}
> Access-Control-Request-Method: PUT
>
< HTTP/1.1 403 Forbidden
< Server: AirTunes/870.14.1
< Content-Length: 0"""
GENERAL = f"""Request URL: {URL}
Request Method: POST
Status Code: 405 METHOD NOT ALLOWED
Remote Address: 127.0.0.1:5000"""
FLASK_FILE = """from flask import Flask
from flask.ext.cors import CORS

api = Flask(__name__)
CORS(api, resources={r"/api/*": {"origins": ["https://shop.example.com"]}}, allow_headers=["X-Tenant"],
     methods=["GET", "PUT"], supports_credentials=True, expose_headers="ETag", max_age=600)
"""
ENTRY = {
    "request": {
        "method": "PUT",
        "url": URL,
        "headers": [{"name": "Origin", "value": ORIGIN}, {"name": "Authorization", "value": "Bearer s3cr3t"}],
    },
    "response": {"status": 0, "headers": [], "_error": "net::ERR_FAILED"},
}
PREFLIGHT_ENTRY = {
    "request": {"method": "OPTIONS", "url": URL, "headers": [{"name": "Origin", "value": ORIGIN}]},
    "response": {"status": 405, "headers": [{"name": "Allow", "value": "GET"}]},
}
OTHER_ENTRY = {
    "request": {"method": "GET", "url": f"{ORIGIN}/cart", "headers": []},
    "response": {"status": 200, "headers": []},
}
HAR = json.dumps({"log": {"version": "1.2", "entries": [OTHER_ENTRY, PREFLIGHT_ENTRY, ENTRY]}})

CASES: list[Any] = [
    pytest.param(
        CURL_BASH,
        {
            "url": URL,
            "origin": ORIGIN,
            "page_url": f"{ORIGIN}/cart",
            "engine": "chromium",
            "method": "PUT",
            "request_headers": ("Authorization: ***", "content-type: application/json"),
            "credentials": "include",
            "origin_sent": "yes",
        },
        id="curl-bash",
    ),
    pytest.param(
        CURL_CMD,
        {
            "url": f"{URL}?a=1&b=2",
            "origin": ORIGIN,
            "method": "POST",
            "request_headers": ("X-Tenant: a%20b",),
            "origin_sent": "yes",
        },
        id="curl-cmd",
    ),
    pytest.param(
        CURL_PREFLIGHT,
        {
            "url": URL,
            "origin": ORIGIN,
            "method": "PATCH",
            "request_headers": ("authorization", "x-tenant"),
            "origin_sent": "yes",
        },
        id="curl-preflight",
    ),
    pytest.param(f"curl -I {URL}", {"url": URL, "origin_sent": "no"}, id="curl-head"),
    pytest.param(
        f"I ran `curl -I {URL}` and it works", {"url": URL, "origin_sent": "no"}, id="curl-in-markdown"
    ),
    pytest.param(
        f"curl -X OPTIONS {URL} -i", {"url": URL, "origin_sent": "no"}, id="curl-bare-options-tells-no-method"
    ),
    pytest.param(
        f'curl -u ana:s3cr3t -e {ORIGIN}/cart "{URL}?q=\\"a\\""',
        {
            "url": f'{URL}?q="a"',
            "origin": ORIGIN,
            "page_url": f"{ORIGIN}/cart",
            "method": "GET",
            "request_headers": ("Authorization: ***",),
        },
        id="curl-user-and-referer",
    ),
    pytest.param(
        f"fetch('{URL}', {FETCH});",
        {
            "client": "fetch",
            "url": URL,
            "origin": ORIGIN,
            "page_url": f"{ORIGIN}/cart",
            "method": "DELETE",
            "request_headers": ("accept: */*", "authorization: ***", "x-tenant: 7"),
            "credentials": "include",
            "request_mode": "cors",
        },
        id="fetch",
    ),
    pytest.param(
        POWERSHELL,
        {
            "url": URL,
            "origin": ORIGIN,
            "method": "PATCH",
            "request_headers": ("Accept: */*", "X-Tenant: 7", "Content-Type: application/json"),
        },
        id="powershell",
    ),
    pytest.param(
        REQUEST_HEADERS,
        {
            "url": URL,
            "origin": ORIGIN,
            "engine": "firefox",
            "method": "GET",
            "request_headers": ("X-Tenant: 7",),
            "credentials": "include",
        },
        id="request-headers",
    ),
    pytest.param(
        PREFLIGHT_HEADERS,
        {
            "url": "http://localhost:5000",
            "origin": ORIGIN,
            "method": "PUT",
            "request_headers": ("authorization", "x-tenant"),
            "preflight_announces": "authorization",
        },
        id="preflight-headers",
    ),
    pytest.param(
        PREFLIGHT_OF_A_GET,
        {"url": "http://localhost:5000", "method": "GET", "preflight_announces": "other"},
        id="preflight-headers-without-a-login",
    ),
    pytest.param(
        RESPONSE_HEADERS,
        {
            "status": 200,
            "response_headers": (
                "Server: Werkzeug/3.1.3 Python/3.12.4",
                "Content-Type: application/json",
                "Access-Control-Allow-Origin: *",
                "Access-Control-Allow-Origin: http://localhost:5173",
                "Set-Cookie: sid=***; Path=/",
            ),
            "allow_origin": "*, http://localhost:5173",
            "allow_origin_lines": 2,
            "answered_by": "flask",
            "werkzeug_version": "3.1.3",
            "python_version": "3.12.4",
        },
        id="response-headers",
    ),
    pytest.param(
        VERBOSE,
        {
            "url": URL,
            "origin": ORIGIN,
            "method": "PUT",
            "preflight_status": 403,
            "preflight_headers": ("Server: AirTunes/870.14.1", "Content-Length: 0"),
            "answered_by": "airplay",
        },
        id="curl-verbose-airplay",
    ),
    pytest.param(GENERAL, {"url": URL, "method": "POST", "status": 405}, id="network-panel-general"),
    pytest.param(
        FLASK_FILE,
        {
            "import_problem": "wrong-import",
            "cors_setup": "app",
            "app_variable": "api",
            "configured_origins": ("https://shop.example.com",),
            "configured_headers": ("X-Tenant",),
            "configured_methods": ("GET", "PUT"),
            "configured_credentials": "yes",
            "configured_exposed": ("ETag",),
            "configured_max_age": 600,
            "resource_patterns": ("/api/*",),
        },
        id="flask-file",
    ),
    pytest.param(
        '@cross_origin(origins="https://shop.example.com")',
        {"cors_setup": "decorator", "configured_origins": ("https://shop.example.com",)},
        id="decorator",
    ),
    pytest.param(
        'CORS(orders_bp, resources={"/api/*": {"max_age": 600}, "/x": []})',
        {
            "configured_max_age": 600,
            "cors_setup": "blueprint",
            "resource_patterns": ("/api/*", "/x"),
        },
        id="blueprint-without-origins",
    ),
    pytest.param(
        "CORS(app, resources=['/a', '/b/*'])",
        {"cors_setup": "app", "app_variable": "app", "resource_patterns": ("/a", "/b/*")},
        id="list-of-paths",
    ),
    pytest.param(
        "CORS(app, resources=paths)", {"cors_setup": "app", "app_variable": "app"}, id="computed-paths"
    ),
    pytest.param(
        "@cross_origin()\n@app.route('/api')\ndef data():",
        {"cors_setup": "decorator", "decorator_place": "above-route"},
        id="decorator-above-the-route",
    ),
    pytest.param(
        "@app.route('/api')\n@cross_origin()\ndef data():",
        {"cors_setup": "decorator"},
        id="decorator-below-the-route",
    ),
    pytest.param("cors = CORS()", {"cors_setup": "never-bound"}, id="never-bound"),
    pytest.param(
        "response.headers['Access-Control-Allow-Origin'] = '*'", {"cors_setup": "hand-written"}, id="by-hand"
    ),
    pytest.param(
        HAR,
        {
            "url": URL,
            "origin": ORIGIN,
            "method": "PUT",
            "request_headers": ("Authorization: ***",),
            "preflight_status": 405,
            "preflight_headers": ("Allow: GET",),
        },
        id="har",
    ),
    pytest.param(
        json.dumps(ENTRY),
        {"url": URL, "origin": ORIGIN, "method": "PUT", "request_headers": ("Authorization: ***",)},
        id="har-entry",
    ),
    pytest.param(f"<{URL}>", {"url": URL}, id="url-alone"),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_every_fact_is_read(text: str, wanted: dict[str, object]) -> None:
    """A user who has no console message at hand still tells the wizard most of it."""
    paste = read_paste(load_once(), text)
    facts = Facts.of(fact for copied in read_clipboards(text) for fact in copied.facts)
    read = {fact.name: fact.value for fact in (paste.reading.facts if paste.recorded else facts)}
    # A recording is judged as well, which tells more than what stands in it.
    assert {name: read[name] for name in wanted if name in read} == wanted
    # Of Flask code a paste tells what a folder does: tests/flask_code/test_snippets.py.
    assert paste.recorded or read.keys() - KINDS == wanted.keys() - KINDS


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_no_secret_survives(text: str, wanted: dict[str, object]) -> None:
    """A token in a copied request is in no fact, so it can reach neither screen nor report."""
    reading = read_paste(load_once(), text).reading
    assert not any("s3cr3t" in fact.shown or "s3cr3t" in fact.evidence for fact in reading.facts)
    assert reading.also_found
    assert reading.messages or "This is " in reading.looks_like


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("curl is not working for me", id="talk-of-curl"),
        pytest.param("Note: this is fine\nError: really", id="lines-with-colons"),
        pytest.param('{"request": 1}', id="json-that-is-no-har"),
        pytest.param('[{"request": {"url": "http://localhost"', id="har-cut-off"),
        pytest.param("[" * 100_000 + '"request"', id="har-too-deep"),
        pytest.param("CORS(" * 5000, id="calls-never-closed"),
        pytest.param("CORS(app\x00)", id="call-with-a-null"),
        pytest.param("CORS(" + "-" * 4900 + "1)", id="call-too-nested"),
        pytest.param("CORS(" + "(" * 4000 + ")" * 4001, id="call-too-deep"),
        pytest.param("http://localhost:5000/ and http://localhost:3000/", id="two-urls"),
    ],
)
def test_what_only_resembles_gives_nothing(text: str) -> None:
    """Prose and broken files are not taken for requests."""
    assert read_clipboards(text) == ()


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_cut_and_garbled_clipboards_give_an_answer(data: st.DataObject) -> None:
    """Half a command or file is read as far as it goes, without falling over."""
    text = data.draw(st.sampled_from([case.values[0] for case in CASES]))
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    read_clipboards(text[start:end] + data.draw(st.text(max_size=5)))


def test_a_broken_line_of_nginxs_log_has_no_headers() -> None:
    """Its `server:` and `host:` are no HTTP headers, also where a line begins with them."""
    log = (
        "2026/11/03 09:41:07 [error] 7#7: *12 connect() failed (111: Connection refused) while connecting "
        'to\nupstream, client: 10.1.2.3,\nserver: api.example.com, request: "GET /api/orders HTTP/1.1",\n'
        'upstream: "http://127.0.0.1:5000/api/orders",\nhost: "api.example.com"'
    )
    assert read_clipboards(log) == ()


@pytest.mark.parametrize(
    ("copied_url", "is_of_it"),
    [
        pytest.param("http://127.0.0.1:5000/api/items?page=2", True, id="its path"),
        pytest.param("http://localhost:5000/api/items/", True, id="where a redirect leads"),
        pytest.param("http://localhost:5000/api/other", False, id="another path"),
    ],
)
def test_a_copied_request_beside_a_message(copied_url: str, is_of_it: bool) -> None:
    """A copy of another request tells nothing of the one that the message is about."""
    (copy,) = read_clipboards(f'fetch("{copied_url}", {{"method": "POST", "credentials": "include"}});')
    message = Facts.of([Fact("url", "http://localhost:5000/api/items", "pasted", "")])
    names = {fact.name for fact in of_this_request(copy, message)}
    assert ({"method", "credentials"} <= names) == is_of_it
