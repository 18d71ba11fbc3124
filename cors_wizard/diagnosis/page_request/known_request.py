"""Puts together what message, page code and view tell of the request, and names what does not agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cors_wizard.diagnosis.page_request.against_view import against_view
from cors_wizard.diagnosis.page_request.api_calls import calls_to_api, facts_of_api
from cors_wizard.diagnosis.page_request.dev_proxies import about_bypassed
from cors_wizard.diagnosis.page_request.from_calls import (
    alternatives,
    facts_of_calls,
    places,
    url_of_calls,
    variable_of_calls,
)
from cors_wizard.diagnosis.page_request.from_frames import places_in
from cors_wizard.diagnosis.page_request.from_message import facts_of_message
from cors_wizard.diagnosis.page_request.from_view import (
    View,
    facts_of_views,
    may_take,
    own_headers,
    own_methods,
    views_of,
    wanted_headers,
)
from cors_wizard.diagnosis.page_request.matching import match_calls, may_have
from cors_wizard.diagnosis.page_request.traces import with_traces
from cors_wizard.diagnosis.page_request.which_page import of_this_page
from cors_wizard.facts import Fact, Facts
from cors_wizard.frozen import dataclass

if TYPE_CHECKING:
    from cors_wizard.page_code import DevProxy, PageCall


@dataclass(frozen=True)
class RequestFindings:
    """What was found about the page's request."""

    facts: tuple[Fact, ...] = ()
    """Known ones, and assumed ones where something only suggests a value."""
    calls: tuple[PageCall, ...] = ()
    """The calls of the page's code that may have made it."""
    contradictions: tuple[str, ...] = ()
    """Sentences; plain text."""
    api_calls: tuple[PageCall, ...] = ()
    """All calls of the page's code to this API."""
    route_methods: tuple[str, ...] = ()
    """What the routes of this URL take."""
    alternatives: tuple[Facts, ...] = ()
    """What each of the calls sends, where one of them is the request; empty where it may be another."""


def read_request(
    facts: Facts,
    calls: Sequence[PageCall],
    proxies: Sequence[DevProxy] = (),
    views: Sequence[View] = (),
    text: str = "",
    served: Sequence[tuple[str, str]] = (),
) -> RequestFindings:
    """What the message, the page's code and the view tell of the request, the best source first.

    The places of code that the pasted `text` names choose among the page's calls, and so do the origins at
    which the folders of several pages are `served`.
    """
    told = tuple(facts_of_message(facts))
    facts = facts.also(told)
    calls = of_this_page(with_traces(calls, facts), facts, served)
    matched = match_calls(calls, facts, proxies, places_in(text))
    urls = tuple(url_of_calls(matched, facts, proxies))
    meant = views_of(views, facts.also(urls))
    unseen = tuple(unseen_headers(matched.calls, meant))
    if unseen:
        # The view shows that the page's code does more than was read of it.
        matched = replace(matched, more_headers=True)
    of_page = (*facts_of_calls(matched), *urls)
    facts = facts.also(of_page)
    of_view = tuple(facts_of_views(meant, facts))
    of_page = tuple(_with_more(fact, of_view) for fact in of_page)
    contradictions = (*matched.contradictions, *against_view(matched, meant, facts), *unseen)
    others = calls_to_api(calls, matched.calls, facts)
    found = (
        *told,
        *of_page,
        *of_view,
        *facts_of_api(others),
        *facts_of_wants(meant, others),
        *variable_of_calls(matched.calls, calls),
        *about_bypassed(facts, matched.calls, calls, proxies),
    )
    return RequestFindings(
        found, matched.calls, contradictions, others, own_methods(meant), alternatives(matched)
    )


def _with_more(fact: Fact, of_view: Sequence[Fact]) -> Fact:
    """A list of headers that may hold more, with those that the view reads: what a question begins with."""
    wanted = next((each for each in of_view if each.name == fact.name == "request_headers"), None)
    if wanted is None or fact.is_known or not isinstance(fact.value, tuple):
        return fact
    named = {item.partition(":")[0].strip().lower() for item in fact.value}
    more = wanted.value if isinstance(wanted.value, tuple) else ()
    added = tuple(name for name in more if name.lower() not in named)
    return replace(fact, value=(*fact.value, *added)) if added else fact


def facts_of_wants(views: Sequence[View], calls: Sequence[PageCall]) -> Iterator[Fact]:
    """Where the page's code was not found: the headers that the views of this URL read."""
    names = tuple(dict.fromkeys(name for view in views for name in wanted_headers(view)))
    if names and not calls:
        yield Fact("page_headers", names, "scanned", ", ".join(view.where for view in views))


def unseen_headers(calls: Sequence[PageCall], views: Sequence[View]) -> Iterator[str]:
    """Sentences: which header the view of these calls reads that the page's code does not show."""
    methods = {call.method for call in calls}
    for view in views if calls and not any("headers" in call.uncertain for call in calls) else ():
        if "" in methods or may_take(view, methods):
            for name in own_headers(view):
                if not any(may_have(call, name.lower()) for call in calls):
                    yield (
                        f"The route reads the header {name} ({view.where}), "
                        f"but the page's code doesn't show it ({places(calls)})."
                    )
