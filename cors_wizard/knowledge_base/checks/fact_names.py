"""Facts that are named in conditions, messages and questions: they exist, and can have the values named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cors_wizard.console.template_parts import placeholder_names
from cors_wizard.errors import InputError, Problem, did_you_mean
from cors_wizard.facts import DECLARED, FactSpec, parse_value
from cors_wizard.knowledge_base.checks.complain import Place, complain
from cors_wizard.knowledge_base.checks.every_model import every_model
from cors_wizard.knowledge_base.checks.samples import known_specs, pattern_fault
from cors_wizard.knowledge_base.conditions import is_version_range
from cors_wizard.knowledge_base.knowledge import Knowledge
from cors_wizard.knowledge_base.models import Message, Model, Node

_LISTED = "Run cors-wizard knowledge facts for the list."
_CONDITIONS = ("when", "behind_when", "beside_when")
_VALUES = ("facts", "gives", "redirected", "after_fix")
_VERSIONS = ("flask", "flask_cors", "affected", "versions", "ended")


def fact_problems(knowledge: Knowledge) -> Iterator[Problem]:
    """Every problem with the name or value of a fact."""
    specs = known_specs(knowledge)
    for node in knowledge.nodes.values():
        yield from _question(knowledge, specs, node)
    for place, model in every_model(knowledge):
        yield from _conditions(knowledge, specs, place, model)
        yield from _values(knowledge, specs, place, model)
        yield from _versions(knowledge, place, model)
        if isinstance(model, Message):
            yield from _placeholders(knowledge, specs, place, model)


def _question(knowledge: Knowledge, specs: Mapping[str, FactSpec], node: Node) -> Iterator[Problem]:
    place = ("nodes", node.id)
    if node.fact in DECLARED:
        if node.choices:
            told = f"The code declares {node.fact} already."
            yield complain(knowledge, (*place, "choices"), told, "Remove `choices`, or name another fact.")
    elif not node.choices:
        yield complain(knowledge, (*place, "fact"), f"Unknown fact {node.fact}.", "Add `[choices]`.")
    elif tuple(node.choices) != specs[node.fact].choices:
        told = f"Another question gives {node.fact} other choices."
        yield complain(knowledge, (*place, "choices"), told, "Use the same choices in the same order.")


def _conditions(
    knowledge: Knowledge, specs: Mapping[str, FactSpec], place: Place, model: Model
) -> Iterator[Problem]:
    for key in _CONDITIONS:
        when = getattr(model, key, None)
        for name, patterns in when.items() if isinstance(when, dict) else ():
            if name not in specs:
                yield _no_fact(knowledge, specs, (*place, key, name), name)
                continue
            for pattern in patterns:
                if fault := pattern_fault(specs[name], pattern):
                    yield complain(
                        knowledge, (*place, key, name), f"{pattern} is {fault}.", "Correct the value."
                    )


def _no_fact(knowledge: Knowledge, specs: Mapping[str, FactSpec], place: Place, name: str) -> Problem:
    hint = f"{did_you_mean(name, specs)} {_LISTED}".strip()
    return complain(knowledge, place, f"Unknown fact {name}.", hint)


def _values(
    knowledge: Knowledge, specs: Mapping[str, FactSpec], place: Place, model: Model
) -> Iterator[Problem]:
    for key in _VALUES:
        for name, value in (getattr(model, key, None) or {}).items():
            if name not in specs:
                yield _no_fact(knowledge, specs, (*place, key, name), name)
                continue
            try:
                parse_value(specs[name], value)
            except InputError as error:
                yield complain(knowledge, (*place, key, name), error.message, error.hint)


def _versions(knowledge: Knowledge, place: Place, model: Model) -> Iterator[Problem]:
    for key in _VERSIONS:
        wanted = getattr(model, key, None)
        if isinstance(wanted, str) and wanted and not is_version_range(wanted):
            told = f"{wanted} isn't a list of comparisons such as >=3.0.8,<4."
            yield complain(knowledge, (*place, key), told, "Write it as comparisons with commas between.")


def _placeholders(
    knowledge: Knowledge, specs: Mapping[str, FactSpec], place: Place, message: Message
) -> Iterator[Problem]:
    for name in placeholder_names(message.template):
        if name not in specs and not name.startswith("_"):
            hint = f"Name a fact, or write {{_{name}}} where the text is of no use."
            yield complain(knowledge, (*place, "template"), f"Unknown fact {name}.", hint)
