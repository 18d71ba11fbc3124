"""Chooses, for each request, the line that a page's author would point at.

A request inside a wrapper is followed from every place that calls the wrapper. Where such a place settles
more (the path, the method, an option), it is the call; where it adds nothing, the wrapper's own line is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from cors_wizard.page_code.evaluation.run import Sending
from cors_wizard.page_code.libraries.settle import settle
from cors_wizard.page_code.page_call import PageCall, Span
from cors_wizard.page_code.sources.syntax import Place

_HOLE = re.compile(r"\{[^{}]*\}|\d+")

Sites = tuple[Place, ...]
Found = dict[Sites, tuple[PageCall, ...]]


def select_calls(sendings: Iterable[Sending]) -> tuple[PageCall, ...]:
    """The calls of a page in the order of its files and lines."""
    found = _settled(sendings)
    children = _children(found)
    chosen: list[PageCall] = []
    for sites in found:
        if len(sites) == 1:
            chosen += _best(sites, found, children)
    return in_order(_without_doubles(chosen))


def in_order(calls: Iterable[PageCall]) -> tuple[PageCall, ...]:
    """By file and line."""
    return tuple(sorted(calls, key=lambda call: (call.file, call.line, call.spans[0].start)))


def _without_doubles(calls: Iterable[PageCall]) -> Iterable[PageCall]:
    """What one line sends in the same way, by two ways or in two rounds, is one call."""
    first: dict[PageCall, PageCall] = {}
    for call in calls:
        names = tuple((name.lower(), "") for name, _ in call.headers)
        key = replace(call, spans=call.spans[:1], headers=names)
        first[key] = _both(first[key], call) if key in first else call
    return first.values()


def _by_condition(calls: Iterable[PageCall]) -> Iterable[PageCall]:
    """What one chain of calls sends in two ways, by a client of which a condition chooses, is one call."""
    first: dict[PageCall, PageCall] = {}
    for call in calls:
        key = replace(call, spans=call.spans[:1], headers=(), sometimes=())
        first[key] = _both(first[key], call) if key in first else call
    return first.values()


def _both(call: PageCall, other: PageCall) -> PageCall:
    """Two calls that differ in their headers at most; a value that differs isn't fixed."""
    ways = [{name.lower(): (name, value) for name, value in each.headers} for each in (call, other)]
    every = {**ways[1], **ways[0]}
    fixed = {key: all(way.get(key, every[key])[1] == every[key][1] for way in ways) for key in every}
    headers = tuple((name, value if fixed[key] else "") for key, (name, value) in every.items())
    left_out = (name for key, (name, _) in every.items() if any(key not in way for way in ways))
    sometimes = {name.lower(): name for name in (*call.sometimes, *other.sometimes, *left_out)}
    return replace(call, headers=headers, sometimes=tuple(sometimes.values()))


def _settled(sendings: Iterable[Sending]) -> Found:
    """Every chain of calls with what it comes to; a chain whose end alone was seen is added."""
    found: dict[Sites, list[PageCall]] = defaultdict(list)
    for sending in sendings:
        draft = sending.draft()
        if draft is not None:
            found[sending.sites] += settle(draft, sending.sites[-1])
    for sites in list(found):
        for start in range(1, len(sites)):
            found.setdefault(sites[start:], [])
    return {sites: _without_strangers(_by_condition(calls)) for sites, calls in found.items()}


def _without_strangers(calls: Iterable[PageCall]) -> tuple[PageCall, ...]:
    """Where a line is known to request something, it isn't said as well that it may request anything."""
    distinct = tuple(dict.fromkeys(calls))
    return tuple(call for call in distinct if "url" not in call.uncertain) or distinct


def _children(found: Found) -> dict[Sites, list[Sites]]:
    children: dict[Sites, list[Sites]] = defaultdict(list)
    for sites in found:
        if len(sites) > 1:
            children[sites[1:]].append(sites)
    return children


def _best(sites: Sites, found: Found, children: dict[Sites, list[Sites]]) -> list[PageCall]:
    """The calls of a chain, or those of the longer chains that settle more."""
    own = found[sites]
    longer = [(each, _best(each, found, children)) for each in children[sites]]
    if own and not any(_settle_more(calls, own) for _, calls in longer):
        return [_at(call, sites) for call in own]
    # Beside callers that settle more, one that knows nothing of the URL says nothing new.
    return [call for _, calls in longer for call in calls if not own or "url" not in call.uncertain]


def _at(call: PageCall, sites: Sites) -> PageCall:
    """The call at the first place of its chain; what the library is given stays where it is written."""
    site = sites[0]
    spans = tuple(
        Span("call", site.file, site.start, site.end) if span.name == "call" else span for span in call.spans
    )
    return replace(call, file=site.file, line=site.line, spans=spans)


def _settle_more(calls: Iterable[PageCall], own: tuple[PageCall, ...]) -> bool:
    known = {_signature(call) for call in own}
    found = [(_signature(call), len(call.uncertain)) for call in calls]
    doubts = max((len(call.uncertain) for call in own), default=0)
    # A caller that says which of several it wants settles more, too.
    chooses = bool(found) and {signature for signature, _ in found} < known
    return chooses or any(each not in known and number <= doubts for each, number in found)


def _signature(call: PageCall) -> tuple[object, ...]:
    names = frozenset(name.lower() for name, _ in call.headers)
    url = _HOLE.sub("{}", call.url)
    return call.method, url, names, call.credentials, call.mode, call.body, call.uncertain
