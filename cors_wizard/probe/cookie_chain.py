"""The cookies that a response sets and this page will not get back, each with why and what helps. Pure.

What helps begins with what costs nothing: one host name, one site; `SameSite=None; Secure`, which gives up a
protection, comes where nothing else is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.exchange_words import sentence
from cors_wizard.fetch_standard import judge_cookie
from cors_wizard.fetch_standard.cookies import CookieReasonId
from cors_wizard.fetch_standard.site import is_on_platform, is_same_site, registrable_domain
from cors_wizard.fetch_standard.trust import is_address, is_loopback
from cors_wizard.fetch_standard.urls import ParsedUrl, parse_url
from cors_wizard.frozen import dataclass
from cors_wizard.http_exchange import Headers, Request, Response

_DOMAIN = re.compile(r";\s{0,20}domain\s{0,20}=[^;]*", re.IGNORECASE)
_OF_SITES = frozenset(("same-site-strict", "same-site-lax", "same-site-unspecified"))
_FIXED: dict[CookieReasonId, str] = {
    "invalid-domain": "Leave Domain out: the cookie is then for the API's host alone.",
    "other-path": "Set it with Path=/.",
    "prefix-broken": "Give it Secure and Path=/ and no Domain, or another name.",
    "same-site-none-not-secure": "Add Secure.",
    "partitioned-not-secure": "Add Secure, or leave Partitioned out.",
}


@dataclass(frozen=True)
class LostCookie:
    """A cookie that will not come back with the page's requests."""

    name: str
    why: str
    remedy: str
    """What to do, in a sentence or two."""


def lost_cookies(request: Request, page: str, response: Response | None) -> tuple[LostCookie, ...]:
    """Every cookie of a response that no browser, or not Chromium, sends from this page.

    Args:
        request: the page's request; nothing is lost of what it does not send.
        page: the page's origin.
        response: what the server answered.
    """
    if request.credentials != "include" or response is None:
        return ()
    return tuple(_lost(request, page, response))


def _lost(request: Request, page: str, response: Response) -> Iterator[LostCookie]:
    for line in response.headers.all("Set-Cookie"):
        verdict = judge_cookie(line, request.url, page)
        reasons = [reason for reason in verdict.reasons if reason.prevents != "some-browsers"]
        is_deleted = any(reason.id == "deleted" for reason in reasons)
        if reasons and not is_deleted and not (verdict.stored and verdict.sent):
            remedy = _remedy(reasons[0].id, page, request.url)
            why, bare = sentence(reasons[0]), _DOMAIN.sub("", line)
            if reasons[0].id == "invalid-domain" and bare != line:
                # For the API's host alone it may be of another site than the page, still.
                later = _lost(request, page, Response(200, Headers.of([("Set-Cookie", bare)])))
                for each in later:
                    why, remedy = f"{why} {each.why}", f"{remedy} {each.remedy}"
            yield LostCookie(verdict.name, why, remedy)


def _remedy(reason: CookieReasonId, page: str, url: str) -> str:
    here, there = parse_url(page), parse_url(url)
    if here is None or there is None:
        return ""
    if reason == "same-site-none-not-secure" and is_same_site(page, url):
        return "Leave SameSite=None out: page and API are one site, so Lax is enough."
    if reason == "same-site-none-not-secure" and is_loopback(here.host) and is_loopback(there.host):
        return f"{_between_sites(here, there)} Then leave SameSite=None out."
    if reason == "secure-over-http":
        return "Leave Secure out here, or call the API over https."
    return _FIXED.get(reason) or (_between_sites(here, there) if reason in _OF_SITES else "")


def _between_sites(page: ParsedUrl, api: ParsedUrl) -> str:
    """What makes one site of two, else what lets the cookie travel between them."""
    if is_loopback(page.host) and is_loopback(api.host) and page.host != api.host:
        port = "" if api.port is None else f":{api.port}"
        what = "host name" if page.scheme == api.scheme else "scheme and host name"
        return f"Use one {what} for both: call the API as {page.scheme}://{page.host}{port}."
    if registrable_domain(page.host) == registrable_domain(api.host):
        return f"Use one scheme for both: the page has {page.scheme}, the API {api.scheme}."
    beside = _one_site(page)
    no_secure = "" if api.scheme == "https" or is_loopback(api.host) else ", which needs https"
    last = f"SameSite=None; Secure{no_secure}; Safari blocks it all the same."
    return f"{beside} Only where neither is possible: {last}"


def _one_site(page: ParsedUrl) -> str:
    """How the API becomes part of the page's site."""
    if is_address(page.host) or is_loopback(page.host) or is_on_platform(page.host):
        return "Let the page's own server pass requests on to the API."
    beside = f"{page.scheme}://api.{registrable_domain(page.host)}"
    return (
        f"Serve the API under the page's domain ({beside}), or let the page's server pass requests on to it."
    )
