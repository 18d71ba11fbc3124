"""Origins that a check lets in although nobody meant them: those whose owner anybody can become."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from cors_wizard.fetch_standard import serialize_origin
from cors_wizard.fetch_standard.site import registrable_domain
from cors_wizard.fetch_standard.trust import is_local
from cors_wizard.fetch_standard.urls import parse_url
from cors_wizard.frozen import dataclass
from cors_wizard.origin_patterns.checks import OriginCheck
from cors_wizard.origin_patterns.matching import takes
from cors_wizard.origin_patterns.samples import Sample, samples

Hole = Literal["open-end", "open-start", "dot", "wildcard", "scheme"]
"""What lets an outsider in: nothing anchors the end or the beginning, an unescaped dot, a part that anybody
can fill in, or HTTP, where anybody on the way can write the page."""

_URL = re.compile(r"https?://[a-zA-Z0-9.:-]{1,260}")
_MOST_CUT = 20
_MOST_SHOWN = 2
_TAILS: tuple[tuple[str, Hole], ...] = (
    ("", "wildcard"),
    (".evil.test", "open-end"),
    ("x.evil.test", "open-end"),
    ("0", "open-end"),
)
_HEADS: tuple[tuple[str, Hole], ...] = (
    ("", "wildcard"),
    ("https://evil", "open-start"),
    ("https://evil.", "open-start"),
)


@dataclass(frozen=True)
class Outsider:
    """An origin that a check lets in, and that somebody else can own."""

    origin: str
    hole: Hole
    check: OriginCheck


def outsiders(check: OriginCheck) -> tuple[Outsider, ...]:
    """Origins of other people that a check lets in, one for each hole; empty for a sound check."""
    by_hole: dict[Hole, Outsider] = {}
    for found in _all(check):
        known = by_hole.get(found.hole)
        # Nobody can register a name of one label, so another one is the better example.
        if known is None or (_labels(known.origin) < 2 <= _labels(found.origin)):
            by_hole[found.hole] = found
    return tuple(by_hole.values())[:_MOST_SHOWN]


def example_of(check: OriginCheck) -> str:
    """An origin that a pattern lets in, as a browser sends it; empty where none is found."""
    if check.pattern is None:
        return ""
    texts = samples(check.pattern, starts_open=check.starts_open, ends_open=check.ends_open)
    return next((each.text for each in texts if serialize_origin(each.text) == each.text != "null"), "")


def http_twin_of(check: OriginCheck) -> str:
    """An origin over plain HTTP that a check takes beside the same host's over HTTPS; empty for none."""
    pattern = check.pattern
    found = samples(pattern, starts_open=check.starts_open, ends_open=check.ends_open) if pattern else ()
    texts = (text for sample in found for text, _, _ in _written(sample) if text.startswith("http"))
    both = ((f"http://{rest}", f"https://{rest}") for _, _, rest in (each.partition("://") for each in texts))
    sent = (each for each, secure in both if takes(check, each) and takes(check, secure))
    is_page = (each for each in sent if serialize_origin(each) == each)
    return next((each for each in is_page if (page := parse_url(each)) and not is_local(page.host)), "")


def _labels(origin: str) -> int:
    parsed = parse_url(origin)
    return len(parsed.host.split(".")) if parsed else 0


def _all(check: OriginCheck) -> Iterator[Outsider]:
    if check.kind == "within":
        yield from _cut_out(check)
    if check.kind == "made":
        yield from _made(check)
    if check.kind == "host" and not is_local(check.text.partition(":")[0]):
        yield Outsider(f"http://{check.text.lower()}", "scheme", check)
    pattern = check.pattern
    if pattern is None:
        return
    for sample in samples(pattern, starts_open=check.starts_open, ends_open=check.ends_open):
        for origin, free, hole in _written(sample):
            if _is_anybodys(origin, free):
                yield Outsider(origin, hole, check)


def _cut_out(check: OriginCheck) -> Iterator[Outsider]:
    """Listed origins without their last letter or label: they are in the text, too."""
    listed = [origin for each in _URL.findall(check.text) if (origin := serialize_origin(each)) != "null"]
    owned = {registrable_domain(parsed.host) for each in listed if (parsed := parse_url(each))}
    for origin in listed[:_MOST_CUT]:
        for shorter in (origin.rpartition(".")[0], origin[:-1]):
            parsed = parse_url(shorter)
            is_sent = (
                parsed is not None and serialize_origin(shorter) == shorter and not is_local(parsed.host)
            )
            if is_sent and parsed and registrable_domain(parsed.host) not in owned:
                yield Outsider(shorter, "wildcard", check)


def _made(check: OriginCheck) -> Iterator[Outsider]:
    """What comes to the listed text in another way, and is another's."""
    if check.made is None:
        return
    listed = check.made.text
    own = parse_url(listed if "://" in listed else f"https://{listed}")
    for origin in check.made.origins():
        parsed = parse_url(origin)
        if not own or not parsed or serialize_origin(origin) != origin or is_local(parsed.host):
            continue
        if parsed.host == own.host and parsed.scheme == "http" != own.scheme:
            yield Outsider(origin, "scheme", check)
        elif registrable_domain(parsed.host) != registrable_domain(own.host) and _has_domain(parsed.host):
            yield Outsider(origin, "wildcard", check)


def _has_domain(host: str) -> bool:
    """Whether somebody can have registered it."""
    return "." in host and all(host.split("."))


def _written(sample: Sample) -> Iterator[tuple[str, tuple[bool, ...], Hole]]:
    """The sample, and what it becomes with something before or after it."""
    dotted: Hole = "dot" if "x" in _free_singles(sample) else "wildcard"
    for head, head_hole in _HEADS if sample.starts_open else _HEADS[:1]:
        for tail, tail_hole in _TAILS if sample.ends_open else _TAILS[:1]:
            text = f"{head}{sample.text}{tail}"
            free = (*[True] * len(head), *sample.free, *[True] * len(tail))
            hole = tail_hole if tail else head_hole if head else dotted
            yield text, free, hole


def _free_singles(sample: Sample) -> str:
    """The free characters that stand alone between spelled-out ones."""
    free = (False, *sample.free, False)
    return "".join(
        char for at, char in enumerate(sample.text) if free[at + 1] and not free[at] and not free[at + 2]
    )


def _is_anybodys(origin: str, free: tuple[bool, ...]) -> bool:
    """Whether browsers can send it, and the part that one owner has is not spelled out by the check."""
    parsed = parse_url(origin)
    if parsed is None or not parsed.is_http or serialize_origin(origin) != origin or is_local(parsed.host):
        return False
    if not all(parsed.host.split(".")):
        return False
    start = len(parsed.scheme) + 3
    end = start + len(parsed.host)
    owned = registrable_domain(parsed.host)
    return any(free[end - len(owned) : end])
