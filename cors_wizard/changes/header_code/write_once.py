"""Has headers set, not added, where the code itself writes them to one response twice."""

from __future__ import annotations

import ast

from cors_wizard.changes.header_code.hand_written import CREDENTIALS, ORIGIN, Written
from cors_wizard.changes.header_code.header_tables import tables_of_path
from cors_wizard.changes.header_code.hook_responses import allows
from cors_wizard.changes.header_code.on_the_way import times_used
from cors_wizard.changes.header_code.where_written import of_path
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.source import Edit
from cors_wizard.changes.workspace import CannotChange

_ADDING = ("add", "add_header")
_WHY = "It adds a second header to a response that has one."


def write_once(project: Project) -> bool:
    """`headers.set` for `headers.add`; whether that was where the second header came from.

    Raises:
        CannotChange: the header that is left may not be the page's.
    """
    symptom, is_silenced = project.facts.text("symptom") or "", project.workspace.is_changed
    if not symptom.endswith("multiple-allow-origin") or is_silenced or not _writes_twice(project):
        return False
    origins = [each for each in of_path(project) if each.name == ORIGIN]
    if len(origins) + len(tables_of_path(project)) > 1 and not all(_fits(project, each) for each in origins):
        raise CannotChange("the headers")
    with project.workspace.doing("Set the headers in place of adding them"):
        # After each change everything is read again.
        while added := [each for each in of_path(project) if _is_added(each)]:
            _set(project, added[0])
    if allows(project) is False:
        raise CannotChange("the headers")
    return project.workspace.is_changed


def _is_added(written: Written) -> bool:
    """Whether it is one of the headers that no response may have twice."""
    return written.name in (ORIGIN, CREDENTIALS) and written.call in _ADDING


def _writes_twice(project: Project) -> bool:
    origins = [each for each in of_path(project) if each.name == ORIGIN]
    count = sum(times_used(project, each.function) for each in origins)
    return count + len(tables_of_path(project)) > 1


def _fits(project: Project, written: Written) -> bool:
    """Whether the page may read what this statement writes, as far as the code shows it."""
    value, goal = project.reading.evaluator.value(written.place), project.goal
    fitting = {goal.origin} if goal.with_credentials else {goal.origin, "*"}
    return not isinstance(value, str) or value in fitting


def _set(project: Project, written: Written) -> None:
    assert isinstance(written.statement, ast.Expr)
    assert isinstance(written.statement.value, ast.Call)
    source, path = project.workspace.source(written.module), written.module.path
    end = source.span(written.statement.value.func)[1]
    if written.name == ORIGIN:
        project.workspace.remove(path, source.says(written.statement.value.func), _WHY)
    project.workspace.edit(path, Edit(end - len(written.call), end, "set"))
