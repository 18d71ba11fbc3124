"""Changes tables of headers that the code hands to its responses."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors.add_setup import after_app
from cors_wizard.changes.header_code.hand_written import (
    HEADERS,
    METHODS,
    ORIGIN,
    SPELLED,
    Table,
    TableWriter,
    extend_text,
    find_tables,
    table_writers,
    wanted_lists,
)
from cors_wizard.changes.header_code.on_the_way import hooks_of
from cors_wizard.changes.origins.meant_origins import corrected
from cors_wizard.changes.origins.used_elsewhere import where_to_change
from cors_wizard.changes.project import Project
from cors_wizard.changes.source_text.editing import (
    entry_inserted,
    function_after,
    indent_unit,
    inserted,
    line_after,
    line_before,
    replaced,
    text_literal,
)
from cors_wizard.changes.source_text.imports import use_name
from cors_wizard.changes.source_text.source import Source
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.fetch_standard.methods import is_cors_safelisted_method
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, holds
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
    writer = _writer(project, table.origin)
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
            return _allow_beside(project, place, value)
        return False
    if _is_in_pair(place):
        return _choose_from_environ(project, place, text)
    _choose_above(project, place, text)
    project.workspace.keep(path, f"origin {value}")
    return True


def _choose_from_environ(project: Project, place: Place, page: str) -> bool:
    """In WSGI middleware, outside of the request that `flask.request` is, the origin is in `environ`."""
    source, path = project.workspace.source(place.module), place.module.path
    around = [
        each for each, _ in place.module.nodes if isinstance(each, FunctionNode) and holds(each, place.node)
    ]
    if not any(each.arg == "environ" for function in around for each in function.args.args):
        raise CannotChange("the headers")
    key, old = text_literal(source, "HTTP_ORIGIN"), source.says(place.node)
    sent = f"environ[{key}] if environ.get({key}) in ({old}, {page}) else {old}"
    tables = [each for each, _ in place.module.nodes if isinstance(each, ast.List)]
    table = next(each for each in tables if holds(each, place.node))
    edits = [replaced(source, place.node, sent)]
    if "Vary" not in source.says(table):
        vary = f"({text_literal(source, 'Vary')}, {text_literal(source, 'Origin')})"
        edits.append(inserted(source, table.elts, source.span(table)[1] - 1, vary))
    project.workspace.keep(path, f"origin {text_of(place.node)}")
    project.workspace.edit(path, *edits)
    return True


def _is_in_pair(place: Place) -> bool:
    pairs = (node.elts for node, _ in place.module.nodes if isinstance(node, ast.Tuple))
    return any(place.node is each for pair in pairs for each in pair)


def _choose_above(project: Project, place: Place, page: str) -> None:
    """The request's origin where it is one of two, worked out above the statement with the dictionary."""
    path = place.module.path
    scope = place.module.scope_of(place.node)
    # A function of a cloud platform is given the request.
    is_given = "request" in scope.parameters
    request = "request" if is_given else use_name(project.workspace, path, "flask", "request")
    source = project.workspace.now[path]
    tree = source.tree
    tables = [each for each in ast.walk(tree) if isinstance(each, ast.Dict)]
    table, value = next(
        (
            (table, each)
            for table in tables
            for each in table.values
            if ast.dump(each) == ast.dump(place.node)
        ),
        (None, None),
    )
    if table is None or value is None:
        raise CannotChange("the headers")
    inside = [each for each in ast.walk(tree) if isinstance(each, ast.stmt) and holds(each, table)]
    statement = max(inside, key=lambda each: each.lineno)
    name, old = text_literal(source, "Origin"), source.says(value)
    origin = next(each for each in ("origin", "page_origin", "request_origin") if not _has(source, each))
    lines = f"{origin} = {request}.headers.get({name})\nif {origin} not in ({old}, {page}):\n"
    lines += f"{indent_unit(source)}{origin} = {old}"
    edits = [line_before(source, statement, lines), replaced(source, value, origin)]
    if "Vary" not in source.says(table):
        vary = f"{text_literal(source, 'Vary')}: {name}"
        edits.append(entry_inserted(source, table, source.span(table)[1] - 1, vary))
    project.workspace.edit(path, *edits)


def _has(source: Source, name: str) -> bool:
    return re.search(rf"\b{name}\b", source.text) is not None


def _writer(project: Project, place: Place) -> TableWriter | None:
    """The one statement that writes the table to every response."""
    found = [each for each in table_writers(project) if holds(each.table, place.node)]
    is_one = len(found) == 1 and bool(hooks_of(project, found[0].function))
    return found[0] if is_one else None


def _choose_below(project: Project, writer: TableWriter, value: str) -> bool:
    source, path = project.workspace.source(writer.module), writer.module.path
    page = text_literal(source, project.goal.origin)
    if page in source.says(writer.function):
        return False
    request = use_name(project.workspace, path, "flask", "request")
    writer = next(each for each in table_writers(project) if each.function.name == writer.function.name)
    source = project.workspace.source(writer.module)
    origin = text_literal(source, "Origin")
    lines = [
        f"if {request}.headers.get({origin}) == {page}:",
        f"{indent_unit(source)}{writer.headers}[{text_literal(source, SPELLED[ORIGIN])}] = {page}",
    ]
    if "vary" not in source.says(writer.function).lower():
        lines.append(f"{writer.headers}.add({text_literal(source, 'Vary')}, {origin})")
    project.workspace.keep(path, f"origin {value}")
    project.workspace.edit(path, line_after(source, writer.statement, "\n".join(lines)))
    return True


def _allow_beside(project: Project, place: Place, value: str) -> bool:
    """The page's origin, where it asks, for the responses that a table made once gives a fixed one.

    Below the line that writes the table, or in a hook of its own. Raises CannotChange where that hook would
    have to serve a preflight, which no table of a view reaches, or cookies.
    """
    if (writer := _writer(project, place)) is not None:
        return _choose_below(project, writer, value)
    app, goal = project.workspace.around.app, project.goal
    is_simple = not goal.method or is_cors_safelisted_method(goal.method.upper())
    is_simple = is_simple and not goal.headers and not goal.with_credentials
    if app is None or not app.variable or not is_simple:
        raise CannotChange("the headers")
    path = app.module.path
    request = use_name(project.workspace, path, "flask", "request")
    source, statement = after_app(project, path, app.variable, app.function, "")
    if "def allow_page_too(" in source.text:
        return False
    unit, page = indent_unit(source), text_literal(source, goal.origin)
    name, origin = text_literal(source, SPELLED[ORIGIN]), text_literal(source, "Origin")
    lines = (
        f"@{app.variable}.after_request",
        "def allow_page_too(response):",
        f"{unit}if {name} in response.headers:",
        f"{unit * 2}response.vary.add({origin})",
        f"{unit * 2}if {request}.headers.get({origin}) == {page}:",
        f"{unit * 3}response.headers[{name}] = {page}",
        f"{unit}return response",
    )
    project.workspace.keep(place.module.path, f"origin {value}")
    with project.workspace.doing("Allow the page's origin"):
        project.workspace.edit(path, function_after(source, statement, lines))
    return True
