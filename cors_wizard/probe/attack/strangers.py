"""Origins that are like the page's and are not: what a careless check of an origin takes for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from cors_wizard.facts import Facts
from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.hosts import domain_to_ascii, domain_to_unicode
from cors_wizard.fetch_standard.site import registrable_domain
from cors_wizard.fetch_standard.trust import is_address, is_local
from cors_wizard.fetch_standard.urls import ParsedUrl, parse_url
from cors_wizard.frozen import dataclass
from cors_wizard.origin_patterns import entries_in_code, outsiders_in_code
from cors_wizard.probe.requests import FOREIGN_ORIGIN

Standing = Literal["outsider", "insecure", "neighbor", "unsendable"]
"""`outsider`: somebody else can own it; `insecure`: the page's own host over plain
HTTP, or a program on the user's machine; `neighbor`: the owner of
the page's site owns it too; `unsendable`: no browser sends it, so that it harms nobody."""

MOST_FROM_CODE = 4
_MOST_LISTED = 2
_LATIN = {"a": "а", "o": "о", "e": "е", "p": "р", "c": "с", "x": "х", "y": "у", "i": "і", "s": "ѕ"}  # noqa: RUF001  look-alikes are the point
"""Latin letters and the Cyrillic ones that look the same."""
_TWINS = {**_LATIN, **{other: latin for latin, other in _LATIN.items()}}


@dataclass(frozen=True)
class Stranger:
    """An origin that is sent in the page's place."""

    kind: str
    """Kebab-case; of one page's strangers each has its own."""
    origin: str
    says: str
    """What it is, in words."""
    standing: Standing = "outsider"
    place: str = ""
    """The line of code whose check suggested it, as `path:line`."""


def strangers(facts: Facts, page: str) -> tuple[Stranger, ...]:
    """Everyone who is tried, the page's look-alikes first; each origin once and never the page's own.

    Args:
        facts: what is known; the code's own list is not made of strangers.
        page: the page's serialized origin.
    """
    by_hand = (each.text for each in entries_in_code(facts) if each.kind == "is")
    listed = (each.rstrip("/").lower() for each in (*facts.items("configured_origins"), *by_hand))
    friends = {page, *listed} - ({"null"} - {page})
    found: dict[str, Stranger] = {}
    for one in (*_anybody(page), *_look_alikes(page), *_from_code(facts), *_listed(facts, page)):
        if one.kind.startswith("listed") or one.origin not in friends:
            found.setdefault(one.origin, one)
    return tuple(found.values())


def _anybody(page: str) -> Iterator[Stranger]:
    yield Stranger("foreign", FOREIGN_ORIGIN, "any other website")
    if page != "null":
        yield Stranger("null", "null", "a sandboxed frame or a local file")
    parsed = parse_url(page)
    if parsed is not None and parsed.is_http and not is_local(parsed.host):
        says = "any program on the user's own machine"
        yield Stranger("localhost", "http://localhost:9999", says, "insecure")


def _look_alikes(page: str) -> Iterator[Stranger]:
    parsed = parse_url(page)
    if parsed is None or not parsed.is_http:
        return
    yield from _longer(page, parsed)
    yield from _same_owner(page, parsed)
    yield from _other_names(page, parsed)
    yield from _never_sent(page, parsed)


def _longer(page: str, parsed: ParsedUrl) -> Iterator[Stranger]:
    says = "the page's origin with something after it"
    yield Stranger("suffix", f"{page}.evil.test", says, "outsider" if parsed.port is None else "unsendable")
    if parsed.port is not None:
        # Behind a port it isn't a URL that a browser could send: only the host can have more text behind it.
        yield Stranger("host-suffix", f"{parsed.scheme}://{parsed.host}.evil.test", says)
        longer = f"{page}0" if parsed.port < 6_000 else page[:-1]
        yield Stranger("port-like", longer, "another port that begins like the page's", "neighbor")
    if is_address(parsed.host):
        return
    owned = registrable_domain(parsed.host)
    yield Stranger("prefix", _with_host(parsed, f"evil{owned}"), "the page's domain with something before it")
    # These letters are gone after `origin.lstrip("https://")`.
    host = f"http{parsed.host}"
    says = "the page's host with something before it"
    yield Stranger("host-prefix", _with_host(parsed, host), says, _of_other(parsed.host, host))


def _same_owner(page: str, parsed: ParsedUrl) -> Iterator[Stranger]:
    other = "http" if parsed.scheme == "https" else "https"
    standing: Standing = "insecure" if other == "http" else "neighbor"
    yield Stranger(
        "scheme", f"{other}://{page.partition('://')[2]}", "the page's host with another scheme", standing
    )
    port = 8443 if parsed.port is None else parsed.port - 1
    yield Stranger(
        "port", f"{parsed.scheme}://{parsed.host}:{port}", "another port of the page's host", "neighbor"
    )
    if is_address(parsed.host):
        return
    yield Stranger(
        "subdomain", _with_host(parsed, f"evil.{parsed.host}"), "a subdomain of the page's host", "neighbor"
    )
    labels = parsed.host.split(".")
    if len(labels) > 2:
        host = ".".join(("evil", *labels[1:]))
        yield Stranger(
            "sibling", _with_host(parsed, host), "a host next to the page's", _of_other(parsed.host, host)
        )


