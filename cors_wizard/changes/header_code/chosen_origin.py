"""Lets a table of headers name the origin that the request has, if it is listed."""

from __future__ import annotations

import ast
import re

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors.add_setup import after_app
from cors_wizard.changes.header_code.hand_written import (
    ORIGIN,
    SPELLED,
    TableWriter,
    table_writers,
)
from cors_wizard.changes.header_code.on_the_way import hooks_of
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


def choose_from_environ(project: Project, place: Place, page: str) -> bool:
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


def is_in_pair(place: Place) -> bool:
    """Whether it is the value in a tuple, as in `("Access-Control-Allow-Origin", value)`."""
    pairs = (node.elts for node, _ in place.module.nodes if isinstance(node, ast.Tuple))
    return any(place.node is each for pair in pairs for each in pair)


def choose_above(project: Project, place: Place, page: str) -> None:
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


def writer_of(project: Project, place: Place) -> TableWriter | None:
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


def allow_beside(project: Project, place: Place, value: str) -> bool:
    """The page's origin, where it asks, for the responses that a table made once gives a fixed one.

    Below the line that writes the table, or in a hook of its own. Raises CannotChange where that hook would
    have to serve a preflight, which no table of a view reaches, or cookies.
    """
    if (writer := writer_of(project, place)) is not None:
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
