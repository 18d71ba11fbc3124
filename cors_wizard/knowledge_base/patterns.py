"""Knowledge's console messages as the patterns that the console room reads and writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cors_wizard.console.pattern import MessagePattern
from cors_wizard.knowledge_base.models import Engine, Message


def message_patterns(
    messages: Iterable[tuple[Engine, Message]],
    phrases: Mapping[str, tuple[str, ...]],
    causes: Mapping[str, tuple[str, ...]],
) -> dict[str, MessagePattern]:
    """One pattern for each message, by its id, in the order of the files.

    Args:
        messages: each with its engine.
        phrases: what the names in their words stand for.
        causes: of each symptom, for messages that name none.
    """
    return {
        message.id: _pattern(engine, message, phrases, causes.get(message.symptom, ()))
        for engine, message in messages
    }


def _spelled_out(group: tuple[str, ...], phrases: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """A group of words with the phrases that its names stand for."""
    return tuple(each for word in group for each in (phrases[word[1:]] if word.startswith("@") else (word,)))


def _pattern(
    engine: Engine, message: Message, phrases: Mapping[str, tuple[str, ...]], of_symptom: tuple[str, ...]
) -> MessagePattern:
    return MessagePattern(
        id=message.id,
        engine=engine,
        symptom=message.symptom,
        role=message.role,
        lang=message.lang,
        template=message.template,
        facts=message.facts,
        causes=of_symptom if message.causes is None else message.causes,
        says=message.says,
        alone=message.alone,
        words=tuple(_spelled_out(group, phrases) for group in message.words),
        claims=message.claims,
        unless=_spelled_out(message.unless, phrases),
        told=message.told,
    )
