"""Puts `@cross_origin` where it works: directly below the route."""

from __future__ import annotations

import ast
import re
from functools import partial

from cors_wizard.changes.flask_cors.sites import Site
from cors_wizard.changes.flask_cors.whose_decorator import is_on
from cors_wizard.changes.project import Project
from cors_wizard.changes.routing.views import View
from cors_wizard.changes.source_text.editing import (
    first_line,
    inserted,
    list_literal,
    remove_element,
    replaced,
)
from cors_wizard.changes.source_text.source import Edit, Source, indent_of
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.apps import is_route_decorator
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, called_name, holds
from cors_wizard.flask_code.module import dotted_name

_VERBS = ("get", "post", "put", "patch", "delete", "head")


def move_cross_origin(project: Project) -> None:
    """Move the decorator of the view that serves the path; a class of views gets its OPTIONS."""
    view = project.view
    if view is None or view.node is None:
        raise CannotChange("the view")
    site = next((each for each in project.sites_of_path() if each.kind == "decorator"), None)
    if isinstance(view.node, ast.ClassDef):
        if site is None and not any(_sets(each, "decorators") for each in view.node.body):
            # Without a decorator that answers them, the class would refuse the preflights it is given.
            raise CannotChange("the decorator")
        if any(each is view.call for each in view.node.decorator_list):
            # flask-smorest and Flask-RESTX document each method of `methods`, and fail without its function.
            raise CannotChange("the class")
        with project.workspace.doing("Let the class's decorators handle its preflights"):
            _answer_options(project, view, view.node)
    elif site is not None:
        with project.workspace.doing("Put `@cross_origin` directly below the route"):
            _below_route(project, view, site)
            _others_that_are_called(project)
    else:
        raise CannotChange("the decorator")


def lift_above_cache(project: Project) -> None:
    """Move the decorator out of what a cache keeps: it would hand the header for one page to another."""
    view = project.view
    site = next((each for each in project.sites_of_path() if each.kind == "decorator"), None)
    symptom = project.facts.text("symptom") or ""
    if site is None or view is None or not isinstance(view.node, FunctionNode):
        return
    if not symptom.endswith(("allow-origin-mismatch", "missing-allow-origin")):
        return
    stack = view.node.decorator_list
    own = next((at for at, each in enumerate(stack) if each is site.node or holds(each, site.node)), 0)
    if any(_CACHES.search(called_name(each)) for each in stack[:own]):
        _below_route(project, view, site)


_CACHES = re.compile(r"(?:^|[._])(?:cache|cached|memoize)(?:$|[._])", re.IGNORECASE)


def lift_to_the_class(project: Project) -> None:
    """Move the decorator out of `method_decorators`, to what is around the whole view.

    There it gets no preflight. As the first of them it gets a bound method, which takes no attributes, and
    every request ends in `AttributeError: 'method' object has no attribute 'required_methods'`.
    """
    view = project.view
    node = view.node if view is not None else None
    for each in node.body if isinstance(node, ast.ClassDef) else ():
        if not isinstance(each, ast.Assign) or not _sets(each, "method_decorators"):
            continue
        listed = each.value.elts if isinstance(each.value, (ast.List, ast.Tuple)) else []
        assert view is not None
        assert isinstance(node, ast.ClassDef)
        at = next((at for at, one in enumerate(listed) if _is_cross_origin(view, one)), None)
        if at is None or any(_sets(one, "decorators") for one in node.body):
            continue
        source, path = project.workspace.source(view.node_module), view.node_module.path
        if len(listed) == 1:
            project.workspace.edit(path, replaced(source, each.targets[0], "decorators"))
            continue
        start = source.line_start(each.lineno)
        line = f"{indent_of(source.lines[each.lineno - 1])}decorators = [{source.says(listed[at])}]\n"
        close = source.span(each.value)[1] - 1
        project.workspace.edit(path, Edit(start, start, line), remove_element(source, listed, at, close))


def _others_that_are_called(project: Project) -> None:
    """The same in the views of the page's other requests: they fail in the same way."""
    for number in range(len(project.reading.views)):
        view = project.reading.views[number]
        sites = [each for each in project.reading.sites if each.kind == "decorator" and is_on(each, view)]
        if len(sites) == 1 and isinstance(view.node, FunctionNode) and project.is_called(view):
            project.workspace.attempt(partial(_below_route, project, view, sites[0]))


def _below_route(project: Project, view: View, site: Site) -> None:
    decorators = view.node.decorator_list if view.node is not None else []
    mine = next((each for each in decorators if each is site.node or holds(each, site.node)), None)
    put_below_route(project, view, mine)


