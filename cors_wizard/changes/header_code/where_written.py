"""Where the code itself writes the headers that the page's request gets, and whether preflights get there."""

from __future__ import annotations

import ast

from cors_wizard.changes.header_code.hand_written import (
    HEADERS,
    METHODS,
    ORIGIN,
    Written,
    find_written,
    wanted_lists,
)
from cors_wizard.changes.header_code.header_tables import tables_of_path
from cors_wizard.changes.header_code.on_the_way import (
    is_called_by_views_alone,
    is_on_the_way,
)
from cors_wizard.changes.project import Project
from cors_wizard.changes.routing.views import View, decorators_of, functions_of, only_for_options
from cors_wizard.flask_code.apps import is_route_decorator
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, called_name, holds
from cors_wizard.flask_code.flask_cors.decorator_places import answers_options
from cors_wizard.flask_code.request_hooks.silent_preflights import preflight_parts


def of_path(project: Project) -> list[Written]:
    """What the path's responses pass: hooks and helpers, and of the views this one alone."""
    view, method = project.view, project.goal.method
    views = {id(each) for one in project.reading.views for each in functions_of(one)}
    own = {id(each) for each in functions_of(view, method)} if view else set()
    return [
        each
        for each in find_written(project)
        if each.function is None
        or id(each.function) in own
        or (id(each.function) not in views and is_on_the_way(project, each.module, each.function))
    ]


def only_in_view(project: Project) -> bool:
    """Whether nothing but the view writes the header, and the browser's preflight never gets there."""
    view = project.view
    return (
        view is not None
        and only_with_the_view(project)
        and all(_is_in_view(view, each) for each in of_path(project) if each.name == ORIGIN)
    )


def only_with_the_view(project: Project) -> bool:
    """Whether the view and its helpers alone write the header, and the preflight never gets there."""
    view = project.view
    written = [each for each in of_path(project) if each.name == ORIGIN]
    if view is None or view.node is None or not written:
        return False
    # The page code doesn't show every preflight: an upload that is watched has one, too.
    has_preflight = (project.facts.text("symptom") or "").startswith("preflight-")
    return (
        (has_preflight or not {HEADERS, METHODS}.isdisjoint(wanted_lists(project)))
        and not _handles_options(project, view)
        and all(
            _is_in_view(view, each) or is_called_by_views_alone(project, each.function) for each in written
        )
    )


def _handles_options(project: Project, view: View) -> bool:
    """Whether the browser's preflight gets to the view: by its `methods`, or its class's own `options`."""
    if isinstance(view.node, ast.ClassDef):
        return any(isinstance(each, FunctionNode) and each.name == "options" for each in view.node.body)
    return "OPTIONS" in project.workspace.source(view.module).says(view.call)


def _is_in_view(view: View, written: Written) -> bool:
    """Whether a statement is the view's own: its function's, or that of a method of its class."""
    return any(each is written.function for each in functions_of(view))


def lets_in_but_for_preflights(project: Project) -> bool:
    """Whether the view's own response lets the page in, and the browser's preflight never gets there."""
    if not only_with_the_view(project) and not never_meets_the_preflight(project):
        return False
    places = [each.place for each in of_path(project) if each.name == ORIGIN]
    tables = [each.origin for each in tables_of_path(project)]
    if not tables and all(project.reading.evaluator.value(each) == project.goal.origin for each in places):
        # The decorator says the same.
        return False
    places += tables
    allowed = {project.goal.origin} if project.goal.with_credentials else {project.goal.origin, "*"}
    values = [project.reading.evaluator.value(each) for each in places]
    return all(isinstance(each, str) and each in allowed for each in values)


def is_for_preflights_alone(project: Project) -> bool:
    """Whether the header is written to responses to OPTIONS, and the view's own response gets none."""
    view, written = project.view, [each for each in of_path(project) if each.name == ORIGIN]
    if view is None or not written or tables_of_path(project):
        return False
    return not any(each.is_in_hook for each in written) and all(
        _is_for_options(project, each.function, each.statement) for each in written
    )


def answers_options_in_vain(project: Project) -> bool:
    """Whether the view or a decorator on it has a part for OPTIONS that never runs: Flask responds itself."""
    view = project.view
    if view is None or not isinstance(view.node, FunctionNode):
        return False
    decorators = {called_name(each).rpartition(".")[2] for each in view.node.decorator_list}
    around = (
        node
        for module in project.reading.modules
        for node, _ in module.nodes
        if isinstance(node, FunctionNode) and node.name in decorators
    )
    if not any(any(True for _ in preflight_parts(each)) for each in (view.node, *around)):
        return False
    if any(takes_options(project, each) for each in decorators):
        return False
    alike = [each for each in project.reading.views if each.rule == view.rule]
    return not any("OPTIONS" in each.module.source(each.call) for each in alike)


