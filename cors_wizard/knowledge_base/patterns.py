"""Knowledge's console messages as the patterns that the console room reads and writes."""

from __future__ import annotations

from collections.abc import Iterable

from cors_wizard.console.pattern import MessagePattern
from cors_wizard.knowledge_base.models import Engine, Message


def message_patterns(messages: Iterable[tuple[Engine, Message]]) -> dict[str, MessagePattern]:
    """One pattern for each message, by its id, in the order of the files."""
    return {message.id: _pattern(engine, message) for engine, message in messages}


def _pattern(engine: Engine, message: Message) -> MessagePattern:
    return MessagePattern(
        id=message.id,
        engine=engine,
        symptom=message.symptom,
        role=message.role,
        lang=message.lang,
        template=message.template,
        facts=message.facts,
        causes=message.causes,
        says=message.says,
        alone=message.alone,
        words=message.words,
        unless=message.unless,
        told=message.told,
    )
