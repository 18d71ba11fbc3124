"""Tells names of variables that mean one thing: `CORS_ORIGIN` in one file, `CORS_ORIGINS` in the other."""

from __future__ import annotations

from collections.abc import Iterable

_WITHOUT_MEANING = frozenset({"flask", "app", "cors", "allow", "allowed"})


def are_alike(one: str, other: str) -> bool:
    """Whether two different names are made of the same words, but for number and words that tell nothing."""
    return one != other and bool(_words(one)) and _words(one) == _words(other)


def is_like_one(name: str, names: Iterable[str]) -> bool:
    """Whether a name means the same as one of these."""
    return any(are_alike(name, each) for each in names)


def _words(name: str) -> frozenset[str]:
    words = {word.lower() for word in name.split("_") if word}
    return frozenset(word.removesuffix("s") for word in (words - _WITHOUT_MEANING) or words)
