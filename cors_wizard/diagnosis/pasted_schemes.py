"""Who made an address with `http://`: the page writes `https://`, or a redirect leads down. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard.urls import parse_url

_QUOTED = re.compile(r"[\"'`](https://[^\s\"'`<>]{1,500})[\"'`]")
_REDIRECT = re.compile(
    r"\b30[12378]\b[^\n]{0,120}\blocation\W{1,4}(http://[^\s\"'`<>,)]{1,500})", re.IGNORECASE
)
_REDIRECTED = re.compile(r"(?<!: )\b(https://[^\s\"'`<>,)]{1,500})\W{1,4}(?:\w{1,10}\W{1,3})?30[12378]\b")
"""A line of the Network panel or the console: the page asked for `https://`, and was redirected."""
_MIXED = "mixed-content"


def facts_of_schemes(prose: str, told: Facts) -> Iterator[Fact]:
    """The fact `redirect_leads` or `http_written` of an insecure request.

    Args:
        prose: the text without its messages.
        told: what they tell.
    """
    asked = parse_url(told.text("url") or "")
    if told.text("symptom") != _MIXED or asked is None or asked.scheme != "http":
        return
    for found in _REDIRECT.finditer(prose):
        if (target := parse_url(found[1])) and target.host == asked.host:
            yield Fact("redirect_leads", "down-to-http", "pasted", found[0])
            return
    for found in _REDIRECTED.finditer(prose):
        if (first := parse_url(found[1])) and first.host == asked.host:
            yield Fact("redirect_leads", "down-to-http", "pasted", found[0])
            return
    for found in _QUOTED.finditer(prose):
        if (written := parse_url(found[1])) and written.host == asked.host:
            yield Fact("http_written", "answer", "pasted", found[0])
            return
