"""A few values that stand for all that a fact can have, as far as the patterns in use can tell them apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from cors_wizard.facts import DECLARED, FactSpec, FactValue
from cors_wizard.knowledge_base.conditions import is_version_range, matches
from cors_wizard.knowledge_base.knowledge import Knowledge

SOMETHING_ELSE = "something else"
"""A text that no pattern names."""

_NUMBER = re.compile(r"[0-9]{1,9}")
_VERSION = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,3}")
_OPERATOR = re.compile(r"[<>!~^]|=[<>=]")


def known_specs(knowledge: Knowledge) -> Mapping[str, FactSpec]:
    """Every fact that there is: declared in code, or by a question that brings its own choices."""
    own = {
        node.fact: FactSpec(node.fact, "choice", node.text, tuple(node.choices))
        for node in knowledge.nodes.values()
        if node.choices
    }
    return {**own, **DECLARED}


def samples(spec: FactSpec, patterns: Iterable[str]) -> frozenset[FactValue]:
    """Values of the fact: one at least for every way in which the patterns can come out."""
    if spec.kind == "choice":
        return frozenset(spec.choices)
    if spec.kind == "number":
        return frozenset(_numbers(patterns))
    texts = frozenset(_texts(patterns))
    return frozenset((text,) for text in texts) if spec.kind == "list" else frozenset(texts)


def pattern_fault(spec: FactSpec, pattern: str) -> str:
    """Why the pattern can never hold for the fact; empty where it can."""
    if pattern in ("*", "known", "unknown"):
        return ""
    if _OPERATOR.match(pattern) and not is_version_range(pattern):
        return "not a list of comparisons such as >=3.0.8,<4"
    if spec.kind == "choice" and not any(matches(pattern, choice) for choice in spec.choices):
        return f"not a value of {spec.name}, which is one of: {', '.join(spec.choices)}"
    if spec.kind == "number" and not re.fullmatch(r"[0-9]{1,9}(-[0-9]{1,9})?", pattern):
        return "" if is_version_range(pattern) else f"neither a number nor a range, which {spec.name} needs"
    return ""


def _numbers(patterns: Iterable[str]) -> Iterator[int]:
    """Every number that a pattern names, and its neighbors: between two of them nothing changes."""
    yield from (0, 999)
    for pattern in patterns:
        for number in map(int, _NUMBER.findall(pattern)):
            yield from (max(0, number - 1), number, number + 1)


def _texts(patterns: Iterable[str]) -> Iterator[str]:
    yield SOMETHING_ELSE
    for pattern in patterns:
        if is_version_range(pattern):
            for version in _VERSION.findall(pattern):
                yield from ("0", version, f"{version}.1", _version_before(version))
        elif pattern.startswith("="):
            yield pattern[1:]
        elif pattern not in ("*", "known", "unknown"):
            yield pattern.removesuffix("*")


def _version_before(version: str) -> str:
    *head, last = version.split(".")
    if int(last):
        return ".".join((*head, str(int(last) - 1)))
    return f"{_version_before('.'.join(head))}.999999" if head else "0"
