"""Placeholders and code of the knowledge: names that exist, values that are known there, code that parses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cors_wizard.errors import Problem, did_you_mean
from cors_wizard.facts import FactSpec
from cors_wizard.knowledge_base.checks.code_syntax import syntax_fault
from cors_wizard.knowledge_base.checks.complain import Place, complain
from cors_wizard.knowledge_base.checks.every_model import every_model
from cors_wizard.knowledge_base.checks.flow import Flow
from cors_wizard.knowledge_base.checks.samples import known_specs
from cors_wizard.knowledge_base.knowledge import Knowledge
from cors_wizard.knowledge_base.models import Code, Message, Model, Node, Step
from cors_wizard.knowledge_base.placeholders import (
    ALWAYS_KNOWN,
    BARE_NAMES,
    DERIVED,
    PLACEHOLDER,
    Placeholder,
    placeholders_of,
)

_MAY_BE_UNUSABLE = frozenset({"origin"})
"""Facts that a template may find missing though they are known: `null` is never put into code."""


_CODE_KEYS = ("command", "script")
_CODE_SPAN = re.compile(r"`[^`]+`")
_MARK = "\0"


def template_problems(knowledge: Knowledge, flow: Flow) -> Iterator[Problem]:
    """Every problem with placeholders and code."""
    names = {**known_specs(knowledge), **dict.fromkeys(DERIVED)}
    settled = _settled_in(knowledge, flow)
    for place, model in every_model(knowledge):
        for key, text in _texts(model):
            yield from _names(knowledge, names, (*place, key), text)
            if not isinstance(model, Code) and key not in _CODE_KEYS:
                yield from _within_backticks(knowledge, (*place, key), text)
        if isinstance(model, Step) and model.code is not None:
            certain = settled[place[:2]] | _required(model)
            yield from _unsettled(knowledge, (*place, "code", "text"), model.code, certain)
        if isinstance(model, Node) and model.command:
            command = Code(language="shell", text=model.command)
            place = (*place, "command")
            yield from _unsettled(knowledge, place, command, flow.settled(f"node:{model.id}"))
            yield from _syntax(knowledge, place, command)
        if isinstance(model, Code):
            yield from _syntax(knowledge, (*place, "text"), model)


def _texts(model: Model) -> Iterator[tuple[str, str]]:
    # A console message has a grammar of its own.
    for key in type(model).__dataclass_fields__ if not isinstance(model, Message) else ():
        if isinstance(value := getattr(model, key), str):
            yield key, value


def _names(
    knowledge: Knowledge, names: Mapping[str, FactSpec | None], place: Place, text: str
) -> Iterator[Problem]:
    for each in placeholders_of(text):
        if each.name not in names:
            told = f"Unknown placeholder {each.name}."
            hint = did_you_mean(each.name, names) or "Name a fact, or a value of fixes/values.py."
            yield complain(knowledge, place, told, hint)
        elif each.name in BARE_NAMES and not (each.fallback or "x").isidentifier():
            told = f"{each.fallback} isn't a Python name, as {each.name} must be."
            yield complain(knowledge, place, told, "Correct the fallback.")
    if "{{" in PLACEHOLDER.sub("", text):
        told = "There is a {{ here that doesn't begin a placeholder."
        yield complain(knowledge, place, told, "Write {{ name }}, {{ name? }} or {{ name | fallback }}.")


def _within_backticks(knowledge: Knowledge, place: Place, text: str) -> Iterator[Problem]:
    for found in _CODE_SPAN.finditer(PLACEHOLDER.sub(_as_letters, text)):
        if _MARK in found[0]:
            told = "A placeholder is inside backticks, and is written with backticks of its own."
            yield complain(knowledge, place, told, "Take the placeholder out of the backticks.")


def _as_letters(found: re.Match[str]) -> str:
    """One mark in place of a placeholder, whose fallback may hold backticks."""
    return _MARK


def _settled_in(knowledge: Knowledge, flow: Flow) -> Mapping[Place, frozenset[str]]:
    """For each cause and fix: the facts that are known wherever it is shown."""
    settled: dict[Place, frozenset[str]] = {}
    for cause in knowledge.causes.values():
        known = flow.settled(f"cause:{cause.id}")
        settled["causes", cause.id] = known
        for fix in cause.fixes:
            settled["fixes", fix] = settled.get(("fixes", fix), known) & known
    return {**{("fixes", name): frozenset() for name in knowledge.fixes}, **settled}


def _required(step: Step) -> frozenset[str]:
    """The facts that are known wherever the step's own condition holds."""
    return frozenset(name for name, patterns in step.when.items() if "unknown" not in patterns)


def _unsettled(knowledge: Knowledge, place: Place, code: Code, settled: frozenset[str]) -> Iterator[Problem]:
    certain = (settled - _MAY_BE_UNUSABLE) | ALWAYS_KNOWN
    for each in placeholders_of(code.text):
        if each.must_be_known and each.name not in certain:
            told = f"Not every path to here settles {each.name}."
            yield complain(knowledge, place, told, f"Give a fallback: {_with_fallback(each)}.")


def _with_fallback(each: Placeholder) -> str:
    return f"{{{{ {each.name} | ... }}}}"


def _syntax(knowledge: Knowledge, place: Place, code: Code) -> Iterator[Problem]:
    if fault := syntax_fault(code.text, code.language):
        told = f"This {code.language} does not parse: {fault.message}."
        yield complain(knowledge, place, told, "Correct the code.", code_line=fault.line)
