"""`judge`: recorded exchanges to verdicts, from JSON Lines and from a HAR file, without a network."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command, Outcome
from tests.cli.error_texts import PAGE
from tests.fetch_standard.browser_exchanges import all_rows, browser_exchanges

API = "http://localhost:5000/api"
REFUSED = {
    "id": "r",
    "page_origin": PAGE,
    "request": {"url": API},
    "response": {"status": 200, "headers": []},
}
ALLOWED = {**REFUSED, "id": 2, "response": {"status": 200, "headers": {"Access-Control-Allow-Origin": "*"}}}


def judged(done: Outcome) -> list[dict[str, Any]]:
    """The verdict lines."""
    return [json.loads(line) for line in done.out.splitlines()]


def test_a_line_for_each_exchange(command: Command) -> None:
    """Ids come back as they were."""
    done = command("judge", stdin="".join(f"{json.dumps(each)}\n" for each in (REFUSED, ALLOWED)))
    assert [(line["id"], line["readable"]) for line in judged(done)] == [("r", False), (2, True)]
    assert (done.status, done.err) == (1, "")


def test_all_readable(command: Command) -> None:
    """Nothing wrong, exit status 0."""
    assert command("judge", "-", stdin=json.dumps(ALLOWED)).status == 0


COOKIES = [
    ("https://api.github.io/me", "session=1; Secure; SameSite=None; Domain=github.io", ["session"]),
    (
        "https://api.github.io/me",
        "__Host-id=1; Path=/; Secure; SameSite=None; Domain=api.github.io",
        ["__Host-id"],
    ),
    ("https://api.github.io/me", "session=1; Secure; SameSite=None", []),
]


@pytest.mark.parametrize(("url", "cookie", "lost"), COOKIES)
def test_cookies_that_no_browser_takes(url: str, cookie: str, lost: list[str], command: Command) -> None:
    """A recording with credentials says which cookies the page's next request lacks."""
    headers = {
        "Access-Control-Allow-Origin": "https://shop.example",
        "Access-Control-Allow-Credentials": "true",
        "Set-Cookie": cookie,
    }
    asked = {
        "page_origin": "https://shop.example",
        "request": {"url": url, "credentials": "include"},
        "response": {"status": 200, "headers": headers},
    }
    (line,) = judged(command("judge", stdin=json.dumps(asked)))
    assert [each["name"] for each in line["lost_cookies"]] == lost


def test_one_browser_alone_refuses(command: Command) -> None:
    """A problem for those who use it: the standard's verdict is one thing, what Chromium does another."""
    asked = {
        **ALLOWED,
        "page_origin": "http://shop.example",
        "page_address_space": "public",
        "server_address_space": "loopback",
        "response": {"status": 200, "headers": {"Access-Control-Allow-Origin": "*"}},
    }
    done = command("judge", stdin=json.dumps(asked))
    (line,) = judged(done)
    assert done.status == 1
    assert line["readable"] is True
    assert line["readable_in"] == {"chromium": False, "firefox": True, "webkit": True}
    assert "more-private address space `loopback`" in line["console"]["chromium"]


