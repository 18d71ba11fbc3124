"""What is known of the versions at hand, from the version table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

from cors_wizard.knowledge_base.conditions import holds
from cors_wizard.knowledge_base.version_models import Package
from cors_wizard.knowledge_base.version_table import NAMES, Versions, behaviors, fact_of

if TYPE_CHECKING:
    from cors_wizard.facts import Facts
    from cors_wizard.knowledge_base import Cause, Knowledge


def versions_in(facts: Facts) -> Versions:
    """The versions that the facts tell."""
    every: tuple[Package, ...] = get_args(Package)
    return {package: version for package in every if (version := facts.text(fact_of(package)))}


def what_they_do(knowledge: Knowledge, cause: Cause, facts: Facts) -> Iterator[str]:
    """Sentences (Markdown) about these versions that concern a cause."""
    versions = versions_in(facts)
    for each in behaviors(knowledge, versions):
        if cause.id in each.causes and holds(each.when, facts):
            yield f"{NAMES.get(each.package, each.package)} {versions[each.package]}: {each.text}"
