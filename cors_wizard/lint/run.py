"""All findings of a project, in the order of its files and lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cors_wizard.facts import Facts
from cors_wizard.knowledge_base import Knowledge
from cors_wizard.lint.cookies import about_cookies
from cors_wizard.lint.finding import LintFinding
from cors_wizard.lint.from_facts import (
    about_caching,
    about_code,
    about_doubled,
    about_page,
    about_project,
    about_versions,
)
from cors_wizard.lint.preflights import about_preflights
from cors_wizard.lint.proxies import about_proxies
from cors_wizard.lint.setups import about_resources, about_setups, names_everybody
from cors_wizard.project import ProjectScan

_IGNORE = re.compile(r"cors-wizard:[ \t]{0,9}ignore(?:\[(?P<rules>[a-z, -]{0,400})\])?")


def lint(scan: ProjectScan, facts: Facts, knowledge: Knowledge) -> tuple[LintFinding, ...]:
    """What the code shows to be unsafe or broken.

    Args:
        scan: the project folder as it was read.
        facts: what is known of the project, with what follows from it.
        knowledge: has the advisories about versions.
    """
    of_setups = tuple(about_setups(scan.code))
    # What a setup's own entry shows has the better place of the two.
    told = {(each.rule, each.path) for each in of_setups}
    of_code = about_code(facts, without_lists=names_everybody(scan.code))
    found = (
        *of_setups,
        *(about_resources(scan.code) if not scan.incomplete else ()),
        *(each for each in of_code if (each.rule, each.path) not in told),
        *about_preflights(scan.code, facts),
        *about_cookies(scan.code),
        *about_proxies(facts),
        *about_doubled(facts),
        *about_caching(facts),
        *about_project(facts),
        *about_versions(facts, knowledge),
        *about_page(scan.page_code),
    )
    return merged([tuple(each for each in found if not _is_ignored(each, scan))])


def merged(found: Iterable[tuple[LintFinding, ...]]) -> tuple[LintFinding, ...]:
    """The findings about several apps of one project, each once, by file and line."""
    kept = _worst_first(one for each in found for one in each)
    return tuple(sorted(kept, key=lambda each: (each.path, each.line, each.rule)))


def _worst_first(found: Iterable[LintFinding]) -> Iterator[LintFinding]:
    """One finding for each rule and line; an error hides the warning of the same."""
    by_place: dict[tuple[str, str, int], LintFinding] = {}
    for each in sorted(found, key=lambda one: one.level):
        by_place.setdefault((each.rule, each.path, each.line), each)
    yield from by_place.values()


def _is_ignored(each: LintFinding, scan: ProjectScan) -> bool:
    """Whether its line says `cors-wizard: ignore`, for all rules or for this one."""
    file = scan.files.get(each.path) or scan.page_files.get(each.path)
    lines = file.text.split("\n") if file else []
    if not 0 < each.line <= len(lines):
        return False
    comment = _IGNORE.search(lines[each.line - 1])
    if comment is None:
        return False
    rules = {name.strip() for name in (comment["rules"] or "").split(",")} - {""}
    return not rules or each.rule in rules
