"""Several requests in one recording: which one leads, and what becomes of the others."""

from __future__ import annotations

import json
from typing import Any

from cors_wizard.diagnosis import Diagnosis
from cors_wizard.facts import Facts
from tests.cli.conftest import load_once

PAGE = "https://shop.example"
ALLOWED = [["access-control-allow-origin", PAGE]]


def entry(
    url: str,
    headers: list[list[str]],
    *,
    status: int = 200,
    sent: list[list[str]] | None = None,
    error: str | None = None,
) -> dict[str, Any]:
    """One entry of a HAR as Chromium writes it."""
    return {
        "_resourceType": "fetch",
        "request": {
            "method": "GET",
            "url": url,
            "headers": [_named("Origin", PAGE), *map(_pair, sent or [])],
        },
        "response": {"status": status, "headers": list(map(_pair, headers)), "_error": error},
    }


def _pair(pair: list[str]) -> dict[str, str]:
    return _named(*pair)


def _named(name: str, value: str) -> dict[str, str]:
    return {"name": name, "value": value}


def diagnosed(*entries: dict[str, Any], beside: str = "") -> Diagnosis:
    """What the wizard says about a HAR, and text beside it."""
    har = json.dumps({"log": {"creator": {"name": "WebInspector"}, "entries": list(entries)}})
    text = f"{beside}\n{har}" if beside else har
    begun = Diagnosis.begin(load_once(), text, Facts())
    return begun.without_probing().without_scanning().without_optional_questions()


GOOD = entry("https://api.shop.example/good", ALLOWED)
BARE = entry("https://api.shop.example/bare", [], error="net::ERR_FAILED")
STAR = entry(
    "https://other.example/star",
    [["access-control-allow-origin", "*"]],
    sent=[["Cookie", "a=b"]],
    error="net::ERR_FAILED",
)
TRACKER = entry("https://track.example/t", [], status=0, error="net::ERR_BLOCKED_BY_CLIENT")


def test_the_failing_request_leads() -> None:
    """Whoever exports a whole panel is after what failed."""
    assert diagnosed(GOOD, TRACKER, BARE).facts.text("url") == "https://api.shop.example/bare"


def test_what_the_console_names_leads() -> None:
    """A message beside the HAR says which of the requests the user means."""
    message = (
        f"Access to fetch at 'https://other.example/star' from origin '{PAGE}' has been blocked by CORS "
        "policy: "
        "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' "
        "when the request's credentials mode is 'include'."
    )
    found = diagnosed(BARE, STAR, beside=message)
    assert found.facts.text("url") == "https://other.example/star"
    assert found.cause is not None
    assert found.cause.id == "wildcard-with-credentials"


def test_another_failure_is_told_as_well() -> None:
    """Two requests that fail for two reasons are two causes."""
    found = diagnosed(STAR, BARE, BARE)
    assert found.cause is not None
    assert found.cause.id == "wildcard-with-credentials"
    assert len(found.walks) >= 2


def test_the_window_says_what_was_pasted() -> None:
    """While typing already."""
    assert diagnosed(GOOD, BARE).reading.also_found == ("a HAR with 2 requests",)


def test_a_recording_without_a_cross_origin_request() -> None:
    """Nothing is concluded from what CORS has no part in."""
    document = entry("https://shop.example/", [])
    document["request"]["headers"] = [_named("Sec-Fetch-Mode", "navigate")]
    found = diagnosed(document)
    assert found.cause is None
    assert "without a cross-origin request" in found.reading.looks_like


PANELS = """\
OPTIONS response headers
HTTP/1.0 200 OK
Allow: POST, OPTIONS
Access-Control-Allow-Origin: http://localhost:7000
Access-Control-Allow-Headers: content-type

POST response headers
HTTP/1.0 500 INTERNAL SERVER ERROR
Content-Type: text/html; charset=utf-8
Server: Werkzeug/3.0.3 Python/3.12.3

POST request headers
POST /orders HTTP/1.1
Host: localhost:5000
Origin: http://localhost:7000
Content-Type: application/json
"""


def test_titles_that_name_the_method() -> None:
    """Each block belongs to the exchange that its title names: here the POST failed, not the OPTIONS."""
    found = Diagnosis.begin(load_once(), PANELS)
    assert (found.facts.text("method"), found.facts.number("status")) == ("POST", 500)
    assert (
        found.without_probing().without_scanning().without_optional_questions().cause
        == (load_once().causes["server-error"])
    )
