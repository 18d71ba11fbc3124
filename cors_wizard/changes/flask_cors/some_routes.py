"""CORS for some routes alone: no setup for the whole app opens the others; REST libraries' own decorators."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors.options import extend, sequence_in
from cors_wizard.changes.header_code.hand_written import (
    EXPOSED,
    HEADERS,
    METHODS,
    ORIGIN,
    extend_text,
    find_written,
    wanted_lists,
)
from cors_wizard.changes.project import Project
from cors_wizard.changes.routing.views import decorators_of, paths_of
from cors_wizard.changes.source_text.editing import add_argument, list_literal, replaced, text_literal
from cors_wizard.flask_code.evaluation.scopes import keyword_value
from cors_wizard.flask_code.module import Module

_DECORATORS = frozenset(
    {
        "flask_restful.utils.cors.crossdomain",
        "flask_restplus.cors.crossdomain",
        "flask_restx.cors.crossdomain",
    }
)
"""What REST libraries have in place of flask-cors's decorator."""


_OPTIONS = {HEADERS: "headers", METHODS: "methods", EXPOSED: "expose_headers"}
_MOST_ROUNDS = 8


def extend_rest_decorator(project: Project) -> bool:
    """What the view's `@cors.crossdomain(...)` lacks for the page's request; whether it lacked something."""
    for done in range(_MOST_ROUNDS):
        if not _take_credentials(project) and not any(_lengthen(project, name) for name in _OPTIONS):
            return bool(done)
    return True


def _rest_decorators(project: Project) -> Iterator[tuple[Module, ast.Call]]:
    """The library's own decorators around the view, each with its file: the `Api` may be in another."""
    for each in decorators_of(project.view) if project.view is not None else ():
        holding = (
            module for module in project.reading.modules if any(node is each for node, _ in module.nodes)
        )
        module = next(holding, None)
        if module is not None and isinstance(each, ast.Call) and module.meaning(each.func) in _DECORATORS:
            yield module, each


def _take_credentials(project: Project) -> bool:
    """`credentials=True`, where the decorator names one origin; whether it lacked that."""
    for module, call in _rest_decorators(project) if project.goal.with_credentials else ():
        source, origin = project.workspace.source(module), keyword_value(call, "origin")
        allowed = project.reading.evaluator.value(Place(module, origin)) if origin is not None else None
        given = keyword_value(call, "credentials")
        if allowed != project.goal.origin or (isinstance(given, ast.Constant) and given.value is True):
            return False
        if given is None:
            project.workspace.edit(module.path, *add_argument(source, call, "credentials=True"))
        else:
            project.workspace.edit(module.path, replaced(source, given, "True"))
        return True
    return False


def _lengthen(project: Project, name: str) -> bool:
    """One option of the decorator with what the request needs; False where it has that."""
    wanted = wanted_lists(project).get(name)
    for module, call in _rest_decorators(project) if wanted else ():
        assert wanted is not None
        source = project.workspace.source(module)
        given = keyword_value(call, _OPTIONS[name])
        if given is None:
            # Without `methods` it lists those of the resource.
            text = f"{_OPTIONS[name]}={list_literal(source, wanted)}"
            if name != METHODS:
                project.workspace.edit(module.path, *add_argument(source, call, text))
            return name != METHODS
        place = Place(module, given)
        value, listed = project.reading.evaluator.value(place), sequence_in(given)
        if isinstance(value, str):
            return extend_text(project, place, name, wanted)
        if not isinstance(value, list) or listed is None:
            return False
        lower = {str(each).lower() for each in value}
        missing = [text_literal(source, each, listed.elts) for each in wanted if each.lower() not in lower]
        if missing:
            project.workspace.keep(module.path, *(f"{_OPTIONS[name]} {each}" for each in value))
            extend(project, Place(module, listed), missing)
        return bool(missing)
    return False


def only_paths(project: Project) -> str:
    """The pattern of the paths that a new setup must keep to; empty where it may be for the whole app."""
    view = project.view
    return paths_of(view.app_rule) if view is not None and _are_chosen(project) else ""


def _are_chosen(project: Project) -> bool:
    if any(site.kind in ("decorator", "blueprint") for site in project.reading.sites):
        return True
    if any(each.name == ORIGIN and each.function for each in find_written(project)):
        return True
    return any(
        module.meaning(call.func) in _DECORATORS
        for module in project.reading.modules
        for call, _ in module.calls()
        if isinstance(call, ast.Call)
    )
