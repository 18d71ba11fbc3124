"""Who gets in where all that the code decides is worked out together: any website, or look-alikes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.site import registrable_domain
from cors_wizard.fetch_standard.trust import is_local
from cors_wizard.fetch_standard.urls import host_of, parse_url
from cors_wizard.origin_patterns.checks import OriginCheck
from cors_wizard.origin_patterns.outsiders import Outsider
from cors_wizard.origin_patterns.sent import SentOrigin

ANY_WEBSITE = (
    "https://cors-wizard.invalid",
    "https://a.b.stranger.invalid",
    "http://stranger.invalid",
    "https://evil.test",
    "https://www.evil.test:8443",
)
"""Websites that no code means: where one of them gets in, no list decides."""
_MOST_TEXTS = 40
_MOST_ENDS = 8
_LONGEST = 120


def lets_in_any(sent: SentOrigin) -> bool:
    """Whether a website gets in that the code doesn't name, with cookies where the code decides on them."""
    named = " ".join(sent.texts).lower()
    # One of which the code names a part may be meant, or kept out.
    strange = (each for each in ANY_WEBSITE if not any(part in named for part in _parts(each)))
    return any(sent.allows_with_cookies(each) for each in strange)


def look_alikes(sent: SentOrigin, place: str) -> Iterator[Outsider]:
    """One origin that is like what the code compares with, gets in and can be somebody else's."""
    texts = [each.lower().strip() for each in sent.texts if 0 < len(each) <= _LONGEST][:_MOST_TEXTS]
    hosts = [each.partition("://")[2] or each for each in texts]
    if "backwards(" in sent.text:
        hosts += [each[::-1] for each in hosts]
    owned = {
        registrable_domain(host_of(f"https://{each.lstrip('.')}")) for each in hosts if "." in each.strip(".")
    }
    tried = (each for host in dict.fromkeys((*hosts, *sorted(owned))) for each in _like(host.strip("/")))
    found = (each for each in (*tried, *_between(texts)) if _is_anybodys(each, owned))
    inside = (each for each in found if sent.allows_with_cookies(each))
    yield from (Outsider(each, "wildcard", OriginCheck("guard", "", place)) for each in islice(inside, 1))


def _like(text: str) -> Iterator[str]:
    bare = text.strip(".")
    hosts = (
        *(f"{bare}.evil.test", f"evil{bare}", f"evil.{bare}", f"evil-{bare}", f"{bare}evil.test"),
        *(f"evil.{bare}.test", f"{bare}-evil.test", bare.replace(".", "x", 1), f"{bare}x", bare[:-1]),
        *(f"evil.test.{bare}", f"a.{bare}.evil.test", f"{bare}.com", f"evil{bare}.com"),
        # Where so many characters at the end are left out.
        *(f"{bare}.{'evil.test'[-length:]}" for length in range(2, 9)),
    )
    yield from (f"{scheme}://{host}" for scheme in ("https", "http") for host in hosts)
    yield from (f"https://evil.test:{bare}" for _ in "1" if bare.isdigit())


def _between(texts: Sequence[str]) -> Iterator[str]:
    """What begins with one text and ends with another."""
    begins = [each for each in texts if each.startswith(("http://", "https://"))][:_MOST_ENDS]
    yield from (f"{one}evil{other}" for one in begins for other in texts[:_MOST_ENDS] if "://" not in other)


def _is_anybodys(origin: str, owned: set[str]) -> bool:
    """Whether browsers can send it, and none of those who are named owns it."""
    parsed = parse_url(origin)
    if parsed is None or serialize_origin(origin) != origin or is_local(parsed.host):
        return False
    return "." in parsed.host and all(parsed.host.split(".")) and registrable_domain(parsed.host) not in owned


def _parts(origin: str) -> list[str]:
    return [each for each in host_of(origin).split(".") if len(each) > 2]
