"""The files of the decision tree: its nodes, and the ends that name no cause."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Literal

from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base.models.words import (
    NOT_EMPTY,
    FactName,
    Goto,
    Id,
    Model,
    Patterns,
    Provider,
    Sentence,
)


@dataclass(frozen=True, kw_only=True)
class Answer(Model):
    """One branch of a question: for these values of its fact, go there."""

    when: Patterns
    """The values that take this branch; `*` takes what no other branch does."""
    label: str = ""
    """What the user picks. Without it the branch is taken, but never offered."""
    gives: dict[FactName, str] = field(default_factory=dict)
    """What else is known once the user has picked it: facts and their values."""
    goto: Goto


@dataclass(frozen=True, kw_only=True)
class NextTry(Model):
    """What to try when the fix did not help, or nothing could be concluded."""

    text: Sentence
    cause: Id | None = None


@dataclass(frozen=True, kw_only=True)
class Stop(Model):
    """An end of the tree that names no cause: `stops/<id>.toml`."""

    id: Id
    status: Literal["concluded", "not-cors", "unrecognised"]
    """What the result line says: `concluded` only where nothing is wrong."""
    title: Sentence
    text: Sentence
    next: tuple[NextTry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Node(Model):
    """A node of the decision tree: settles one fact, from the cheapest provider that can."""

    id: Id
    root: bool = False
    asked_last: bool = False
    """No branch leads here: it is asked once the tree has come to an end, where its facts would change it."""
    fact: FactName
    choices: dict[Id, str] = field(default_factory=dict)
    """A choice that this question declares itself: each value and what it means."""
    providers: Annotated[tuple[Provider, ...], NOT_EMPTY]
    """Who may settle the fact, cheapest first."""
    text: str = ""
    """The question as the user reads it; needed where `question` is a provider."""
    free_text: bool = False
    """The user types the value; there is nothing to pick."""
    optional: bool = False
    """The answer sharpens the fix; without somebody to ask, the walk goes on as if not sure."""
    refines: bool = False
    """The answer only names the conclusion more closely: left open, it makes no conclusion a guess."""
    why: str = ""
    """Why do you ask."""
    how: str = ""
    """How do I find out."""
    command: str = ""
    """A shell command to copy that shows it; may hold placeholders."""
    script: str = ""
    """JavaScript for the browser's console that prints it."""
    answers: Annotated[tuple[Answer, ...], NOT_EMPTY]
    not_sure: Goto
    """Where to go when the user cannot tell, or nobody could settle the fact."""
