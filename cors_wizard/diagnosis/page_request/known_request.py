"""Puts together what message, page code and view tell of the request, and names what does not agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cors_wizard.diagnosis.page_request.from_calls import facts_of_calls, places
from cors_wizard.diagnosis.page_request.from_message import facts_of_message
from cors_wizard.diagnosis.page_request.from_view import View, facts_of_views, own_methods, views_of
from cors_wizard.diagnosis.page_request.matching import Matched, match_calls
from cors_wizard.facts import Fact, Facts
from cors_wizard.page_code import PageCall, PageCode


@dataclass(frozen=True)
class RequestFindings:
    """What was found about the page's request."""

    facts: tuple[Fact, ...] = ()
    """Known ones, and assumed ones where something only suggests a value."""
    calls: tuple[PageCall, ...] = ()
    """The calls of the page's code that may have made it."""
    contradictions: tuple[str, ...] = ()
    """Sentences; plain text."""
    route_methods: tuple[str, ...] = ()
    """What the routes of this URL take."""


def read_request(facts: Facts, page: PageCode, views: Sequence[View] = ()) -> RequestFindings:
    """What the message, the page's code and the view tell of the request, the best source first."""
    told = tuple(facts_of_message(facts))
    facts = facts.also(told)
    matched = match_calls(page.calls, facts)
    of_page = tuple(facts_of_calls(matched))
    facts = facts.also(of_page)
    meant = views_of(views, facts)
    of_view = tuple(facts_of_views(meant, facts))
    contradictions = (*matched.contradictions, *_against_view(matched, meant))
    return RequestFindings((*told, *of_page, *of_view), matched.calls, contradictions, own_methods(meant))


def _against_view(matched: Matched, views: Sequence[View]) -> Iterator[str]:
    methods = own_methods(views)
    sent = {call.method for call in matched.calls if call.method and "method" not in call.uncertain}
    if matched.is_sure and methods and sent and not sent & {*methods, "HEAD", "OPTIONS"}:
        yield (
            f"The page sends {' or '.join(sorted(sent))} ({places(matched.calls)}), "
            f"but the route takes {' or '.join(methods)} ({views[0].where})."
        )
