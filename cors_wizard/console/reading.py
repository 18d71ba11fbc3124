"""What was understood of a pasted text, as plain frozen data."""

from __future__ import annotations

from dataclasses import field

from cors_wizard.console.pattern import Engine, Role
from cors_wizard.facts import Fact, Facts, Symptom
from cors_wizard.frozen import dataclass

Span = tuple[int, int]
"""Start and end in the pasted text, in characters."""
MOST_OF_PROSE = 200_000
"""So many characters are searched for what people say in their own words."""


@dataclass(frozen=True)
class ConsoleMessage:
    """One message that was recognized."""

    pattern_id: str
    engine: Engine
    symptom: Symptom
    role: Role
    text: str
    """The message as it was pasted."""
    line: int
    """The line it begins on, from 1."""
    span: Span
    facts: tuple[Fact, ...]
    causes: tuple[str, ...] = ()
    says: str = ""
    path: str = ""
    """The path in an access log's line, which has no whole URL."""
    repeats: tuple[Span, ...] = ()
    """Where else the very same message stands, in the order of the text."""
    told: bool = False
    """Whether somebody tells it in words of their own, in a sentence that may tell more."""
    certainty: float = 1.0
    """1 where the message is there letter for letter; less where the text only resembles it."""

    def overlaps(self, other: ConsoleMessage) -> bool:
        """Whether both have a character of the text."""
        return self.span[0] < other.span[1] and other.span[0] < self.span[1]

    def fact(self, name: str) -> Fact | None:
        """The message's own fact of that name, or None."""
        return next((fact for fact in self.facts if fact.name == name), None)

    @property
    def times(self) -> int:
        """How often the message is in the text."""
        return 1 + len(self.repeats)

    @property
    def url(self) -> str:
        """The URL that the message names, or an empty text."""
        fact = self.fact("url")
        return fact.shown if fact else ""


@dataclass(frozen=True)
class RequestGroup:
    """The messages about one request; the first in `messages` explains the others."""

    url: str
    messages: tuple[ConsoleMessage, ...]
    facts: Facts

    @property
    def leading(self) -> ConsoleMessage:
        """The message that explains the others."""
        return self.messages[0]


@dataclass(frozen=True)
class Reading:
    """A pasted text as it was understood."""

    messages: tuple[ConsoleMessage, ...] = ()
    """In the order of the text."""
    facts: Facts = field(default_factory=Facts)
    """The facts of the leading request, and those of other things in the paste."""
    leading: ConsoleMessage | None = None
    unread: tuple[str, ...] = ()
    """Lines that nothing was read from; the first few of them."""
    looks_like: str = ""
    """For a text without a message: what it seems to be and what to paste instead."""
    requests: tuple[RequestGroup, ...] = ()
    """One group for each request, the leading one first."""
    also_found: tuple[str, ...] = ()
    """What else was recognized beside messages, in words: a copied request, headers, log lines."""
    limit: str = ""
    """For a long text: what was read of its beginning alone."""

    @property
    def is_recognized(self) -> bool:
        """Whether anything of the text was understood."""
        return bool(self.messages) or len(self.facts) > 0
