"""Known values, each with its source, and immutable sets of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Literal, get_args

from cors_wizard.frozen import dataclass

FactValue = str | int | tuple[str, ...]
Source = Literal["assumed", "scanned", "pasted", "recorded", "probed", "answered"]

NOT_SURE = "not-sure"
"""The value that an answered fact has when the user could not tell; every question has a branch for it."""

CORRECTED = "corrected by you"
"""The evidence of a fact that overrules what was found."""

_RANK: dict[Source, int] = {source: rank for rank, source in enumerate(get_args(Source))}


@dataclass(frozen=True)
class Fact:
    """One known value and where it came from."""

    name: str
    value: FactValue
    source: Source
    evidence: str = ""
    """What it was read from, in words: the pasted line, the probe, the file and line."""
    span: tuple[int, int] | None = field(default=None, compare=False)
    """For a pasted fact: the characters of the pasted text that it was read from."""

    @property
    def is_known(self) -> bool:
        """Whether anything showed it; what is only assumed is not known."""
        return self.source != "assumed"

    @property
    def shown(self) -> str:
        """The value as one line of plain text."""
        return ", ".join(self.value) if isinstance(self.value, tuple) else str(self.value)


@dataclass(frozen=True)
class Facts:
    """An immutable set of facts, one for each name; a better source replaces a poorer one.

    What the user answered outranks what a probe saw, then a recording, the pasted text and the scan.
    What is only assumed ranks last: iterating shows it, and every look-up but `guess` takes it for unknown,
    so that nothing rests on it.
    """

    by_name: Mapping[str, Fact] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Facts:
        """The facts in order: of two with one name the better source wins, of equal sources the first."""
        merged: dict[str, Fact] = {}
        for fact in facts:
            known = merged.get(fact.name)
            if known is None or _RANK[fact.source] > _RANK[known.source]:
                merged[fact.name] = fact
        return cls(merged)

    def also(self, facts: Iterable[Fact]) -> Facts:
        """These facts and more, by the rule of `of`."""
        return Facts.of((*self, *facts))

    def replacing(self, *facts: Fact) -> Facts:
        """These facts with some set, whatever their source was."""
        return Facts({**self.by_name, **{fact.name: fact for fact in facts}})

    def without(self, *names: str) -> Facts:
        """These facts less some."""
        return Facts({name: fact for name, fact in self.by_name.items() if name not in names})

    def get(self, name: str) -> Fact | None:
        """The fact of that name, or None where nothing showed it."""
        fact = self.by_name.get(name)
        return fact if fact and fact.is_known else None

    def guess(self, name: str) -> Fact | None:
        """The fact of that name, even where it is only assumed: enough to start a probe, and nothing else."""
        return self.by_name.get(name)

    def text(self, name: str) -> str | None:
        """The value of a text or choice fact; None where it is unknown or the user was not sure."""
        fact = self.get(name)
        return fact.value if fact and isinstance(fact.value, str) and fact.value != NOT_SURE else None

    def number(self, name: str) -> int | None:
        """The value of a number fact, or None."""
        fact = self.get(name)
        return fact.value if fact and isinstance(fact.value, int) else None

    def items(self, name: str) -> tuple[str, ...]:
        """The value of a list fact; empty where it is unknown."""
        fact = self.get(name)
        return fact.value if fact and isinstance(fact.value, tuple) else ()

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.by_name.values())

    def __len__(self) -> int:
        return len(self.by_name)
