"""Console messages: every example is read by its own template, and by no other."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.errors import Problem
from cors_wizard.knowledge_base.checks.complain import complain
from cors_wizard.knowledge_base.knowledge import Knowledge
from cors_wizard.knowledge_base.models import Message


def example_problems(knowledge: Knowledge) -> Iterator[Problem]:
    """Every problem with the examples of the messages; the templates must be sound."""
    for _, message in knowledge.messages:
        for index, example in enumerate(message.examples):
            read = [found.pattern_id for found in knowledge.reader.read(example).messages]
            if read != [message.id]:
                yield _problem(knowledge, message, index, read)


def _problem(knowledge: Knowledge, message: Message, index: int, read: list[str]) -> Problem:
    place = ("messages", message.id, "examples", index)
    number = f"Example {index + 1}"
    others = ", ".join(dict.fromkeys(name for name in read if name != message.id))
    if not read:
        told = f"{number} is not matched by its template."
        return complain(knowledge, place, told, "Correct the template or the example.")
    if message.id not in read:
        told = f"{number} is taken by {others}."
        return complain(knowledge, place, told, "Make one of the templates more specific.")
    if others:
        return complain(knowledge, place, f"{number} is also read as {others}.", "Shorten the example.")
    return complain(knowledge, place, f"{number} is read {len(read)} times.", "Shorten the example.")
