"""What is unsafe, whether or not anything fails: what the probes saw, and versions with advisories."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cors_wizard.diagnosis.by_version import versions_in
from cors_wizard.fixes import fill_prose, template_values
from cors_wizard.fixes.quoting import code_span
from cors_wizard.frozen import dataclass
from cors_wizard.knowledge_base.version_table import advisories

if TYPE_CHECKING:
    from cors_wizard.facts import Facts
    from cors_wizard.knowledge_base import Knowledge

_NAMES_OUTSIDERS = frozenset({"origin-pattern-too-wide", "insecure-origin-allowed"})
_MOST_OUTSIDERS = 4


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
    named = dict.fromkeys((*facts.items("warnings"), *facts.items("code_warnings")))
    seen = [knowledge.cautions[name] for name in named if name in knowledge.cautions]
    worded = (
        Warned(each.id, each.title, fill_prose(each.text, values) + _seen(each.id, facts)) for each in seen
    )
    return (*worded, *_advisories(knowledge, facts))


def _seen(id: str, facts: Facts) -> str:
    """Who gets in, or which header shows it, where that was found out."""
    if id == "vary-missing" and (headers := facts.text("varies_silently")):
        return f" Seen for another origin, with no `Vary: Origin`: {code_span(headers)}."
    if id not in _NAMES_OUTSIDERS or "allowed_outsiders" not in facts:
        return ""
    shown = ", ".join(map(code_span, facts.items("allowed_outsiders")[:_MOST_OUTSIDERS]))
    verb = "Allowed now" if facts.by_name["allowed_outsiders"].source == "probed" else "The code allows"
    return f" {verb}: {shown}."


def _advisories(knowledge: Knowledge, facts: Facts) -> Iterator[Warned]:
    versions = versions_in(facts)
    for advisory in advisories(knowledge, versions):
        title = f"{advisory.package} {versions[advisory.package]}: {advisory.id}"
        yield Warned("vulnerable-version", title, f"{advisory.summary} Fixed in {advisory.fixed_in}.")
