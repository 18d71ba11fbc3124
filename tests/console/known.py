"""The knowledge files' console messages for the tests of this room."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cors_wizard.console.pattern import MessagePattern
from cors_wizard.console.read_console import ConsoleReader
from cors_wizard.knowledge_base import load_knowledge

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Example:
    """A verbatim text of a knowledge file and the pattern that must match it."""

    pattern: MessagePattern
    text: str


@cache
def examples() -> tuple[Example, ...]:
    """Every example of every knowledge file."""
    knowledge = load_knowledge()
    return tuple(
        Example(knowledge.patterns[message.id], text)
        for _, message in knowledge.messages
        for text in message.examples
    )


@cache
def patterns() -> tuple[MessagePattern, ...]:
    """Every pattern of every knowledge file."""
    return tuple(load_knowledge().patterns.values())


@cache
def reader() -> ConsoleReader:
    """A reader with all patterns."""
    return load_knowledge().reader


@cache
def captured() -> tuple[dict[str, Any], ...]:
    """What Chromium 156, Firefox 153 and WebKitGTK 2.50 printed, with the facts of the exchange behind it."""
    lines = (_DATA / "captured.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)
