"""What the browser ended by itself is about no server: each reason has advice of its own."""

from __future__ import annotations

from typing import Any

import pytest

from cors_wizard.report.as_json import result_line
from tests.diagnosis.text_alone import begun

LINE = "GET http://localhost:5000/api/orders {}"
REFUSED = (
    "Access to fetch at 'http://localhost:5000/api/orders' from origin 'http://localhost:5173' has been "
    "blocked by CORS policy: Response to preflight request doesn't pass access control check: Redirect is "
    "not allowed for a preflight request."
)


def told(text: str) -> dict[str, Any]:
    """The result line of a text."""
    return result_line(begun().with_text(text))


@pytest.mark.parametrize(
    ("text", "ended", "fix"),
    [
        (LINE.format("net::ERR_INTERNET_DISCONNECTED"), "offline", "Get the browser back online"),
        ("net::ERR_INTERNET_DISCONNECTED at https://shop.example", "offline", "Get the browser back online"),
        (LINE.format("NS_ERROR_OFFLINE"), "offline", "Get the browser back online"),
        (
            "Failed to load resource: The Internet connection appears to be offline.",
            "offline",
            "Get the browser back online",
        ),
        (LINE.format("net::ERR_NETWORK_CHANGED"), "interrupted", "Get the browser back online"),
        (LINE.format("net::ERR_NETWORK_IO_SUSPENDED"), "interrupted", "Get the browser back online"),
        (LINE.format("net::ERR_ABORTED"), "canceled", "Let the request finish"),
        (LINE.format("NS_BINDING_ABORTED"), "canceled", "Let the request finish"),
        ("Uncaught (in promise) AbortError: Fetch is aborted", "canceled", "Let the request finish"),
        ("CanceledError: canceled\n    at throwIfRequested", "canceled", "Let the request finish"),
        ("AxiosError: Request aborted", "canceled", "Let the request finish"),
        (LINE.format("net::ERR_CACHE_MISS"), "no-cached-copy", "Send the request again"),
        (LINE.format("net::ERR_INSUFFICIENT_RESOURCES"), "too-many", "Send the request again"),
        (LINE.format("net::ERR_UPLOAD_FILE_CHANGED"), "file-changed", "Send the request again"),
    ],
)
def test_each_reason_has_its_own_advice(text: str, ended: str, fix: str) -> None:
    """Nothing on the server is changed for it."""
    line = told(text)
    assert line["status"] == "not-cors"
    assert line["facts"]["request_ended"]["value"] == ended
    assert line["fix"]["title"] == fix


@pytest.mark.parametrize(
    ("beside", "cause"),
    [
        (REFUSED, "preflight-redirected"),
        (LINE.format("net::ERR_CONNECTION_REFUSED"), "server-unreachable"),
        (LINE.format("500 (INTERNAL SERVER ERROR)"), "not-cors"),
    ],
)
def test_a_line_with_a_reason_counts_more(beside: str, cause: str) -> None:
    """A page that gives up meanwhile, or shows the error of an earlier request."""
    line = told(f"{beside}\nAbortError: signal is aborted without reason")
    assert line["cause"] == cause
    assert line["fix"]["title"] == told(beside)["fix"]["title"]


def test_a_script_with_an_error_status_is_no_canceled_request() -> None:
    """Chromium has the same code for it."""
    line = told("GET http://localhost:5000/static/app.js net::ERR_ABORTED 404 (NOT FOUND)")
    assert "request_ended" not in line["facts"]
