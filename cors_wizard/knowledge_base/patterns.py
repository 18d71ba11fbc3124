"""Knowledge's console messages as the patterns that the console room reads and writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cors_wizard.console.pattern import MessagePattern
from cors_wizard.knowledge_base.models import Engine, Message


def message_patterns(
    messages: Iterable[tuple[Engine, Message]], causes: Mapping[str, tuple[str, ...]]
) -> dict[str, MessagePattern]:
    """One pattern for each message, by its id, in the order of the files; with the causes of each symptom."""
    return {
        message.id: _pattern(engine, message, causes.get(message.symptom, ())) for engine, message in messages
    }


def _pattern(engine: Engine, message: Message, of_symptom: tuple[str, ...]) -> MessagePattern:
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
        words=message.words,
        unless=message.unless,
        told=message.told,
    )
