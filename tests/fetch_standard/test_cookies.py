"""What becomes of a cookie: stored, sent, and why not."""

from __future__ import annotations

from typing import get_args

import pytest

from cors_wizard.fetch_standard.cookies import CookieReasonId, SetBy, SetCookie, judge_cookie
from cors_wizard.fetch_standard.engine_differences import Engine
from cors_wizard.http_exchange import CredentialsMode
from tests.fetch_standard.browser_exchanges import all_rows
from tests.fetch_standard.build import sent_in

PAGE = "https://app.example.com"
API = "https://api.example.com/login"
OTHER_SITE = "https://app.example.org"
HOSTED = "https://a.onrender.com"

CASES: list[tuple[str, str, str, bool, bool, list[CookieReasonId]]] = [
    ("sid=1", API, PAGE, True, True, []),
    ("sid=1; SameSite=Strict", API, PAGE, True, True, []),
    ("sid=1; SameSite=None; Secure", API, PAGE, True, True, []),
    ("sid=1; SameSite=None; Secure", API, OTHER_SITE, True, True, ["third-party"]),
    ("sid=1", API, OTHER_SITE, False, False, ["same-site-unspecified"]),
    ("sid=1; samesite=wrong", API, OTHER_SITE, False, False, ["same-site-unspecified"]),
    ("sid=1; SameSite=Lax", API, OTHER_SITE, False, False, ["same-site-lax"]),
    ("sid=1; SameSite=STRICT", API, OTHER_SITE, False, False, ["same-site-strict"]),
    ("sid=1; SameSite=None", API, PAGE, False, False, ["same-site-none-not-secure"]),
    ("sid=1; Partitioned", API, PAGE, False, False, ["partitioned-not-secure"]),
    ("sid=1; SameSite=None; Partitioned", API, PAGE, False, False, ["same-site-none-not-secure"]),
    ("sid=1; Secure; Partitioned", API, PAGE, True, True, []),
    ("sid=1; Secure", "http://api.example.com", "http://app.example.com", False, False, ["secure-over-http"]),
    ("sid=1; Secure", "http://localhost:5000", "http://localhost:3000", True, True, []),
    ("sid=1", "http://localhost:5000", "http://127.0.0.1:3000", False, False, ["same-site-unspecified"]),
    ("sid=1", "http://api.example.com", PAGE, False, False, ["same-site-unspecified"]),
    ("sid=1; Domain=example.com", API, PAGE, True, True, []),
    ("sid=1; Domain=.example.com", API, PAGE, True, True, []),
    ("sid=1; Domain=api.example.com", API, PAGE, True, True, []),
    ("sid=1; Domain=app.example.com", API, PAGE, False, False, ["invalid-domain"]),
    ("sid=1; Domain=ple.com", API, PAGE, False, False, ["invalid-domain"]),
    ("sid=1; Domain=com", API, PAGE, False, False, ["invalid-domain"]),
    ("sid=1; Domain=1", "http://127.0.0.1:5000", "http://127.0.0.1:3000", False, False, ["invalid-domain"]),
    ("sid=1; Domain=onrender.com", HOSTED, HOSTED, False, False, ["invalid-domain"]),
    ("sid=1", HOSTED, "https://b.onrender.com", False, False, ["same-site-unspecified"]),
    ("__Host-sid=1; Secure; Path=/", API, PAGE, True, True, []),
    ("__Host-sid=1; Secure", API, PAGE, False, False, ["prefix-broken"]),
    ("__Host-sid=1; Secure; Path=/; Domain=example.com", API, PAGE, False, False, ["prefix-broken"]),
    ("__Host-sid=1; Path=/", API, PAGE, False, False, ["prefix-broken"]),
    ("__secure-sid=1", API, PAGE, False, False, ["prefix-broken"]),
    ("__Secure-sid=1; Secure", API, PAGE, True, True, []),
    ("sid=1; Max-Age=0", API, PAGE, False, False, ["deleted"]),
    ("sid=; max-age=-1", API, PAGE, False, False, ["deleted"]),
    ("sid=1; Max-Age=60", API, PAGE, True, True, []),
    ("sid=1; Path=/auth", API, PAGE, True, False, ["other-path"]),
    ("sid=1; Path=/log", API, PAGE, True, False, ["other-path"]),
    ("sid=1; Path=/login/", API, PAGE, True, False, ["other-path"]),
    ("sid=1; Path=/login", f"{API}/form?a#b", PAGE, True, True, []),
    ("sid=1; Path=/", API, PAGE, True, True, []),
    ("sid=1; Path=auth", API, PAGE, True, True, []),
    ("", API, PAGE, False, False, ["invalid"]),
    ("sid=1", "not a URL", PAGE, False, False, ["invalid"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "url", "page", "stored", "sent", "reasons"),
    [pytest.param(*case, id=f"{case[0]} at {case[1]} for {case[2]}") for case in CASES],
)
def test_cookie_set_by_a_fetch(
    header: str, url: str, page: str, stored: bool, sent: bool, reasons: list[CookieReasonId]
) -> None:
    """RFC 6265bis, sections 5.6 and 5.7"""
    verdict = judge_cookie(header, url, page)
    assert (verdict.stored, verdict.sent) == (stored, sent)
    assert [reason.id for reason in verdict.reasons] == reasons


@pytest.mark.parametrize(
    ("credentials", "url", "set_by", "stored", "sent"),
    [
        ("include", API, "fetch", True, True),
        ("same-origin", API, "fetch", False, False),
        ("same-origin", API, "navigation", True, False),
        ("same-origin", f"{PAGE}/login", "fetch", True, True),
        ("omit", f"{PAGE}/login", "fetch", False, False),
        ("omit", f"{PAGE}/login", "navigation", True, False),
    ],
)
def test_credentials_mode(
    credentials: CredentialsMode, url: str, set_by: SetBy, stored: bool, sent: bool
) -> None:
    """A fetch without credentials neither keeps nor sends cookies; a login page does keep them."""
    verdict = judge_cookie("sid=1", url, PAGE, credentials, set_by=set_by)
    assert (verdict.stored, verdict.sent) == (stored, sent)


@pytest.mark.parametrize("attribute", ["", "; SameSite=Lax", "; SameSite=Strict"])
def test_cookie_set_on_a_visit_is_kept_and_not_sent_from_another_site(attribute: str) -> None:
    """The session that works in its own tab and is gone in the app."""
    verdict = judge_cookie(f"sid=1{attribute}", API, OTHER_SITE, set_by="navigation")
    assert (verdict.stored, verdict.sent) == (True, False)


@pytest.mark.parametrize(
    ("header", "url", "page", "sending"),
    [
        pytest.param("sid=1", API, OTHER_SITE, {"firefox"}, id="lax-by-default"),
        pytest.param("__Host-sid=1; Secure", API, PAGE, {"firefox"}, id="host-prefix-by-default"),
        pytest.param("__Host-sid=1; Secure", f"{API}/form", PAGE, set(), id="host-prefix-in-a-folder"),
        pytest.param("sid=1; SameSite=Lax", API, OTHER_SITE, set(), id="lax"),
    ],
)
def test_where_engines_differ(header: str, url: str, page: str, sending: set[Engine]) -> None:
    """Measured by `tests/differential/test_cookies.py`."""
    verdict = judge_cookie(header, url, page)
    measured: tuple[Engine, ...] = ("chromium", "firefox")
    assert {engine for engine in measured if sent_in(verdict, engine)} == sending


def test_parts_of_the_header() -> None:
    """Names of attributes have no case, and the last of two counts."""
    cookie = SetCookie.parse(" sid = a=b ; PATH=/x; path = / ; Secure")
    assert (cookie.name, cookie.value) == ("sid", "a=b")
    assert cookie.attributes == {"path": "/", "secure": ""}
    assert SetCookie.parse("value").name == ""


MEASURED = {
    "cookie-default-lax": "same-site-unspecified",
    "cookie-none-not-secure": "same-site-none-not-secure",
    "cookie-secure-over-http": "secure-over-http",
    "cookie-strict": "same-site-strict",
    "cookie-wrong-domain": "invalid-domain",
}
"""What Chromium's DevTools (and Firefox's console, but for the first) gave as the reason."""


@pytest.mark.parametrize("scenario", MEASURED)
def test_what_browsers_did(scenario: str) -> None:
    """The five scenarios of the browsers' table in which the cookie was lost though CORS passed."""
    row = next(row for row in all_rows() if row["scenario"] == scenario)
    (header,) = (value for name, value in row["response"]["headers"] if name == "Set-Cookie")
    verdict = judge_cookie(header, row["request"]["url"], row["page_origin"], row["request"]["credentials"])
    assert not verdict.stored
    assert verdict.reasons[0].id == MEASURED[scenario]


def test_every_reason_has_a_case() -> None:
    """No id is forgotten."""
    seen = {reason for *_, reasons in CASES for reason in reasons} | {"no-credentials"}
    assert seen == set(get_args(CookieReasonId))
