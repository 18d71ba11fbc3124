"""What an address or a word of the text shows: whose host it is, which platform, which system. Pure.

The marks are knowledge (`knowledge/hosts/`); nothing here knows a host.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cors_wizard.facts import Fact, Facts
from cors_wizard.fetch_standard.urls import parse_url

if TYPE_CHECKING:
    from cors_wizard.knowledge_base import Knowledge
    from cors_wizard.knowledge_base.host_models import HostMark

_MOST_TEXT = 200_000
"""Characters of the pasted text in which words are looked for."""


def marked(knowledge: Knowledge, facts: Facts, text: str = "") -> Iterator[Fact]:
    """The facts that the addresses and words at hand show.

    Args:
        knowledge: has the marks.
        facts: what is known; the URL and a redirect's target are looked at.
        text: what was pasted.
    """
    if found := _mark_of(knowledge, facts.text("redirect_url")):
        yield from _facts(facts.get("redirect_url"), found.redirected)
    if found := _mark_of(knowledge, facts.text("url")):
        yield from _facts(facts.get("url"), found.facts)
    yield from _by_words(knowledge, text[:_MOST_TEXT])


def _mark_of(knowledge: Knowledge, url: str | None) -> HostMark | None:
    target = parse_url(url or "")
    if target is None:
        return None
    every = (mark for file in knowledge.hosts for mark in file.hosts)
    return next((mark for mark in every if mark.matches(target.host, target.rest)), None)


def _facts(shown_by: Fact | None, facts: Mapping[str, str | int]) -> Iterator[Fact]:
    for name, value in facts.items() if shown_by else ():
        assert shown_by is not None
        yield Fact(name, value, shown_by.source, shown_by.evidence or shown_by.shown)


def _by_words(knowledge: Knowledge, text: str) -> Iterator[Fact]:
    for mark in (mark for file in knowledge.hosts for mark in file.words):
        for word in mark.words:
            if word in text and (found := re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)):
                for name, value in mark.facts.items():
                    yield Fact(name, value, "pasted", word, found.span())
                break
