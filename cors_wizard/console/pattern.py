"""What the console room needs to know of one console message: the plain form of a knowledge entry.

`knowledge_base` makes these from the files under `knowledge/messages/`, so that this room needs no pydantic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from cors_wizard.facts import Symptom
from cors_wizard.frozen import dataclass

Engine = Literal["chromium", "firefox", "webkit", "edgehtml", "javascript", "server"]
Role = Literal["verdict", "wrapper", "companion", "neighbor", "warning", "log", "cut"]


@dataclass(frozen=True)
class MessagePattern:
    """One message that a browser, a JavaScript library or a server prints."""

    id: str
    engine: Engine
    symptom: Symptom
    role: Role
    lang: str
    template: str
    facts: Mapping[str, str | int] = field(default_factory=dict)
    """Facts that the message states without a placeholder."""
    causes: tuple[str, ...] = ()
    """Causes that the text alone leaves possible, likeliest first."""
    says: str = ""
    """What the message means and does not mean, in one sentence."""
    alone: bool = False
    """Whether words behind it on its line make it something else, as in `Failed to fetch the archive`."""
    words: tuple[tuple[str, ...], ...] = ()
    """Groups of phrases: a sentence with one of each tells the message, which `said_words` reads."""
    claims: tuple[tuple[str, ...], ...] = ()
    """Ways to say it clause by clause, each a list of claims, which `said_claims` reads."""
    unless: tuple[str, ...] = ()
    """Phrases that, anywhere in the text, make those words and claims tell nothing."""
    told: bool = False
    """Whether people tell it in words of their own, which `said_statuses` reads."""


def names_in(claim: str) -> set[str]:
    """The names that a claim speaks of."""
    return {name.lstrip("!~") for word in claim.split() for name in word.split("|")}
