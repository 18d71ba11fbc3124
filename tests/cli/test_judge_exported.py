"""HAR files as the network panels of Chromium 156 and Firefox ESR 153 export them, taken as they came.

One page asked ten times: allowed, no header, another origin's, with credentials against `*`, a refused
preflight, a passed one, a redirect to a server without headers, a blocked port, a port where nobody listens,
XMLHttpRequest.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command

DATA = Path(__file__).parent / "data"
REFUSED_PREFLIGHT = ["preflight-missing-allow-origin", "preflight-invalid-status", "method-disallowed"]
COMMON: dict[str, list[str]] = {
    "/ok": [],
    "/missing": ["missing-allow-origin"],
    "/mismatch": ["allow-origin-mismatch"],
    "/pre-bad": REFUSED_PREFLIGHT,
    "/pre-ok": [],
    "/redirect": ["missing-allow-origin"],
    "/x": ["network-failure"],
    "/refused": ["network-failure"],
    "/missing?xhr": ["missing-allow-origin"],
}
# Firefox notes nowhere that it refused, so what it asked with credentials looks like any other request.
EXPORTED = {
    "chromium": {**COMMON, "/cred": ["wildcard-origin-not-allowed", "invalid-allow-credentials"]},
    "firefox": {**COMMON, "/cred": []},
}


@pytest.mark.parametrize("browser", EXPORTED)
def test_exported(browser: str, command: Command) -> None:
    """Each request once, with its preflight, and nothing that is no request of a script."""
    done = command("judge", str(DATA / f"{browser}.har"))
    entries = json.loads((DATA / f"{browser}.har").read_text("utf-8"))["log"]["entries"]
    found = {}
    for line in map(json.loads, done.out.splitlines()):
        url = entries[int(line["id"]) - 1]["request"]["url"]
        found[f"/{url.split('/', 3)[3]}"] = [violation["symptom"] for violation in line["violations"]]
    assert found == EXPORTED[browser]
    assert (done.status, done.err) == (1, "")


def test_what_chromium_notes_goes_into_the_sentences(command: Command) -> None:
    """Who asked, and why nothing came."""
    printed = command("judge", str(DATA / "chromium.har")).out
    assert "Access to XMLHttpRequest at 'http://localhost:5000/missing?xhr'" in printed
    assert "GET http://localhost:59999/refused net::ERR_CONNECTION_REFUSED" in printed
    assert "GET http://localhost:1/x net::ERR_UNSAFE_PORT" in printed


def test_authorization_that_was_left_out(command: Command) -> None:
    """Chromium exports without secrets unless it is told otherwise; the preflight still tells of them."""
    har = json.loads((DATA / "chromium.har").read_text("utf-8"))
    for entry in har["log"]["entries"]:
        for header in entry["request"]["headers"]:
            if header["name"] == "Access-Control-Request-Headers":
                header["value"] = "authorization"
    lines = [json.loads(line) for line in command("judge", stdin=json.dumps(har)).out.splitlines()]
    (asked,) = [line for line in lines if line["preflight"]["request_headers"] == ["authorization"]]
    assert [violation["symptom"] for violation in asked["violations"]] == ["header-disallowed"]
