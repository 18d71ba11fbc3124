"""The files of causes and cautions, and the list of the ids that are taken."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Literal

from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base.models.fixes import Code, Link, Steps
from cors_wizard.knowledge_base.models.nodes import NextTry
from cors_wizard.knowledge_base.models.words import (
    NOT_EMPTY,
    Checked,
    EndGoto,
    FactName,
    Id,
    Layer,
    Model,
    Prose,
    Rule,
    Sentence,
    Shown,
    When,
)


@dataclass(frozen=True, kw_only=True)
class Evidence(Model):
    """A sentence that says what shows this cause, given where its condition holds."""

    text: Sentence
    when: When = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Summary(Model):
    """What is wrong, in one sentence, where more is known than the cause alone says."""

    text: Sentence
    when: Annotated[When, NOT_EMPTY]


@dataclass(frozen=True, kw_only=True)
class Contradiction(Model):
    """What this cause cannot be true beside: the condition, and what it means where it holds."""

    use: Id | None = None
    """The shared one that stands here, in place of a condition and a text of its own."""
    when: When = field(default_factory=dict)
    text: Prose = ""
    """What does not fit together, as the user reads it in place of the cause."""
    goto: EndGoto = "stop:contradicted"
    """The cause or stop that the facts speak for instead."""


def _whole_or_name(each: Contradiction) -> Contradiction:
    is_whole = bool(each.when and each.text)
    if (each.use is None) is not is_whole or (each.use and (each.when or each.text)):
        raise ValueError("a contradiction has `when` and `text`, or names a shared one with `use`")
    return each


AContradiction = Annotated[Contradiction, Checked(_whole_or_name)]


@dataclass(frozen=True, kw_only=True)
class Contradictions(Model):
    """`contradictions.toml`: those that several causes have; a cause names one with `use`."""

    contradictions: dict[Id, AContradiction]


@dataclass(frozen=True, kw_only=True)
class Myth(Model):
    """A popular claim that leads people astray here, and what is true."""

    claim: Sentence
    truth: Sentence
    shown_by: Annotated[tuple[Shown, ...], NOT_EMPTY]


@dataclass(frozen=True, kw_only=True)
class Cause(Model):
    """One root cause: `causes/<id>.toml`."""

    id: Id
    layer: Layer
    """Who has to change something."""
    commonness: Annotated[int, Rule(ge=0, le=100)]
    """How often people meet it, from 0 (hardly ever) to 100; orders the candidates."""
    title: Sentence
    """What is wrong, in a few words."""
    summary: Sentence
    """What is wrong, in one sentence that is true on every path: what was seen is said by the ones below."""
    summaries: tuple[Summary, ...] = ()
    """The first of these that holds is said in place of `summary`."""
    why: Prose
    """Why the browser blocks it: one principle, no lecture."""
    status: Literal["concluded", "not-cors"] = "concluded"
    """What the result line says: `not-cors` where no CORS setting has a part in it."""
    look: Sentence
    """What would show it or rule it out: one thing to look at."""
    evidence: tuple[Evidence, ...] = ()
    contradicted_by: tuple[AContradiction, ...] = ()
    """Facts beside which this cause is never concluded."""
    after_fix: dict[FactName, str | int] = field(default_factory=dict)
    """Facts as they will be when this is fixed; with them the walk finds what else blocks the request."""
    behind_when: When = field(default_factory=dict)
    """Where it is worth walking on; elsewhere nothing shows that anything stands behind this cause."""
    wrong: Code | None = None
    """The code that brings this about."""
    before: Steps = ()
    """Steps that only this cause needs, ahead of those of the fix."""
    fixes: Annotated[tuple[Id, ...], NOT_EMPTY]
    """Ways to fix it: the first whose condition holds is offered, the others are to choose from."""
    verify: Steps = ()
    next: tuple[NextTry, ...] = ()
    myths: tuple[Myth, ...] = ()
    references: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Caution(Model):
    """Something unsafe that was seen although nothing fails: `cautions/<id>.toml`."""

    id: Id
    title: Sentence
    text: Sentence
    """Why it is unsafe, and what to do; may hold placeholders."""


@dataclass(frozen=True, kw_only=True)
class CauseIds(Model):
    """`cause-ids.toml`: the ids that are taken for good, whether or not a file describes the cause yet."""

    ids: tuple[Id, ...]
    """A report that was saved last year must still mean the same: ids are added, never renamed."""
