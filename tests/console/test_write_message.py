"""A template filled with values is what the browser prints."""

from __future__ import annotations

import pytest

from cors_wizard.console.write_message import write_message
from tests.console.known import patterns, reader

VALUES = {"url": "http://localhost:5000/api/orders", "origin": "http://localhost:5173", "status": "404"}
BY_ID = {pattern.id: pattern for pattern in patterns()}
AT = (
    "at 'http://localhost:5000/api/orders' from origin 'http://localhost:5173' "
    "has been blocked by CORS policy: "
)
NO_HEADER = "No 'Access-Control-Allow-Origin' header is present on the requested resource."
PREFLIGHT = "Response to preflight request doesn't pass access control check: "


@pytest.mark.parametrize(
    ("pattern_id", "more", "text"),
    [
        pytest.param(
            "chromium-missing-allow-origin",
            {},
            f"Access to fetch {AT}{NO_HEADER}",
            id="chromium",
        ),
        pytest.param(
            "chromium-missing-allow-origin",
            {"redirect_url": "http://localhost:5000/login"},
            "Access to fetch at 'http://localhost:5000/login' (redirected from "
            f"'http://localhost:5000/api/orders'){AT[37:]}{NO_HEADER}",
            id="chromium-redirected",
        ),
        pytest.param(
            "chromium-preflight-invalid-status",
            {"_kind": "XMLHttpRequest"},
            f"Access to XMLHttpRequest {AT}{PREFLIGHT}It does not have HTTP ok status.",
            id="chromium-xhr",
        ),
        pytest.param(
            "firefox-missing-allow-origin",
            {},
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
            "http://localhost:5000/api/orders. (Reason: CORS header \u2018Access-Control-Allow-Origin\u2019 "
            "missing). Status code: 404.",
            id="firefox",
        ),
        pytest.param(
            "webkit-origin-not-allowed",
            {},
            "Origin http://localhost:5173 is not allowed by Access-Control-Allow-Origin. Status code: 404",
            id="webkit",
        ),
    ],
)
def test_written(pattern_id: str, more: dict[str, str], text: str) -> None:
    """The judge can show what each browser would say."""
    assert write_message(BY_ID[pattern_id], VALUES | more) == text


def test_a_missing_value_gives_nothing() -> None:
    """Half a message is never shown."""
    assert write_message(BY_ID["chromium-header-not-allowed"], VALUES) is None


def test_whatever_is_written_is_read_again() -> None:
    """Every template that can be filled is recognized as itself."""
    values = VALUES | {
        "redirect_url": "http://localhost:5000/login",
        "page_url": "https://shop.example.com/cart",
        "method": "PUT",
        "refused_header": "x-tenant",
        "refused_method": "PATCH",
        "allow_origin": "https://shop.example.com",
        "allow_credentials": "false",
        "preflight_status": "405",
    }
    for pattern in patterns():
        text = write_message(pattern, values)
        if text is not None:
            assert pattern.id in [message.pattern_id for message in reader().read(text).messages], text
