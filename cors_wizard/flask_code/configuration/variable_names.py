"""Tells names of variables that mean one thing: `CORS_ORIGIN` in one file, `CORS_ORIGINS` in the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned

_WITHOUT_MEANING = frozenset({"flask", "app", "cors", "allow", "allowed"})
_WHOLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")


def are_alike(one: str, other: str) -> bool:
    """Whether two different names are made of the same words, but for number and words that tell nothing."""
    return one != other and bool(_words(one)) and _words(one) == _words(other)


def is_like_one(name: str, names: Iterable[str]) -> bool:
    """Whether a name means the same as one of these."""
    return any(are_alike(name, each) for each in names)


def _words(name: str) -> frozenset[str]:
    words = {word.lower() for word in name.split("_") if word}
    return frozenset(word.removesuffix("s") for word in (words - _WITHOUT_MEANING) or words)


def one_variable(names: Mapping[str, tuple[str, str]]) -> Iterator[Fact]:
    """The environment variable that the origins are taken from, where it is a single one.

    Args:
        names: each variable, with the place and the line where it gets to the origins.
    """
    for name, (where, says) in names.items() if len(names) == 1 else ():
        if _WHOLE.fullmatch(name):
            yield scanned("origins_variable", name, where, says)
