"""What is nearly a message, beside those that are there letter for letter."""

from __future__ import annotations

from cors_wizard.console.free_lines import free_stretches
from cors_wizard.console.near_messages import NearFinder
from cors_wizard.console.reading import ConsoleMessage

_PLENTY = 100
"""Beside so many messages nobody looks for damaged ones."""


def with_damaged(text: str, exact: tuple[ConsoleMessage, ...], finder: NearFinder) -> list[ConsoleMessage]:
    """All messages in the order of the text, each place once."""
    if len(exact) >= _PLENTY:
        return list(exact)
    near = [
        each
        for each in finder.find(text, free_stretches(text, exact, finder.tells))
        if all(_tells_more(each, other) for other in exact if each.overlaps(other))
    ]
    whole = [each for each in exact if not any(each.overlaps(other) for other in near)]
    return sorted((*whole, *near), key=lambda message: message.span)


def _tells_more(near: ConsoleMessage, exact: ConsoleMessage) -> bool:
    """Whether a message that is probably there says more than the part that is certainly there."""
    same = near.symptom == exact.symptom and len(near.facts) > len(exact.facts)
    return same or exact.role == "cut" or exact.symptom == "preflight-failed"
