"""Changes tables of headers that the code hands to its responses."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.header_code.chosen_origin import (
    allow_beside,
    choose_above,
    choose_from_environ,
    is_in_pair,
    writer_of,
)
from cors_wizard.changes.header_code.hand_written import (
    HEADERS,
    METHODS,
    SPELLED,
    Table,
    extend_text,
    find_tables,
    wanted_lists,
)
from cors_wizard.changes.origins.meant_origins import corrected
from cors_wizard.changes.origins.used_elsewhere import where_to_change
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import (
    entry_inserted,
    inserted,
    replaced,
    text_literal,
)
from cors_wizard.flask_code.module import dotted_name

_MOST_ROUNDS = 40
ABOUT_PATH = re.compile(r"\b(?:path|full_path|endpoint|blueprint|url_rule|rule|url)\b")
"""In a condition: it asks which route the request is for."""


def tables_of_path(project: Project) -> list[Table]:
    """The tables of headers that the path's responses may get: of the views this one's alone."""
    view, tables = project.view, find_tables(project)
    own = view.node if view else None
    around = project.reading.once(("views around",), lambda: _views_around(project)) if tables else {}
    return [table for table in tables if all(node is own for node in around.get(id(table.node), ()))]


def _views_around(project: Project) -> dict[int, list[ast.AST]]:
    """Of every part of a view, the views that it is in."""
    nodes = {id(each.node): each.node for each in project.reading.views if each.node is not None}
    around: dict[int, list[ast.AST]] = {}
    for node in nodes.values():
        for part in ast.walk(node):
            around.setdefault(id(part), []).append(node)
    return around


def correct_tables(project: Project) -> None:
    """What tables give: one fixed origin becomes the request's, if it is listed; lists get what they lack."""
    for _ in range(_MOST_ROUNDS):
        tables = tables_of_path(project)
        lists = [each for each in find_tables(project, *_OF_PREFLIGHTS) if _is_beside(each, tables)]
        if not any(
            _correct(project, table, is_of_response=bool(lists) and table not in lists) for table in tables
        ) and not any(_fill(project, each, is_whole=True) for each in lists if each not in tables):
            return


def _correct(project: Project, table: Table, *, is_of_response: bool) -> bool:
    if _correct_entry(project, table.origin):
        return True
    # Where the page has a branch of its own below the table, its lists are there.
    writer = writer_of(project, table.origin)
    has_branch = writer is not None and project.goal.origin in ast.unparse(writer.function)
    return not has_branch and _fill(project, table, is_of_response=is_of_response)


def _is_beside(table: Table, others: Sequence[Table]) -> bool:
    """Whether it is one of the others, or in the function that one of them is in."""
    return table in others or any(
        _function(table) is _function(each) is not None for each in others if each.module is table.module
    )


def _function(table: Table) -> ast.AST | None:
    return table.module.scope_of(table.node).node


def is_table_for_some_paths(project: Project) -> bool:
    """Whether everyone's `*` is in a table that conditions choose for some paths, and credentials end it."""
    if not project.goal.with_credentials:
        return False
    stars = [each for each in tables_of_path(project) if project.reading.evaluator.value(each.origin) == "*"]
    return any(
        isinstance(each, (ast.If, ast.IfExp))
        and ABOUT_PATH.search(ast.unparse(each.test))
        and any(_is_used(table, part) for table in stars for part in ast.walk(each))
        for module in (project.reading.modules if stars else ())
        for each, _ in module.nodes
    )


def _is_used(table: Table, node: ast.AST) -> bool:
    if node is table.node:
        return True
    names = {
        name
        for names, value, _ in table.module.assignments()
        if value is table.node
        for name in names
        if name
    }
    return isinstance(node, (ast.Name, ast.Attribute)) and dotted_name(node).rpartition(".")[2] in names


_OF_PREFLIGHTS = frozenset((METHODS, HEADERS))


def _fill(project: Project, table: Table, *, is_of_response: bool = False, is_whole: bool = False) -> bool:
    """What the page's request needs beside the origin; whether there was something to write.

    Args:
        project: the files.
        table: the one to fill.
        is_of_response: whether another lists methods or headers: this one isn't for preflights.
        is_whole: whether it gets no entries more, only longer ones.
    """
    for name, wanted in wanted_lists(project).items():
        if is_of_response and name in _OF_PREFLIGHTS:
            continue
        value = dict(table.pairs).get(name)
        if value is None and is_whole:
            continue
        if value is None:
            _insert(project, table, name, ", ".join(wanted))
            return True
        place = where_to_change(project, Place(table.module, value))
        if extend_text(project, place, name, wanted):
            return True
    return False


def _insert(project: Project, table: Table, name: str, value: str) -> None:
    source, path = project.workspace.source(table.module), table.module.path
    key, text = text_literal(source, SPELLED[name]), text_literal(source, value)
    close = source.span(table.node)[1] - 1
    if isinstance(table.node, ast.Dict):
        edit = entry_inserted(source, table.node, close, f"{key}: {text}")
    else:
        edit = inserted(source, table.node.elts, close, f"({key}, {text})")
    project.workspace.edit(path, edit)


def _correct_entry(project: Project, place: Place) -> bool:
    value = project.reading.evaluator.value(place)
    source, path = project.workspace.source(place.module), place.module.path
    text = text_literal(source, project.goal.origin)
    if value == project.goal.origin or (value == "*" and not project.goal.with_credentials):
        return False
    if value == "*" or (
        isinstance(value, str) and corrected(value, project.goal.origin) == project.goal.origin
    ):
        project.workspace.remove(path, str(value), "Browsers don't accept it for this page.")
        project.workspace.edit(path, replaced(source, place.node, text))
        return True
    is_in_function = any(node is place.node and scope.function for node, scope in place.module.nodes)
    if not isinstance(value, str) or not isinstance(place.node, ast.Constant) or not is_in_function:
        if isinstance(value, str) and isinstance(place.node, ast.Constant):
            return allow_beside(project, place, value)
        return False
    if is_in_pair(place):
        return choose_from_environ(project, place, text)
    choose_above(project, place, text)
    project.workspace.keep(path, f"origin {value}")
    return True
