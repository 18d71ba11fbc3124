"""Changes a route: its slash at the end, its methods."""

from __future__ import annotations

import ast
from functools import partial

from cors_wizard.changes.change import ByHand
from cors_wizard.changes.project import Project, aimed_at
from cors_wizard.changes.source_text.editing import add_argument, inserted, list_literal, text_literal
from cors_wizard.changes.source_text.source import Edit
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import keyword_value
from cors_wizard.flask_code.module import Module, dotted_name

_SHORTHANDS = ("get", "post", "put", "delete", "patch")
"""`@app.get(...)`: Flask's short way to say `methods=["GET"]`."""


def accept_both_slashes(project: Project) -> None:
    """`strict_slashes=False` on the route that redirects, and on those of the page's other requests."""
    _accept_both(project)
    for goal in project.others:
        with aimed_at(project, goal):
            # The route of another request may well be right as it is.
            project.workspace.attempt(partial(_accept_both, project))


def _accept_both(project: Project) -> None:
    view = project.view
    if view is None:
        raise CannotChange("the route")
    if view.rule and view.rule.endswith("/") == project.goal.path.endswith("/"):
        raise CannotChange("the route: it has this slash already")
    source = project.workspace.source(view.module)
    if not any(each.arg == "strict_slashes" for each in view.call.keywords):
        project.workspace.edit(view.module.path, *add_argument(source, view.call, "strict_slashes=False"))
        return
    raise CannotChange("the route")


def allow_method(project: Project) -> None:
    """The page's method in the route's `methods`."""
    if not project.goal.method:
        raise CannotChange("the route")
    take_method(project, project.goal.method.upper())


def take_method(project: Project, method: str) -> None:
    """One more method in the route's `methods`."""
    view = project.view
    if view is None:
        raise CannotChange("the route")
    source, path = project.workspace.source(view.module), view.module.path
    given = keyword_value(view.call, "methods")
    if isinstance(given, (ast.List, ast.Tuple, ast.Set)):
        if any((text_of(each) or "").upper() == method for each in given.elts):
            return
        close = source.span(given)[1] - 1
        project.workspace.edit(path, inserted(source, given.elts, close, text_literal(source, method)))
        return
    if isinstance(view.node, ast.ClassDef):
        _allow_on_class(project, view.node_module, view.node, method)
        return
    name = source.says(view.call.func).rpartition(".")[2]
    if name in _SHORTHANDS and isinstance(view.node, ast.FunctionDef):
        end = source.span(view.call.func)[1]
        text = f"methods={list_literal(source, [name.upper(), method])}"
        spelled = Edit(end - len(name), end, "route")
        project.workspace.edit(path, spelled, *add_argument(source, view.call, text))
        return
    if given is None and name in ("route", "add_url_rule") and isinstance(view.node, ast.FunctionDef):
        text = f"methods={list_literal(source, ['GET', method])}"
        project.workspace.edit(path, *add_argument(source, view.call, text))
        return
    raise CannotChange("the route")


def _allow_on_class(project: Project, module: Module, node: ast.ClassDef, method: str) -> None:
    """One more entry in the `methods` of a class that has a function for it."""
    functions = {each.name for each in node.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))}
    given = next(
        (
            each.value
            for each in node.body
            if isinstance(each, ast.Assign) and "methods" in map(dotted_name, each.targets)
        ),
        None,
    )
    if method.lower() not in functions:
        name = method.lower()
        raise CannotChange(
            f"The class `{node.name}` has no function `{name}` ({module.path}:{node.lineno}).",
            ByHand(f"Write `def {name}(self, ...)` in `{node.name}`, or let the page use another method."),
        )
    if not isinstance(given, (ast.List, ast.Tuple, ast.Set)):
        raise CannotChange("the route")
    if any((text_of(each) or "").upper() == method for each in given.elts):
        return
    source = project.workspace.source(module)
    close = source.span(given)[1] - 1
    if source.text[close] not in ")]}":
        raise CannotChange("the route")
    project.workspace.edit(module.path, inserted(source, given.elts, close, text_literal(source, method)))
