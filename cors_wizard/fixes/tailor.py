"""Makes the fix for one diagnosis: steps chosen by its facts, code filled with its values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from textwrap import indent
from typing import TYPE_CHECKING

from cors_wizard.fixes.placeholders import Filled, fill_code, fill_prose
from cors_wizard.fixes.quoting import Literal, plain
from cors_wizard.fixes.values import template_values
from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base.conditions import holds
from cors_wizard.knowledge_base.models import Code, Grade, Language, NextTry

if TYPE_CHECKING:
    from cors_wizard.facts import Facts
    from cors_wizard.knowledge_base import Cause, Fix, Knowledge, Step

_WORDS = {
    "allowed_origins": "the page's origin",
    "allowed_origin_list": "the page's origin",
    "origins_line": "the page's origin",
    "origin": "the page's origin",
    "origin_header": "the page's origin",
    "method_header": "the request's method",
    "headers_header": "the headers that the page adds",
    "preflight_names": "the headers that the page adds",
    "allowed_headers": "the headers that the page adds",
    "exposed_header_line": "the header to be read",
    "exposed_headers": "the header to be read",
    "url": "the URL",
    "api_origin": "the API's address",
    "relayed_url": "the address of your own route",
}
"""How users call what a placeholder stands for, where its name would not tell them."""


@dataclass(frozen=True)
class TailoredCode:
    """A block of code, ready to copy."""

    language: Language
    filename: str
    text: str
    guessed: tuple[str, ...] = ()
    """Placeholders for which nothing was known, so that a stand-in value is in the code."""
    left_out: tuple[str, ...] = ()
    """Origins of the present list that this one does not have."""
    unread: tuple[str, ...] = ()
    """Settings of the present call that could not be read."""

    @property
    def to_check(self) -> str:
        """Which values are stand-ins, and what was left out; empty where there is nothing to check."""
        words = dict.fromkeys(_WORDS.get(name) or name.replace("_", " ") for name in self.guessed)
        guessed = f"Not known, so check it in the code: {', '.join(words)}." if words else ""
        unread = ", ".join(plain(each) for each in self.unread)
        carried = f"Computed in your code, so carry over what it says: {unread}." if unread else ""
        return " ".join(filter(None, (guessed, _why_left_out(self.left_out), carried)))


def _why_left_out(origins: tuple[str, ...]) -> str:
    """What the present list has and the new one has not, and why."""
    from cors_wizard.flask_code.routing.path_match import may_be_pattern

    wide = ", ".join(plain(each) for each in origins if may_be_pattern(each))
    others = ", ".join(plain(each) for each in origins if not may_be_pattern(each))
    of_patterns = (
        f"Removed from your list: it matches untrusted origins, or none: {wide}. Write the origins out, or a "
        "pattern from ^https:// to $ with a backslash before each dot."
    )
    of_others = f"Removed from your list: it isn't an origin with scheme, host and port: {others}."
    return " ".join([*([of_patterns] if wide else []), *([of_others] if others else [])])


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

    The first fix covers all the causes together; the others are the other ways to fix the first cause.
    """
    primary, *others = causes
    values = template_values(facts)
    chosen = choose(knowledge, primary, facts)
    every = [(primary, chosen), *((cause, choose(knowledge, cause, facts)) for cause in others)]
    steps = _merged(list(_steps((*cause.before, *fix.steps), facts, values)) for cause, fix in every)
    opens = " ".join(who_gains([fill_prose(fix.opens, values) for _, fix in every]))
    rest = [fix for fix in _ways(knowledge, primary, facts) if fix.id != chosen.id]
    # What is made for this situation comes first, the others as the cause names them.
    rest.sort(key=lambda fix: not (fix.when and holds(fix.when, facts)))
    alone = [(fix, tuple(_steps((*primary.before, *fix.steps), facts, values))) for fix in rest]
    return (
        replace(_fix(primary, chosen, steps, facts, values), opens=opens),
        *(_fix(primary, fix, fix_steps, facts, values) for fix, fix_steps in alone),
    )


