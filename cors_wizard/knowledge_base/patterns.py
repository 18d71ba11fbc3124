"""Knowledge's console messages as the patterns that the console room reads and writes."""

from __future__ import annotations

from cors_wizard.console import MessagePattern
from cors_wizard.knowledge_base.knowledge import Knowledge
from cors_wizard.knowledge_base.models import Engine, Message


def message_patterns(knowledge: Knowledge) -> tuple[MessagePattern, ...]:
    """One pattern for each message, in the order of the files."""
    return tuple(_pattern(engine, message) for engine, message in knowledge.messages)


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
    )
