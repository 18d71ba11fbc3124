"""What a fact's name means and which values it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from cors_wizard.frozen import dataclass

FactKind = Literal["text", "number", "choice", "list"]


@dataclass(frozen=True)
class FactSpec:
    """What a fact's name means and which values it takes."""

    name: str
    kind: FactKind
    meaning: str
    """A noun phrase that completes "I know ..."; shown to the user."""
    choices: tuple[str, ...] = ()
    """For a choice: every value that it can have."""
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    """For a choice: how users see a value whose id does not say it."""
