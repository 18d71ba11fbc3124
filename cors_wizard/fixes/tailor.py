"""Makes the fix for one diagnosis: steps chosen by its facts, code filled with its values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cors_wizard.facts import Facts
from cors_wizard.fixes.placeholders import fill_code, fill_prose
from cors_wizard.fixes.quoting import Literal
from cors_wizard.fixes.values import template_values
from cors_wizard.knowledge_base import Cause, Fix, Knowledge, Step
from cors_wizard.knowledge_base.conditions import holds
from cors_wizard.knowledge_base.models import Code, Grade, Language, NextTry


@dataclass(frozen=True)
class TailoredCode:
    """A block of code, ready to copy."""

    language: Language
    filename: str
    text: str
    guessed: tuple[str, ...] = ()
    """Placeholders for which nothing was known, so that a stand-in value is in the code."""


@dataclass(frozen=True)
class TailoredStep:
    """One step: what to do (Markdown), and the code for it."""

    text: str
    code: TailoredCode | None = None


@dataclass(frozen=True)
class TailoredFix:
    """A fix for one diagnosis."""

    id: str
    title: str
    steps: tuple[TailoredStep, ...]
    opens: str
    grade: Grade
    verify: tuple[TailoredStep, ...] = ()
    next: tuple[NextTry, ...] = ()


def tailor(knowledge: Knowledge, causes: Sequence[Cause], facts: Facts) -> tuple[TailoredFix, ...]:
    """The fixes for these causes, the browser's first objection first.

    The first fix mends all the causes together; the others are the other ways to mend the first cause.
    """
    primary, *others = causes
    values = template_values(facts)
    chosen = choose(knowledge, primary, facts)
    steps = list(_steps((*primary.before, *chosen.steps), facts, values))
    for cause in others:
        for step in _steps((*cause.before, *choose(knowledge, cause, facts).steps), facts, values):
            if not _says_again(step, steps):
                steps.append(step)
    first = _fix(primary, chosen, tuple(steps), facts, values)
    rest = [knowledge.fixes[name] for name in primary.fixes if name != chosen.id]
    return (
        first,
        *(
            _fix(primary, fix, tuple(_steps((*primary.before, *fix.steps), facts, values)), facts, values)
            for fix in rest
        ),
    )


def choose(knowledge: Knowledge, cause: Cause, facts: Facts) -> Fix:
    """The first fix whose condition holds; the cause's first one where none does."""
    ways = [knowledge.fixes[name] for name in cause.fixes]
    return next((fix for fix in ways if holds(fix.when, facts)), ways[0])


def _fix(
    cause: Cause,
    fix: Fix,
    steps: tuple[TailoredStep, ...],
    facts: Facts,
    values: Mapping[str, Literal],
) -> TailoredFix:
    guessed = any(step.code and step.code.guessed for step in steps)
    grade: Grade = "has-placeholder" if guessed and fix.grade == "paste-as-it-is" else fix.grade
    return TailoredFix(
        id=fix.id,
        title=fill_prose(fix.title, values),
        steps=steps,
        opens=fill_prose(fix.opens, values),
        grade=grade,
        verify=tuple(_steps(cause.verify, facts, values)),
        next=tuple(NextTry(text=fill_prose(each.text, values), cause=each.cause) for each in cause.next),
    )


def _steps(steps: Sequence[Step], facts: Facts, values: Mapping[str, Literal]) -> Iterator[TailoredStep]:
    for step in steps:
        if holds(step.when, facts):
            yield TailoredStep(fill_prose(step.text, values), _code(step.code, values) if step.code else None)


def _code(code: Code, values: Mapping[str, Literal]) -> TailoredCode:
    filled = fill_code(code.text, values, code.language)
    filename = fill_code(code.filename, values, "text").text.strip() if code.filename else ""
    return TailoredCode(code.language, filename, filled.text, filled.guessed)


def _says_again(step: TailoredStep, steps: Sequence[TailoredStep]) -> bool:
    if step.code is None:
        return any(step.text == other.text for other in steps)
    return any(other.code and other.code.text == step.code.text for other in steps)
