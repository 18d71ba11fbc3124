"""What a monitoring library adds, where the page's code leaves open which address its URLs begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cors_wizard.diagnosis.page_request.api_calls import path_of
from cors_wizard.diagnosis.page_request.url_fit import url_fit
from cors_wizard.facts import Facts
from cors_wizard.fetch_standard import serialize_origin

if TYPE_CHECKING:
    from cors_wizard.page_code import PageCall


def with_traces(calls: Sequence[PageCall], facts: Facts) -> Sequence[PageCall]:
    """The calls with the headers that the requested URL settles; those of other addresses stay open."""
    if not any(call.traced for call in calls):
        return calls
    url = facts.text("url") or ""
    bases = {_begins_with(call) for call in calls if url and url_fit(call.url, url) is not None}
    return tuple(_settled(call, url, bases) if call.traced else call for call in calls)


def _settled(call: PageCall, url: str, bases: set[str]) -> PageCall:
    from cors_wizard.page_code.tracing import sent_to

    if _begins_with(call) in bases:
        is_this = url_fit(call.url, url) is not None
        return sent_to(call, url if is_this else serialize_origin(url) + path_of(call))
    return replace(call, uncertain=tuple(dict.fromkeys((*call.uncertain, "headers"))))


def _begins_with(call: PageCall) -> str:
    """What the code leaves open at the beginning of the URL."""
    return call.url.partition("}")[0] if "{" in call.url else call.url