def _other_names(page: str, parsed: ParsedUrl) -> Iterator[Stranger]:
    host = parsed.host
    if is_address(host):
        return
    yield from _dot_replaced(parsed)
    if parsed.port is None and len(host) > 3 and host[-2] != ".":
        yield Stranger("cut", page[:-1], "the page's origin without its last letter")
    owned = registrable_domain(host)
    yield from _moved(parsed, owned)
    yield from _with_www(parsed, owned)
    yield from _of_other_scripts(parsed, owned)


def _of_other_scripts(parsed: ParsedUrl, owned: str) -> Iterator[Stranger]:
    """What looks like the page's host where people read it, made of its letters, not of its Punycode."""
    shown = domain_to_unicode(owned)
    before = parsed.host.removesuffix(owned)
    at = next((at for at, letter in enumerate(shown) if letter in _TWINS), None)
    if at is not None:
        twin = parse_url(_with_host(parsed, f"{before}{shown[:at]}{_TWINS[shown[at]]}{shown[at + 1 :]}"))
        if twin:
            yield Stranger("twin", twin.origin, "a host that looks the same, with a letter of another script")
    if shown != owned and (longer := parse_url(_with_host(parsed, f"evil{shown}"))):
        yield Stranger("prefix-in-letters", longer.origin, "the page's domain with letters before it")


def _moved(parsed: ParsedUrl, owned: str) -> Iterator[Stranger]:
    """What a check of single labels takes for the page: the first label elsewhere, another name beside it."""
    first, _, _ = parsed.host.partition(".")
    suffix = owned.partition(".")[2]
    if first != parsed.host and suffix:
        says = "a host elsewhere whose first label is the page's"
        yield Stranger("label", _with_host(parsed, f"{first}.evil.test"), says)
        says = "the page's name under another suffix"
        yield Stranger("other-suffix", _with_host(parsed, f"{parsed.host.removesuffix(suffix)}test"), says)
        says = "another site under the page's public suffix"
        yield Stranger("suffix-neighbor", _with_host(parsed, f"evil.{suffix}"), says)


def _with_www(parsed: ParsedUrl, owned: str) -> Iterator[Stranger]:
    """What a check takes for the page that removes `www.` wherever it is."""
    name, dot, suffix = domain_to_unicode(owned).partition(".")
    if dot and len(name) > 1:
        before = parsed.host.removesuffix(owned)
        host = f"{before}{name[: len(name) // 2]}www.{name[len(name) // 2 :]}.{suffix}"
        inside = parse_url(_with_host(parsed, host))
        if inside:
            yield Stranger("inside", inside.origin, "the page's host with `www.` in the middle")


def _dot_replaced(parsed: ParsedUrl) -> Iterator[Stranger]:
    """The first dot whose loss gives the host to somebody else, better one that leaves a domain."""
    labels = domain_to_unicode(parsed.host).split(".")
    joined = (
        ".".join((*labels[:i], f"{labels[i]}x{labels[i + 1]}", *labels[i + 2 :]))
        for i in range(len(labels) - 1)
    )
    hosts = map(domain_to_ascii, joined)
    others = [host for host in hosts if registrable_domain(host) != registrable_domain(parsed.host)]
    if others:
        host = next((host for host in others if "." in host), others[0])
        yield Stranger("dot", _with_host(parsed, host), "the page's host with a letter in place of a dot")


def _never_sent(page: str, parsed: ParsedUrl) -> Iterator[Stranger]:
    yield Stranger("upper-case", page.upper(), "the page's origin in capitals", "unsendable")
    yield Stranger("slash", f"{page}/", "the page's origin with a slash at its end", "unsendable")
    user = f"{parsed.scheme}://{parsed.host}@evil.test"
    yield Stranger("userinfo", user, "the page's host as a user name", "unsendable")


def _from_code(facts: Facts) -> Iterator[Stranger]:
    for number, one in enumerate(outsiders_in_code(facts), 1):
        if number > MOST_FROM_CODE:
            return
        says = f"what the check in {one.check.place or 'the code'} also takes"
        yield Stranger(f"code-{number}", one.origin, says, place=one.check.place)


def _listed(facts: Facts, page: str) -> Iterator[Stranger]:
    """Origins that the code allows by name: what they are answered shows whether a cache mixes answers up."""
    by_hand = (each.text for each in entries_in_code(facts) if each.kind == "is")
    every = dict.fromkeys((*facts.items("configured_origins"), *by_hand))
    named = (each for each in every if serialize_origin(each) == each != page)
    for number, origin in enumerate((each for each in named if each != "null"), 1):
        if number > _MOST_LISTED:
            return
        yield Stranger(f"listed-{number}", origin, "an origin on the code's own list", "neighbor")


def _with_host(parsed: ParsedUrl, host: str) -> str:
    port = "" if parsed.port is None else f":{parsed.port}"
    return f"{parsed.scheme}://{host}{port}"


def _of_other(host: str, other: str) -> Standing:
    return "neighbor" if registrable_domain(host) == registrable_domain(other) else "outsider"
