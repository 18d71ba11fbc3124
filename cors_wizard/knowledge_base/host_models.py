"""The files of `knowledge/hosts/` as models: whose host a name is, and what its address shows."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated

from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base.models import FactName, Model, Sentence
from cors_wizard.knowledge_base.models.words import NOT_EMPTY, Rule

HostPattern = Annotated[str, Rule(pattern=r"^[a-z0-9*][a-z0-9.*-]{1,120}$")]
"""A host's name in lower case; `*` stands for any characters, dots included."""


def fits(host: str, pattern: HostPattern) -> bool:
    """Whether a host has this name; compared piece by piece, since each start would compile the patterns."""
    head, *pieces = pattern.split("*")
    if not pieces:
        return host == pattern
    *inner, tail = pieces
    if not host.startswith(head) or not host.endswith(tail, len(head)):
        return False
    place, end = len(head), len(host) - len(tail)
    for piece in inner:
        if (found := host.find(piece, place, end)) < 0:
            return False
        place = found + len(piece)
    return True


@dataclass(frozen=True, kw_only=True)
class HostMark(Model):
    """What addresses of some hosts show."""

    hosts: Annotated[tuple[HostPattern, ...], NOT_EMPTY]
    path: str = ""
    """What the rest of the URL has to hold; empty where the host decides."""
    facts: Annotated[dict[FactName, str | int], NOT_EMPTY]
    """What is known where the page requests such an address."""
    redirected: dict[FactName, str | int] = field(default_factory=dict)
    """What is known where a redirect leads there."""
    what: Sentence
    """What is there, in a few words."""
    example: Sentence
    """An address that this mark must match, and match before all others."""

    def matches(self, host: str, rest: str) -> bool:
        """Whether the mark is about this host and the rest of its URL."""
        return self.path in rest and any(fits(host, pattern) for pattern in self.hosts)


@dataclass(frozen=True, kw_only=True)
class WordMark(Model):
    """Words of the pasted text, beside any message, that show a fact."""

    words: Annotated[tuple[Sentence, ...], NOT_EMPTY]
    """Any one of them, as a whole word, in this spelling."""
    facts: Annotated[dict[FactName, str | int], NOT_EMPTY]


@dataclass(frozen=True, kw_only=True)
class HostFile(Model):
    """`hosts/<what>.toml`: the first mark that matches counts."""

    hosts: tuple[HostMark, ...] = ()
    words: tuple[WordMark, ...] = ()