def test_every_measured_exchange(command: Command, empty_folder: Path) -> None:
    """The table that real browsers were given reads as it stands."""
    (empty_folder / "table.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in all_rows()))
    lines = {line["id"]: line for line in judged(command("judge", "table.jsonl"))}
    for row in browser_exchanges():
        for engine, readable in row.readable.items():
            assert lines[row.id]["readable_in"][engine] is readable


BAD = [
    pytest.param("nonsense", "This isn't valid JSON.", id="no-json"),
    pytest.param("[]", "The line isn't a JSON object.", id="list"),
    pytest.param({**REFUSED, "page_origin": None}, "page_origin is missing", id="no-origin"),
    pytest.param({**REFUSED, "request": "GET /"}, "request isn't a JSON object.", id="request"),
    pytest.param({**REFUSED, "request": {}}, "url is missing", id="no-url"),
    pytest.param({**REFUSED, "request": {"url": API, "mode": "x"}}, "mode is none of cors", id="mode"),
    pytest.param({**REFUSED, "request": {"url": API, "headers": ["a"]}}, "a list of pairs", id="headers"),
    pytest.param({**REFUSED, "response": {"status": "200"}}, "status isn't a number", id="status"),
    pytest.param({**REFUSED, "failure": "bad luck"}, "failure is none of refused", id="failure"),
    pytest.param({**REFUSED, "page_url": 5}, "page_url is missing or isn't a string", id="page-url"),
    pytest.param({**REFUSED, "page_address_space": "moon"}, "page_address_space is none", id="space"),
    pytest.param(
        {**REFUSED, "local_network_permission": 1}, "local_network_permission is none", id="permission"
    ),
    pytest.param(
        {**REFUSED, "request": {"url": API, "initiator_type": "curl"}},
        "initiator_type is none",
        id="initiator",
    ),
    pytest.param({**REFUSED, "cached_response": []}, "A response isn't a JSON object.", id="cached"),
    pytest.param({**REFUSED, "response": 200}, "A response isn't a JSON object.", id="response"),
    pytest.param({**REFUSED, "redirects": "x"}, "redirects isn't a list.", id="redirects"),
    pytest.param({**REFUSED, "redirects": [{"url": ""}]}, "url is missing", id="hop"),
    pytest.param({**REFUSED, "page_origin": "localhost:3000"}, "page_origin has no scheme", id="no-scheme"),
    pytest.param(
        {**REFUSED, "request": {"url": API, "use_cors_preflight": "yes"}}, "neither true nor false", id="flag"
    ),
]


@pytest.mark.parametrize(("line", "sentence"), BAD)
def test_a_bad_line_is_told_and_skipped(line: object, sentence: str, command: Command) -> None:
    """The other exchanges are judged, and the exit status tells of the bad one."""
    bad = line if isinstance(line, str) else json.dumps(line)
    done = command("judge", stdin=f"{bad}\n{json.dumps(ALLOWED)}\n")
    assert [each["id"] for each in judged(done)] == [2]
    assert done.err.startswith("cors-wizard: Line 1: ")
    assert sentence in done.err
    assert done.status == 2


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: [one, REFUSED]], ids=["one", "list"])
def test_json_as_editors_write_it(wrap: Callable[[object], object], command: Command) -> None:
    """One exchange over several lines, or a list of them."""
    done = command("judge", stdin=json.dumps(wrap(ALLOWED), indent=2))
    assert (judged(done)[0]["id"], done.err) == (2, "")


def test_a_wrong_exchange_in_a_list(command: Command) -> None:
    """It is told by its number."""
    done = command("judge", stdin=json.dumps([ALLOWED, 5], indent=2))
    assert (len(judged(done)), done.status) == (1, 2)
    assert done.err.startswith("cors-wizard: Exchange 2: ")


def test_keys_that_nobody_reads(command: Command) -> None:
    """A misspelt key would go unnoticed; it is told once, and the verdict is given all the same."""
    misspelt = {**ALLOWED, "preflight": None, "request": {"url": API, "credential\x1b": "include"}}
    done = command("judge", stdin=f"{json.dumps(misspelt)}\n" * 2)
    assert (len(judged(done)), done.status) == (2, 0)
    assert done.err.splitlines() == [
        "cors-wizard: Line 1: Nobody reads the key 'preflight'.",
        "cors-wizard: Line 1: Nobody reads the key 'request.credential\\x1b'.",
    ]


def test_upload_listener(command: Command) -> None:
    """The flag that a listener sets makes a preflight."""
    watched = {**ALLOWED, "request": {"url": API, "method": "POST", "use_cors_preflight": True}}
    (line,) = judged(command("judge", stdin=json.dumps(watched)))
    assert line["preflight"]["reasons"] == ["The request has an upload listener or a streamed body."]


@pytest.mark.parametrize("text", ["\n", "[]"])
def test_nothing_to_judge(text: str, command: Command) -> None:
    """An empty input is told."""
    done = command("judge", stdin=text)
    assert (done.status, done.out) == (2, "")
    assert "the text is empty" in done.err


def har_entry(
    method: str,
    status: int,
    request_headers: dict[str, str],
    response_headers: dict[str, str],
    url: str = API,
    redirect: str = "",
) -> dict[str, object]:
    """One entry of a HAR file, as browsers write it."""

    def listed(headers: dict[str, str]) -> list[dict[str, str]]:
        return [{"name": name, "value": value} for name, value in headers.items()]

    return {
        "request": {"method": method, "url": url, "headers": listed(request_headers)},
        "response": {"status": status, "headers": listed(response_headers), "redirectURL": redirect},
    }


BROWSER = {":authority": "localhost", "User-Agent": "Mozilla/5.0", "Origin": PAGE, "Sec-Fetch-Mode": "cors"}
ALLOW = {"Access-Control-Allow-Origin": PAGE}
ASKED = {
    "Origin": PAGE,
    "Access-Control-Request-Method": "PUT",
    "Access-Control-Request-Headers": "content-type",
}
JSON_BODY = {**BROWSER, "Content-Type": "application/json"}