def put_below_route(project: Project, view: View, mine: ast.expr | None) -> None:
    """Move a decorator of the view to right below its last route."""
    assert isinstance(view.node, (ast.FunctionDef, ast.AsyncFunctionDef))
    decorators = view.node.decorator_list
    routes = [each for each in decorators if is_route_decorator(each)]
    if mine is None or not routes:
        raise CannotChange("the decorator")
    source, path = project.workspace.source(view.node_module), view.node_module.path
    after = routes[-1]
    if decorators.index(mine) == decorators.index(after) + 1:
        return
    first, last = mine.lineno, mine.end_lineno or mine.lineno
    start, end = source.line_start(first), source.line_start(last + 1)
    at = source.line_start((after.end_lineno or after.lineno) + 1)
    project.workspace.edit(path, Edit(start, end, ""), Edit(at, at, source.text[start:end]))


def _answer_options(project: Project, view: View, node: ast.ClassDef) -> None:
    """With OPTIONS among the class's `methods`, its decorators get the preflight."""
    _lift_from_methods(project, view, node)
    lift_to_the_class(project)
    again = project.view
    if again is None or not isinstance(again.node, ast.ClassDef):
        raise CannotChange("the view")
    _put_outermost(project, again, again.node)
    again = project.view
    assert again is not None
    assert isinstance(again.node, ast.ClassDef)
    node = again.node
    source, path = project.workspace.source(again.node_module), again.node_module.path
    listed = next((each for each in node.body if _sets(each, "methods")), None)
    if isinstance(listed, ast.Assign) and isinstance(listed.value, (ast.List, ast.Tuple, ast.Set)):
        if any(text_of(each) == "OPTIONS" for each in listed.value.elts):
            return
        quote = source.says(listed.value.elts[0])[0] if listed.value.elts else '"'
        close = source.span(listed.value)[1] - 1
        project.workspace.edit(path, inserted(source, listed.value.elts, close, f"{quote}OPTIONS{quote}"))
        return
    verbs = [
        each.name.upper() for each in node.body if isinstance(each, ast.FunctionDef) and each.name in _VERBS
    ]
    if any(isinstance(each, ast.FunctionDef) and each.name == "options" for each in node.body):
        return
    first = next((each for each in node.body if _sets(each, "decorators")), _first_of(node))
    indent = indent_of(source.lines[first.lineno - 1])
    at = source.line_start(first.lineno)
    blank = "\n" if isinstance(first, FunctionNode) else ""
    text = f"{indent}methods = {list_literal(source, [*verbs, 'OPTIONS'])}\n{blank}"
    project.workspace.edit(path, Edit(at, at, text))


def _put_outermost(project: Project, view: View, node: ast.ClassDef) -> None:
    """The last of the class's `decorators` is around the others: a login check there gets the preflight."""
    found = next((each for each in node.body if _sets(each, "decorators")), None)
    value = found.value if isinstance(found, ast.Assign) else None
    listed = value.elts if isinstance(value, (ast.List, ast.Tuple)) else []
    own = next((each for each in listed if _is_cross_origin(view, each)), None)
    if own is None or own is listed[-1]:
        return
    source = project.workspace.source(view.node_module)
    moved = [*(each for each in listed if each is not own), own]
    edits = [replaced(source, old, source.says(new)) for old, new in zip(listed, moved, strict=True)]
    project.workspace.edit(view.node_module.path, *edits)


def _sets(statement: ast.stmt, name: str) -> bool:
    return isinstance(statement, ast.Assign) and any(dotted_name(each) == name for each in statement.targets)


def _lift_from_methods(project: Project, view: View, node: ast.ClassDef) -> None:
    """`@cross_origin` on a method of the class becomes one of the class's `decorators`."""
    source, path = project.workspace.source(view.node_module), view.node_module.path
    found = [
        (each, decorator)
        for each in node.body
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))
        for decorator in each.decorator_list
        if _is_cross_origin(view, decorator)
    ]
    if not found or any(_sets(each, "decorators") for each in node.body):
        return
    said = source.says(found[0][1])
    said = said if said.endswith(")") else f"{said}()"
    first = _first_of(node)
    line = first_line(first)
    at = source.line_start(line)
    indent = indent_of(source.lines[line - 1])
    edits = [_line_of(source, decorator) for _, decorator in found]
    project.workspace.edit(path, Edit(at, at, f"{indent}decorators = [{said}]\n\n"), *edits)


def _first_of(node: ast.ClassDef) -> ast.stmt:
    """The first statement below the docstring."""
    return node.body[1] if ast.get_docstring(node) is not None and len(node.body) > 1 else node.body[0]


def _is_cross_origin(view: View, decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return view.node_module.meaning(called) == "flask_cors.cross_origin"


def _line_of(source: Source, node: ast.expr) -> Edit:
    return Edit(source.line_start(node.lineno), source.line_start((node.end_lineno or node.lineno) + 1), "")
