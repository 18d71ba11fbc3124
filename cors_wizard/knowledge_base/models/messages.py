"""The files of console messages: what a browser, a library or a server prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Annotated, Any

from cors_wizard.console.template_parts import TemplateError, parse_template
from cors_wizard.facts import Symptom
from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base.models.words import (
    NOT_EMPTY,
    Checked,
    Engine,
    FactName,
    Id,
    Model,
    Role,
    Sentence,
)


def _matchable(template: str) -> str:
    try:
        parse_template(template)
    except TemplateError as error:
        raise ValueError(f"The template cannot be matched: {error}") from error
    return template


@dataclass(frozen=True, kw_only=True)
class Message(Model):
    """One message that a browser, a JavaScript library or a server prints."""

    id: Id
    symptom: Symptom
    role: Role = "verdict"
    lang: str = "en"
    since: str = ""
    until: str = ""
    template: Annotated[Sentence, Checked(_matchable)]
    """Literal text, `{placeholder}` for any run of characters, `[[optional]]` parts that are never nested.
    A placeholder is a fact's name, or starts with an underscore where its text is of no use."""
    facts: dict[FactName, str | int] = field(default_factory=dict)
    """Facts that the message states without a placeholder."""
    causes: tuple[Id, ...] | None = None
    """Causes that the text alone leaves possible, likeliest first; without it, those of its symptom."""
    says: str = ""
    """What the message means, in one plain sentence for the user; `@name` is one of `meanings.toml`."""
    alone: bool = False
    """True where words behind it on its line make it another program's: `Failed to fetch the archive`."""
    words: tuple[Annotated[tuple[Sentence, ...], NOT_EMPTY], ...] = ()
    """Groups of phrases, for what people tell in words: a sentence with one phrase of each group tells it.
    A star at a word's end stands for any ending. Such a message is `told`."""
    claims: tuple[Annotated[tuple[Sentence, ...], NOT_EMPTY], ...] = ()
    """Ways to say it clause by clause. A claim names `phrases` of the files, and `works` or `fails`, which
    one clause must have: `tool works`; `a|b` is either, `!a` bars one, and `~a` is anywhere in the text."""
    unless: tuple[Sentence, ...] = ()
    """Phrases that, anywhere in the text, make the words and claims tell nothing."""
    told: bool = False
    """True where people say it in words of their own: read sentence by sentence, whatever their wording."""
    examples: Annotated[tuple[str, ...], NOT_EMPTY]
    """Verbatim texts that this template must match, and match alone."""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class SymptomCauses(Model):
    """`symptom-causes.toml`: for each symptom the causes that its messages leave possible."""

    causes: dict[Symptom, tuple[Id, ...]]
    """Likeliest first. A message says its own where its text decides more."""


@dataclass(frozen=True, kw_only=True)
class Meanings(Model):
    """`meanings.toml`: what several messages mean, each sentence under a name."""

    meanings: dict[Id, Sentence]
    """A message refers to one by `says = "@name"`."""


@dataclass(frozen=True, kw_only=True)
class MessageFile(Model):
    """`messages/<engine>.toml` (or `<engine>-<what>.toml`): the messages of one engine."""

    engine: Engine
    phrases: dict[Id, tuple[Sentence, ...]] = field(default_factory=dict)
    """What people call things, by a name: `@name` among a message's words stands for all of them."""
    symptom: Symptom | None = None
    """This key and the next seven say what holds for every message of the file that has no such key."""
    role: Role = "verdict"
    lang: str = "en"
    since: str = ""
    until: str = ""
    causes: tuple[Id, ...] | None = None
    says: str = ""
    source: str = ""
    messages: tuple[Message, ...]

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Callable[[Any], Any]) -> Any:
        """The schema, to which each message comes with what the file says for all."""
        before = {"type": "no-info", "function": _filled}
        return {"type": "function-before", "function": before, "schema": handler(source)}


FOR_ALL = ("symptom", "role", "lang", "since", "until", "causes", "says", "source")
"""Keys of a message that its file may give for all."""


def _filled(table: Any) -> Any:
    messages = table.get("messages") if isinstance(table, dict) else None
    if not isinstance(messages, list):
        return table
    given = {key: table[key] for key in FOR_ALL if key in table}
    return {**table, "messages": [{**given, **each} if isinstance(each, dict) else each for each in messages]}
