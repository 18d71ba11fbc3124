"""Cookies that a page will not get back, and the remedy that costs least."""

from __future__ import annotations

import pytest

from cors_wizard.http_exchange import Headers, Request, Response
from cors_wizard.probe.cookie_chain import lost_cookies
from cors_wizard.probe.outcome import Outcome
from cors_wizard.report.outcome_words import cookie_lines

LOCAL, SHOP, OTHER = "http://localhost:3000", "https://www.shop.example", "https://api.other.test"
LOST = [
    (
        "http://localhost:5173",
        "http://127.0.0.1:5000/",
        "a=1; SameSite=None",
        "Use one host name for both: call the API as http://localhost:5000. Then leave SameSite=None out.",
    ),
    (LOCAL, "http://127.0.0.1:5000", "s=1", "host name for both: call the API as http://localhost:5000"),
    ("http://127.0.0.1:3000", "http://localhost:5000", "s=1; SameSite=Lax", "as http://127.0.0.1:5000"),
    (LOCAL, "https://localhost:5000", "s=1", "one scheme for both"),
    ("https://app.localhost", "http://localhost:5000", "s=1", "as https://app.localhost:5000"),
    ("https://shop.example", "http://api.shop.example", "s=1", "one scheme for both"),
    (SHOP, OTHER, "s=1", "(https://api.shop.example)"),
    (SHOP, OTHER, "s=1", "Only where neither is possible: SameSite=None; Secure;"),
    (SHOP, "http://api.other.test", "s=1", "which needs https"),
    ("https://shop.vercel.app", OTHER, "s=1", "Let the page's own server pass requests on"),
    ("https://books.co.uk", OTHER, "s=1", "(https://api.books.co.uk)"),
    (LOCAL, "http://localhost:5000", "s=1; SameSite=None", "Leave SameSite=None out"),
    (SHOP, OTHER, "s=1; SameSite=None", "Add Secure"),
    ("http://a.example", "http://api.a.example", "s=1; Secure", "Leave Secure out here"),
    (SHOP, "https://api.shop.example", "s=1; Domain=b.test", "Leave Domain out"),
    (SHOP, "https://api.shop.example", "s=1; Path=/other", "Path=/"),
    (SHOP, "https://api.shop.example", "__Host-s=1", "Give it Secure and Path=/"),
]
KEPT = [
    (LOCAL, "http://localhost:5000", "s=1; SameSite=Lax"),
    (SHOP, "https://api.shop.example", "s=1; SameSite=Strict"),
    (SHOP, OTHER, "s=1; SameSite=None; Secure"),
    (SHOP, OTHER, "s=; Max-Age=0"),
]


def answer(cookie: str) -> Response:
    """A response that sets a cookie."""
    return Response(200, Headers.of([("Set-Cookie", cookie)]))


@pytest.mark.parametrize(("page", "api", "cookie", "remedy"), LOST)
def test_what_helps(page: str, api: str, cookie: str, remedy: str) -> None:
    """One host name, one scheme, one site; SameSite=None only where nothing else helps."""
    request = Request(f"{api}/data", "GET", Headers(), "include")
    (lost,) = lost_cookies(request, page, answer(cookie))
    assert remedy in lost.remedy
    if "Only where" not in lost.remedy:
        assert "None; Secure" not in lost.remedy


def test_the_next_reason_is_said_too() -> None:
    """Without the wrong Domain the cookie is still of another site than the page."""
    request = Request("https://api.github.io/data", "GET", Headers(), "include")
    (lost,) = lost_cookies(request, "https://app.github.io", answer("s=1; Domain=github.io; SameSite=Lax"))
    assert lost.remedy.startswith("Leave Domain out")
    assert "Let the page's own server pass requests on" in lost.remedy
    (own,) = lost_cookies(request, "https://api.github.io", answer("s=1; Domain=github.io; SameSite=Lax"))
    assert own.remedy == "Leave Domain out: the cookie is then for the API's host alone."


@pytest.mark.parametrize(
    ("cookie", "line"),
    [
        ("sid=1; Domain=b.test", "sid: The host api.shop.example can't set a cookie for the domain b.test."),
        ("__Host-sid=1", "__Host-sid: The cookie's attributes break the rules of its prefix"),
        ("session=1; Path=/other", "session: The cookie is for the path /other only"),
    ],
)
def test_our_own_sentence_is_no_secret(cookie: str, line: str) -> None:
    """Its first word stands behind a cookie's name and a colon, as a secret does."""
    request = Request("https://api.shop.example/data", "GET", Headers(), "include")
    (told,) = cookie_lines(Outcome("cookie-lost", lost_cookies=lost_cookies(request, SHOP, answer(cookie))))
    assert told.startswith(line)


@pytest.mark.parametrize(("page", "api", "cookie"), KEPT)
def test_what_comes_back(page: str, api: str, cookie: str) -> None:
    """Of these nothing is said, nor of any cookie where the page sends none."""
    request = Request(f"{api}/data", "GET", Headers(), "include")
    assert lost_cookies(request, page, answer(cookie)) == ()
    without = Request(f"{api}/data", "GET", Headers(), "omit")
    assert lost_cookies(without, "http://c.example", answer("s=1")) == ()