def who_gains(sentences: Sequence[str]) -> list[str]:
    """What several fixes open together, each said once: "nobody" only where none of them opens anything."""
    said = list(dict.fromkeys(sentences))
    return [each for each in said if not each.startswith("Nobody")] or said


def _merged(fixes: Iterable[list[TailoredStep]]) -> tuple[TailoredStep, ...]:
    """The steps of several fixes, each said once: code where it comes first, prose where it comes last."""
    merged: list[TailoredStep] = []
    for steps in fixes:
        said_again = [step for step in steps if step.code is None]
        merged = [step for step in merged if step not in said_again]
        shown = {step.code.text for step in merged if step.code}
        merged += [step for step in steps if step.code is None or step.code.text not in shown]
    return tuple(merged)


def choose(knowledge: Knowledge, cause: Cause, facts: Facts) -> Fix:
    """The first fix whose condition holds; the cause's first one where none does."""
    ways = _ways(knowledge, cause, facts)
    first = next((fix for fix in ways if holds(fix.when, facts)), None)
    return first or knowledge.fixes[cause.fixes[0]]


def _ways(knowledge: Knowledge, cause: Cause, facts: Facts) -> list[Fix]:
    """The ways that are left in the situation that the facts tell of."""
    every = (knowledge.fixes[name] for name in cause.fixes)
    return [fix for fix in every if holds(fix.only_where, facts)]


def _fix(
    cause: Cause,
    fix: Fix,
    steps: tuple[TailoredStep, ...],
    facts: Facts,
    values: Mapping[str, Literal],
) -> TailoredFix:
    grade = _grade(fix, [step.code for step in steps if step.code])
    return TailoredFix(
        id=fix.id,
        title=fill_prose(fix.title, values),
        steps=steps,
        opens=fill_prose(fix.opens, values),
        grade=grade,
        verify=tuple(_steps(fix.verify or cause.verify, facts, values)),
        next=tuple(
            NextTry(text=fill_prose(each.text, values), cause=each.cause) for each in (*fix.next, *cause.next)
        ),
    )


def _grade(fix: Fix, blocks: Sequence[TailoredCode]) -> Grade:
    """What is left to do with the code: commands in which every value is known have nothing to fill in."""
    if any(code.guessed for code in blocks):
        return "has-placeholder" if fix.grade == "paste-as-it-is" else fix.grade
    is_ready = all(code.language == "shell" and "your" not in code.text for code in blocks)
    return "paste-as-it-is" if is_ready and fix.grade == "has-placeholder" else fix.grade


def _steps(steps: Sequence[Step], facts: Facts, values: Mapping[str, Literal]) -> Iterator[TailoredStep]:
    for step in steps:
        if holds(step.when, facts):
            code = _code(step.code, facts, values) if step.code else None
            yield TailoredStep(fill_prose(step.text, values), code)


def _code(code: Code, facts: Facts, values: Mapping[str, Literal]) -> TailoredCode:
    filled = fill_code(code.text, values, code.language)
    if code.beside_app and facts.text("app_style") == "factory":
        filled = replace(filled, text=indent(filled.text, "    "))
    filename = fill_code(code.filename, values, "text").text.strip() if code.filename else ""
    is_list = "allowed_origin" in code.text and code.language == "python"
    left_out, unread = (
        _texts(values.get(name)) if is_list else () for name in ("left_out_origins", "unread_settings")
    )
    if "origins_variable" in code.text:
        unread = tuple(each for each in unread if each.partition("=")[0] != "origins")
    return TailoredCode(code.language, filename, filled.text, filled.guessed, left_out, unread)


def code_beside_app(fix: Fix, facts: Facts) -> tuple[Filled, ...]:
    """The code of a fix's steps that goes beside the app, filled, at the level of a module."""
    values = template_values(facts)
    codes = (step.code for step in fix.steps if step.code and holds(step.when, facts))
    return tuple(fill_code(code.text, values, code.language) for code in codes if code.beside_app)


def _texts(value: Literal | None) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else ()
