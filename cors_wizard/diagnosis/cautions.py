"""What is unsafe, whether or not anything fails: what the probes saw, and versions with advisories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cors_wizard.diagnosis.by_version import versions_in
from cors_wizard.facts import Facts
from cors_wizard.fixes import fill_prose, template_values
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.knowledge_base.version_table import advisories


@dataclass(frozen=True)
class Warned:
    """Something unsafe that was seen."""

    id: str
    title: str
    text: str
    """Markdown: why it is unsafe, and what to do."""


def cautions(knowledge: Knowledge, facts: Facts) -> tuple[Warned, ...]:
    """The warnings that the facts give reason for, in the words of the knowledge files."""
    values = template_values(facts)
    seen = [knowledge.cautions[name] for name in facts.items("warnings") if name in knowledge.cautions]
    worded = (Warned(each.id, each.title, fill_prose(each.text, values)) for each in seen)
    return (*worded, *_advisories(knowledge, facts))


def _advisories(knowledge: Knowledge, facts: Facts) -> Iterator[Warned]:
    versions = versions_in(facts)
    for advisory in advisories(knowledge, versions):
        title = f"{advisory.package} {versions[advisory.package]}: {advisory.id}"
        yield Warned("vulnerable-version", title, f"{advisory.summary} Mended in {advisory.mended}.")
