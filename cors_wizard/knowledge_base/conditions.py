"""Conditions of knowledge files: does a pattern hold for a fact's value?

Patterns: a literal (compared without case), a number range `500-599`, a version range `>=3.0.8,<4`, a
beginning `access-control-*`, `known`, `unknown`, `*` for any value, and `=*` for the star itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cors_wizard.facts import NOT_SURE, Facts, FactValue

if TYPE_CHECKING:
    from cors_wizard.knowledge_base.models import Cause

_RANGE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_COMPARISON = re.compile(r"(>=|<=|==|!=|>|<)([0-9]+(?:\.[0-9]+){0,3})")


def holds(when: Mapping[str, tuple[str, ...]], facts: Facts) -> bool:
    """Whether every fact named in the condition has one of its patterns."""
    return all(matches_any(patterns, _value(facts, name)) for name, patterns in when.items())


def summary_of(cause: Cause, facts: Facts) -> str:
    """The cause's sentence for these facts, its placeholders as they are."""
    return next((each.text for each in cause.summaries if holds(each.when, facts)), cause.summary)


def matches_any(patterns: tuple[str, ...], value: FactValue | None) -> bool:
    """Whether one of the patterns holds for the value; None stands for a fact that is unknown."""
    return any(matches(pattern, value) for pattern in patterns)


def matches(pattern: str, value: FactValue | None) -> bool:
    """Whether one pattern holds for the value; of a list, for one of its items."""
    if pattern in ("known", "unknown"):
        return (value is not None) == (pattern == "known")
    if value is None:
        return False
    if isinstance(value, tuple):
        return any(matches(pattern, item) for item in value)
    if (span := _RANGE.fullmatch(pattern)) and isinstance(value, int):
        return int(span[1]) <= value <= int(span[2])
    if is_version_range(pattern):
        return version_in(str(value), pattern)
    if pattern.startswith("="):
        return str(value) == pattern[1:]
    if pattern.endswith("*"):
        return str(value).lower().startswith(pattern[:-1].lower())
    return str(value).lower() == pattern.lower()


def is_version_range(pattern: str) -> bool:
    """Whether the pattern is a list of comparisons such as `>=3.0.8,<4`."""
    return all(_COMPARISON.fullmatch(part.strip()) for part in pattern.split(","))


def version_in(version: str, wanted: str) -> bool:
    """Whether a version satisfies every comparison; a text that is no version satisfies none."""
    mine = _version(version)
    comparisons = (_COMPARISON.fullmatch(part.strip()) for part in wanted.split(","))
    return mine is not None and all(each and _compare(mine, each[1], each[2]) for each in comparisons)


def _compare(mine: tuple[int, ...], operator: str, wanted: str) -> bool:
    other = _version(wanted) or ()
    width = max(len(mine), len(other))
    left, right = (part + (0,) * (width - len(part)) for part in (mine, other))
    return {
        ">=": left >= right,
        "<=": left <= right,
        "==": left == right,
        "!=": left != right,
        ">": left > right,
        "<": left < right,
    }[operator]


def _version(text: str) -> tuple[int, ...] | None:
    numbers = re.match(r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,3}", text.strip())
    return tuple(int(part) for part in numbers[0].split(".")) if numbers else None


def _value(facts: Facts, name: str) -> FactValue | None:
    fact = facts.get(name)
    return None if fact is None or fact.value == NOT_SURE else fact.value
