"""Extends the lists of headers and methods that a preflight's response was seen to have."""

from __future__ import annotations

from collections.abc import Iterator

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.header_code.hand_written import (
    HEADERS,
    METHODS,
    extend_text,
    find_written,
    wanted_lists,
)
from cors_wizard.changes.header_code.header_tables import tables_of_path
from cors_wizard.changes.header_code.hook_cases import has_branches
from cors_wizard.changes.header_code.hook_responses import responses_of
from cors_wizard.changes.header_code.where_written import of_path
from cors_wizard.changes.origins.used_elsewhere import where_to_change
from cors_wizard.changes.project import Project
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.routing.rule_fits import rule_fits

_LISTS = {"header-disallowed": HEADERS, "method-disallowed": METHODS}


def extend_sent_lists(project: Project) -> bool:
    """Have each list on the way name what the page sends: the page itself was let in already.

    Whether that was possible; where hooks can be followed branch by branch, they are.
    """
    name = _LISTS.get(project.facts.text("symptom") or "", "")
    wanted = wanted_lists(project).get(name)
    if not wanted or (responses_of(project) is not None and not _handling_options(project)):
        return False
    if not _handling_options(project) and not has_branches(of_path(project)):
        return False
    count = 0
    # After each change everything is read again.
    while count < _MOST and any(
        extend_text(project, where_to_change(project, each), name, wanted) for each in _places(project, name)
    ):
        count += 1
    return count > 0


_MOST = 20


def _places(project: Project, name: str) -> Iterator[Place]:
    own = _handling_options(project)
    for each in find_written(project) if own else of_path(project):
        if each.name == name and (not own or id(each.function) in own):
            yield each.place
    for table in tables_of_path(project) if not own else ():
        value = dict(table.pairs).get(name)
        if value is not None:
            yield Place(table.module, value)


def _handling_options(project: Project) -> set[int]:
    """The views that handle the path's OPTIONS, and nothing else."""
    return {
        id(view.node)
        for view in project.reading.views
        if view.node is not None and rule_fits(view.rule, project.goal.path, ignore_last_slash=True)
        for each in view.call.keywords
        if each.arg == "methods"
        and [text_of(part) for part in getattr(each.value, "elts", [])] == ["OPTIONS"]
    }
