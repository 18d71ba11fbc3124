"""The verdict on a cookie: is it stored, is it sent along, and why not.

CORS can pass and the session still be gone: the rules for cookies are others (RFC 6265bis, sections 5.6 and
5.7). What Chromium and Firefox did with each rule is in `tests/fetch_standard/test_cookies.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, get_args

from cors_wizard.fetch_standard.engine_differences import Engine
from cors_wizard.fetch_standard.hosts import domain_to_ascii
from cors_wizard.fetch_standard.origin import is_same_origin
from cors_wizard.fetch_standard.site import is_public_suffix, is_same_site
from cors_wizard.fetch_standard.trust import is_address, is_loopback
from cors_wizard.fetch_standard.urls import ParsedUrl, parse_url
from cors_wizard.frozen import dataclass
from cors_wizard.http_exchange import CredentialsMode

CookieReasonId = Literal[
    "invalid",
    "invalid-domain",
    "deleted",
    "other-path",
    "secure-over-http",
    "same-site-none-not-secure",
    "partitioned-not-secure",
    "prefix-broken",
    "no-credentials",
    "same-site-strict",
    "same-site-lax",
    "same-site-unspecified",
    "third-party",
]
SetBy = Literal["fetch", "navigation"]


@dataclass(frozen=True)
class CookieReason:
    """One reason for which a cookie is not stored or not sent."""

    id: CookieReasonId
    prevents: Literal["storing", "sending", "some-browsers"]
    """What it prevents; "some-browsers" where settings or engines differ."""
    engines: tuple[Engine, ...] = get_args(Engine)
    """Which engines hold it."""
    about: str = ""
    """The domain, the path or the credentials mode that prevents it."""
    host: str = ""
    """The host that can't set a cookie for the domain."""


@dataclass(frozen=True)
class CookieVerdict:
    """What browsers do with a cookie that a response sets."""

    name: str
    stored: bool
    sent: bool
    """Whether it comes back with the page's next request of the same kind."""
    reasons: tuple[CookieReason, ...]


@dataclass(frozen=True)
class SetCookie:
    """A Set-Cookie header: its name and its attributes, names in lower case."""

    name: str
    value: str
    attributes: dict[str, str]

    @classmethod
    def parse(cls, header: str) -> SetCookie:
        """The parts of the header; of an attribute given twice the last counts (RFC 6265bis, section 5.6)."""
        pair, *attributes = header.split(";")
        name, equals, value = pair.partition("=")
        named = (attribute.partition("=") for attribute in attributes)
        return cls(
            name.strip() if equals else "",
            (value if equals else name).strip(),
            {key.strip().lower(): text.strip() for key, _, text in named},
        )


def judge_cookie(
    header: str,
    url: str,
    page_origin: str,
    credentials: CredentialsMode = "include",
    *,
    set_by: SetBy = "fetch",
) -> CookieVerdict:
    """What becomes of a cookie that `url` sets and that a page of `page_origin` needs.

    Args:
        header: the value of one Set-Cookie header.
        url: what was requested.
        page_origin: the page whose requests should carry the cookie.
        credentials: the credentials mode of these requests.
        set_by: whether such a request set it, or a visit to `url` itself (a login form).
    """
    cookie = SetCookie.parse(header)
    parsed = parse_url(url)
    if parsed is None or not (cookie.name or cookie.value):
        return CookieVerdict(cookie.name, False, False, (CookieReason("invalid", "storing"),))
    reasons = [*_about_itself(cookie, parsed), *_about_page(cookie, url, page_origin, credentials, set_by)]
    prevented = {reason.prevents for reason in reasons}
    stored = "storing" not in prevented
    return CookieVerdict(cookie.name, stored, stored and "sending" not in prevented, tuple(reasons))


def _about_itself(cookie: SetCookie, url: ParsedUrl) -> Iterator[CookieReason]:
    """RFC 6265bis, section 5.7: what makes a cookie impossible, whatever the page."""
    secure = "secure" in cookie.attributes
    domain = cookie.attributes.get("domain", "")
    if not _may_set_domain(domain_to_ascii(domain.removeprefix(".")), url.host):
        yield CookieReason("invalid-domain", "storing", about=domain, host=url.host)
    if secure and url.scheme != "https" and not is_loopback(url.host):
        yield CookieReason("secure-over-http", "storing")
    if _same_site(cookie) == "none" and not secure:
        yield CookieReason("same-site-none-not-secure", "storing")
    elif "partitioned" in cookie.attributes and not secure:
        # CHIPS, "Set-Cookie"; Safari has no such rule where it doesn't know the attribute.
        yield CookieReason("partitioned-not-secure", "storing", ("chromium", "firefox"))
    if _breaks_prefix(cookie, secure, domain):
        # For Firefox the path that a cookie has without an attribute will do.
        only_path = secure and not domain and "path" not in cookie.attributes and _folder(url) == "/"
        engines: tuple[Engine, ...] = ("chromium", "webkit") if only_path else get_args(Engine)
        yield CookieReason("prefix-broken", "storing", engines)
    if re.fullmatch(r"0+|-[0-9]{1,40}", cookie.attributes.get("max-age", "")):
        yield CookieReason("deleted", "storing")
    path = cookie.attributes.get("path", "")
    if path.startswith("/") and not _is_under(url.path, path):
        yield CookieReason("other-path", "sending", about=path)


def _folder(url: ParsedUrl) -> str:
    """RFC 6265bis, section 5.1.4: the path of a cookie that names none."""
    return url.path.rpartition("/")[0] or "/"


def _is_under(asked: str, path: str) -> bool:
    """RFC 6265bis, section 5.1.4: whether a request's path matches a cookie's."""
    return asked == path or asked.startswith(path if path.endswith("/") else f"{path}/")


def _may_set_domain(domain: str, host: str) -> bool:
    if not domain or domain == host:
        return True
    return not is_address(host) and not is_public_suffix(domain) and host.endswith(f".{domain}")


def _breaks_prefix(cookie: SetCookie, secure: bool, domain: str) -> bool:
    name = cookie.name.lower()
    if name.startswith("__host-"):
        return not secure or bool(domain) or cookie.attributes.get("path") != "/"
    return name.startswith("__secure-") and not secure


def _same_site(cookie: SetCookie) -> str:
    value = cookie.attributes.get("samesite", "").lower()
    return value if value in ("strict", "lax", "none") else ""


def _about_page(
    cookie: SetCookie, url: str, page_origin: str, credentials: CredentialsMode, set_by: SetBy
) -> Iterator[CookieReason]:
    """Fetch, "credentials mode", and RFC 6265bis, section 5.6.7, "SameSite"."""
    fetched = set_by == "fetch"
    with_credentials = credentials == "include" or (
        credentials == "same-origin" and is_same_origin(page_origin, url)
    )
    if not with_credentials:
        yield CookieReason("no-credentials", "storing" if fetched else "sending", about=credentials)
    if is_same_site(page_origin, url):
        return
    prevents: Literal["storing", "sending"] = "storing" if fetched else "sending"
    match _same_site(cookie):
        case "strict":
            yield CookieReason("same-site-strict", prevents)
        case "lax":
            yield CookieReason("same-site-lax", prevents)
        case "none":
            yield CookieReason("third-party", "some-browsers")
        case _:
            yield CookieReason("same-site-unspecified", prevents, ("chromium",))