HARS = [
    pytest.param([har_entry("GET", 200, BROWSER, ALLOW)], [True], [], id="readable"),
    pytest.param([har_entry("GET", 200, BROWSER, {})], [False], ["missing-allow-origin"], id="refused"),
    pytest.param(
        [har_entry("GET", 200, {**BROWSER, "Cookie": "a=b"}, ALLOW)],
        [False],
        ["invalid-allow-credentials"],
        id="a-cookie-means-credentials",
    ),
    pytest.param(
        [
            har_entry(
                "OPTIONS",
                204,
                ASKED,
                {
                    **ALLOW,
                    "Access-Control-Allow-Methods": "PUT",
                    "Access-Control-Allow-Headers": "content-type",
                },
            ),
            har_entry("PUT", 200, JSON_BODY, ALLOW),
        ],
        [True],
        [],
        id="preflight-and-request-are-one",
    ),
    pytest.param(
        [har_entry("OPTIONS", 404, ASKED, {})],
        [False],
        [
            "preflight-missing-allow-origin",
            "preflight-invalid-status",
            "method-disallowed",
            "header-disallowed",
        ],
        id="a-preflight-that-was-refused",
    ),
    pytest.param(
        [har_entry("PUT", 200, JSON_BODY, ALLOW), har_entry("OPTIONS", 0, ASKED, {})],
        [True, False],
        ["network-failure"],
        id="a-later-preflight-is-another-exchange",
    ),
    pytest.param([har_entry("GET", 0, BROWSER, {})], [False], ["network-failure"], id="nothing-came"),
    pytest.param(
        [
            har_entry("GET", 302, BROWSER, ALLOW, redirect=f"{API}/"),
            har_entry("GET", 200, BROWSER, {}, url=f"{API}/"),
        ],
        [False],
        ["missing-allow-origin"],
        id="a-redirect-is-one-exchange",
    ),
    pytest.param([har_entry("GET", 200, {"Sec-Fetch-Mode": "navigate"}, {})], [], [], id="no-cors-request"),
]


@pytest.mark.parametrize(("entries", "readable", "symptoms"), HARS)
def test_har(
    entries: list[object], readable: list[bool], symptoms: list[str], command: Command, empty_folder: Path
) -> None:
    """What the network panel exports, entry by entry."""
    (empty_folder / "page.har").write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}))
    done = command("judge", "page.har")
    lines = judged(done)
    assert [line["readable"] for line in lines] == readable
    assert [each["symptom"] for line in lines for each in line["violations"]] == symptoms
    assert done.status == (0 if all(readable) else 1)


BAD_HARS = [
    pytest.param({"log": {}}, "no list of entries", id="no-entries"),
    pytest.param({"log": {"entries": [{}]}}, "Entry 1 of the HAR file is not complete.", id="empty-entry"),
    pytest.param({"log": {"entries": ["x"]}}, "Entry 1", id="text-as-entry"),
    pytest.param(
        {"log": {"entries": [{"request": {"method": "GET", "url": API, "headers": 5}, "response": {}}]}},
        "Entry 1",
        id="headers",
    ),
]


@pytest.mark.parametrize(("raw", "sentence"), BAD_HARS)
def test_bad_har(raw: object, sentence: str, command: Command) -> None:
    """One sentence with the remedy."""
    done = command("judge", stdin=json.dumps(raw))
    assert done.status == 2
    assert sentence in done.err


PANEL = """Request URL: https://api.example/items
Request Method: GET
Status Code: 200 OK

RESPONSE HEADERS
content-type: application/json

REQUEST HEADERS
origin: https://page.example
"""
ALONE = "HTTP/1.1 200 OK\nServer: nginx\nContent-Type: text/plain\n"


def test_headers_as_they_were_copied(command: Command) -> None:
    """Whoever has no HAR at hand pastes the panel."""
    done = command("judge", stdin=PANEL)
    line = json.loads(done.out)
    assert [violation["symptom"] for violation in line["violations"]] == ["missing-allow-origin"]
    assert done.status == 1


def test_headers_without_their_request(command: Command) -> None:
    """One sentence, and no verdict on what isn't there."""
    done = command("judge", stdin=ALONE)
    assert (done.out, done.status) == ("", 3)
    assert "doesn't show enough to judge it" in done.err
