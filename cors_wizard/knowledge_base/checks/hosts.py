"""Marks of hosts: each matches its own example, and none stands behind one that takes it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from cors_wizard.errors import Problem
from cors_wizard.knowledge_base.checks.complain import complain
from cors_wizard.knowledge_base.host_models import HostMark
from cors_wizard.knowledge_base.knowledge import Knowledge


def host_problems(knowledge: Knowledge) -> Iterator[Problem]:
    """Every mark whose example is not its own."""
    marks = [
        (("hosts", number, "hosts", index), mark)
        for number, file in enumerate(knowledge.hosts)
        for index, mark in enumerate(file.hosts)
    ]
    for place, mark in marks:
        taken = next((each for _, each in marks if _matches(each, mark.example)), None)
        if taken is not mark:
            told = f"Its example is taken by the mark of {taken.what}." if taken else "It misses its example."
            yield complain(knowledge, (*place, "example"), told, "Correct the pattern, or put it further up.")


def _matches(mark: HostMark, url: str) -> bool:
    parts = urlsplit(url)
    return mark.matches(parts.hostname or "", f"{parts.path}?{parts.query}" if parts.query else parts.path)
