"""Sites: whether two origins belong together for cookies and Cross-Origin-Resource-Policy.

Browsers ask the public suffix list. It takes a tenth of a second to load, so it is loaded only where it
decides: most hosts are told apart without it.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from cors_wizard.fetch_standard.trust import is_address
from cors_wizard.fetch_standard.urls import ParsedUrl, parse_url

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


@lru_cache(maxsize=1024)
def site_of(origin: str) -> str:
    """The site of an origin, with its scheme; "null" for an opaque origin.

    https://html.spec.whatwg.org/#obtain-a-site
    """
    parsed = parse_url(origin)
    if parsed is None or parsed.origin == "null":
        return "null"
    return f"{parsed.scheme}://{registrable_domain(parsed.host)}"


def is_same_site(a: str, b: str) -> bool:
    """Whether two origins are schemefully same site.

    https://html.spec.whatwg.org/#same-site
    """
    here, there = parse_url(a), parse_url(b)
    if here is None or there is None or "null" in (here.origin, there.origin) or here.scheme != there.scheme:
        return False
    return here.host == there.host or (_may_share(here, there) and site_of(a) == site_of(b))


def _may_share(here: ParsedUrl, there: ParsedUrl) -> bool:
    """Whether two hosts end alike: what one owner has is two labels at least."""
    one, other = (url.host.removesuffix(".").split(".")[-2:] for url in (here, there))
    return one == other and len(one) == 2


def registrable_domain(host: str) -> str:
    """The part of a host that one owner has; an address, and a name that is a public suffix, as they are.

    https://url.spec.whatwg.org/#host-registrable-domain
    """
    name = host.removesuffix(".")
    if is_address(host) or "." not in name:
        return name
    return _suffixes().privatesuffix(name) or name


def is_on_platform(host: str) -> bool:
    """Whether a hosting platform gives out the name (`shop.vercel.app`): its owner has no names beside it."""
    from publicsuffixlist import PublicSuffixList

    by_registry: str | None = PublicSuffixList(only_icann=True).privatesuffix(host)
    return by_registry is not None and by_registry != registrable_domain(host)


def is_public_suffix(host: str) -> bool:
    """Whether a cookie's Domain would cover the sites of many owners."""
    if "." not in host:
        return host != "localhost"
    return not is_address(host) and _suffixes().is_public(host)
