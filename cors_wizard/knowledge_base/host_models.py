"""The files of `knowledge/hosts/` as models: whose host a name is, and what its address shows."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Annotated

from pydantic import Field, StringConstraints

from cors_wizard.knowledge_base.models import FactName, Model, Sentence

HostPattern = Annotated[str, StringConstraints(pattern=r"^[a-z0-9*][a-z0-9.*-]{1,120}$")]
"""A host's name in lower case; `*` stands for any characters, dots included."""


class HostMark(Model):
    """What addresses of some hosts show."""

    hosts: tuple[HostPattern, ...] = Field(min_length=1)
    path: str = ""
    """What the rest of the URL has to hold; empty where the host decides."""
    facts: dict[FactName, str | int] = Field(min_length=1)
    """What is known where the page requests such an address."""
    redirected: dict[FactName, str | int] = Field(default_factory=dict)
    """What is known where a redirect leads there."""
    what: Sentence
    """What is there, in a few words."""
    example: Sentence
    """An address that this mark must match, and match before all others."""

    def matches(self, host: str, rest: str) -> bool:
        """Whether the mark is about this host and the rest of its URL."""
        return self.path in rest and any(fnmatchcase(host, pattern) for pattern in self.hosts)


class WordMark(Model):
    """Words of the pasted text, beside any message, that show a fact."""

    words: tuple[Sentence, ...] = Field(min_length=1)
    """Any one of them, as a whole word, in this spelling."""
    facts: dict[FactName, str | int] = Field(min_length=1)


class HostFile(Model):
    """`hosts/<what>.toml`: the first mark that matches counts."""

    hosts: tuple[HostMark, ...] = ()
    words: tuple[WordMark, ...] = ()
