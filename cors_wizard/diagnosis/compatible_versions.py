"""Whether the versions at hand work together, by the table of `knowledge/versions/`. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.facts import Fact, Facts
from cors_wizard.knowledge_base.conditions import holds

if TYPE_CHECKING:
    from cors_wizard.knowledge_base import Knowledge
    from cors_wizard.knowledge_base.version_models import Incompatibility

_PACKAGES = ("flask_version", "flask_cors_version", "werkzeug_version", "python_version")


def fitting(knowledge: Knowledge, facts: Facts) -> Iterator[Fact]:
    """The facts `versions_fit` and `version_remedy`: a traceback is certain, else the versions decide."""
    table = tuple(each for file in knowledge.versions for each in file.incompatible)
    logged = facts.get("log_says")
    if logged and logged.value == "incompatible-versions":
        yield from _unfit(logged, (each for each in table if each.error in logged.evidence))
        return
    known = next((fact for name in _PACKAGES if (fact := facts.get(name))), None)
    misfits = tuple(each for each in table if holds(each.when, facts))
    if misfits and known:
        yield from _unfit(known, iter(misfits))
    elif known:
        yield _fact("versions_fit", "yes", known)


def _unfit(shown_by: Fact, rows: Iterator[Incompatibility]) -> Iterator[Fact]:
    yield _fact("versions_fit", "no", shown_by)
    if row := next(rows, None):
        yield _fact("version_remedy", row.remedy, shown_by)


def _fact(name: str, value: str, shown_by: Fact) -> Fact:
    return Fact(name, value, shown_by.source, shown_by.evidence)