def _is_for_options(project: Project, function: ast.AST | None, statement: ast.AST) -> bool:
    """Whether a statement runs for OPTIONS alone, or so does each call of the helper that it is in."""
    if function is None:
        return False
    if any(holds(each, statement) for each in preflight_parts(function)):
        return True
    own = [each for each in project.reading.views if each.node is function]
    if own:
        return all(only_for_options(each) for each in own)
    name = getattr(function, "name", "")
    callers = [
        (node, call)
        for module in project.reading.modules
        for node, _ in module.nodes
        if isinstance(node, FunctionNode) and node is not function
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and called_name(call).rpartition(".")[2] == name
    ]
    return bool(callers) and all(
        any(holds(each, call) for each in preflight_parts(node))
        or any(only_for_options(each) for each in project.reading.views if each.node is node)
        for node, call in callers
    )


def is_left_by_errors(project: Project) -> bool:
    """Whether the view itself lets the page in, on what it returns, and no hook has a say."""
    view, written = project.view, [each for each in of_path(project) if each.name == ORIGIN]
    own = [each for each in written if view is not None and each.function is view.node]
    allowed = {project.goal.origin} if project.goal.with_credentials else {project.goal.origin, "*"}
    values = [project.reading.evaluator.value(each.place) for each in own]
    is_in_hook = any(each.is_in_hook for each in written)
    return bool(own) and not is_in_hook and all(isinstance(each, str) and each in allowed for each in values)


def is_in_own_decorator(project: Project) -> bool:
    """Whether a decorator of the project's own around the view is all that writes the header."""
    view, written = project.view, [each for each in of_path(project) if each.name == ORIGIN]
    names = set() if view is None else {called_name(each).rpartition(".")[2] for each in decorators_of(view)}
    return bool(written) and all(_is_inside(each, names) for each in written)


def only_in_decorator(project: Project) -> bool:
    """Whether a decorator of the project's own writes the header; Flask's preflight response passes none."""
    view = project.view
    if view is None or view.node is None:
        return False
    own = [each for each in decorators_of(view) if each is not view.call]
    has_silent_class = project.sends_preflight and _leaves_options_to_flask(view)
    if has_silent_class:
        own += [each for part in functions_of(view) for each in part.decorator_list]
    elif project.facts.text("symptom") != "preflight-missing-allow-origin":
        return False
    names = {called_name(each).rpartition(".")[2] for each in own}
    if not has_silent_class and any(takes_options(project, each) for each in names):
        return False
    written = [each for each in of_path(project) if each.name == ORIGIN]
    return bool(written) and all(_is_inside(each, names) for each in written)


def _leaves_options_to_flask(view: View) -> bool:
    """Whether Flask itself responds to OPTIONS for a class: `as_view` undoes what a decorator asks for."""
    return isinstance(view.node, ast.ClassDef) and not any(
        answers_options(part) or _SWITCH in view.node_module.source(part)
        for part in (view.node, *view.inherits)
    )


def own_decorator_below(project: Project) -> ast.expr | None:
    """The project's own decorator that responds to OPTIONS, where another is between it and the route."""
    view = project.view
    if view is None or not isinstance(view.node, FunctionNode):
        return None
    for place, each in enumerate(view.node.decorator_list):
        above = view.node.decorator_list[place - 1] if place else view.call
        name = called_name(each).rpartition(".")[2]
        if above is view.call or is_route_decorator(above) or not takes_options(project, name):
            continue
        if any(one.name == ORIGIN and _is_inside(one, {name}) for one in of_path(project)):
            return each
    return None


def takes_options(project: Project, name: str) -> bool:
    """Whether a decorator of this name asks Flask to hand OPTIONS to the view."""
    return any(
        isinstance(node, FunctionNode) and node.name == name and _SWITCH in module.source(node)
        for module in project.reading.modules
        for node, _ in module.nodes
    )


_SWITCH = "provide_automatic_options"


def _is_inside(written: Written, names: set[str]) -> bool:
    """Whether a statement is in one of these functions, or in one inside of them."""
    around = [
        node
        for node, _ in written.module.nodes
        if isinstance(node, ast.FunctionDef) and node.name in names and holds(node, written.statement)
    ]
    return bool(around)


def never_meets_the_preflight(project: Project) -> bool:
    """Whether the view alone has a table of headers, and the request's preflight never gets there."""
    view, tables = project.view, tables_of_path(project)
    if view is None or view.node is None or not tables or any(e.name == ORIGIN for e in of_path(project)):
        return False
    inside = {id(part) for part in ast.walk(view.node)}
    handles_options = "OPTIONS" in project.workspace.source(view.module).says(view.call)
    is_asked = bool({HEADERS, METHODS} & set(wanted_lists(project)))
    return is_asked and not handles_options and all(id(each.node) in inside for each in tables)
