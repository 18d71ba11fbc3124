"""All knowledge in one object, as the rooms above receive it."""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base.host_models import HostFile
from cors_wizard.knowledge_base.models import (
    Cause,
    Caution,
    Contradiction,
    Engine,
    Fix,
    Id,
    Message,
    Node,
    SharedStep,
    Stop,
)
from cors_wizard.knowledge_base.version_models import VersionFile

if TYPE_CHECKING:  # A command that reads no text does without what reads it.
    from cors_wizard.console.pattern import MessagePattern
    from cors_wizard.console.read_console import ConsoleReader


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """Where something was read, so that a complaint can name file and line."""

    file: str
    text: str
    keys: tuple[str | int, ...] = ()
    """The key path inside the file, where the file holds several things."""


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """All knowledge, loaded and checked."""

    messages: tuple[tuple[Engine, Message], ...]
    phrases: dict[Id, tuple[str, ...]] = field(default_factory=dict)
    """What people call things, by the names that messages use for them."""
    meanings: dict[Id, str] = field(default_factory=dict)
    """What several messages mean; in the messages the sentence stands already."""
    nodes: dict[Id, Node]
    causes: dict[Id, Cause]
    stops: dict[Id, Stop]
    fixes: dict[Id, Fix]
    steps: dict[Id, SharedStep] = field(default_factory=dict)
    """What several fixes share; in their own steps it stands already."""
    cautions: dict[Id, Caution] = field(default_factory=dict)
    hosts: tuple[HostFile, ...] = ()
    versions: tuple[VersionFile, ...]
    cause_ids: frozenset[Id] = frozenset()
    contradictions: dict[str, Contradiction] = field(default_factory=dict)
    """What several causes cannot be true beside."""
    symptom_causes: dict[str, tuple[Id, ...]] = field(default_factory=dict)
    """What a message of a symptom leaves possible, where it names no cause of its own."""
    sources: dict[str, SourceFile] = field(default_factory=dict)
    """By kind and id, as `nodes/objection`; hosts and versions by their place in the tuple."""

    @cached_property
    def patterns(self) -> dict[str, MessagePattern]:
        """The console messages as the console room reads and writes them, by their ids."""
        from cors_wizard.knowledge_base.patterns import message_patterns

        return message_patterns(self.messages, self.phrases, self.symptom_causes)

    @cached_property
    def reader(self) -> ConsoleReader:
        """Reads every console message that is known here."""
        from cors_wizard.console.read_console import ConsoleReader

        return ConsoleReader(self.patterns.values(), self.phrases)

    @property
    def root(self) -> Node:
        """The question that every walk begins with."""
        return next(node for node in self.nodes.values() if node.root)
