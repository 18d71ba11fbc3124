"""Extends what the view's own decorator is given: `@crossdomain(origin=..., headers=["Content-Type"])`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.changes.evaluate import Place
from cors_wizard.changes.flask_cors.options import extend, spread_with
from cors_wizard.changes.flask_cors.sites import resolved
from cors_wizard.changes.header_code.hand_written import HEADERS, METHODS, Written, extend_text, wanted_lists
from cors_wizard.changes.header_code.where_written import of_path
from cors_wizard.changes.project import Project
from cors_wizard.changes.routing.views import decorators_of
from cors_wizard.changes.source_text.editing import add_argument, list_literal, replaced, text_literal
from cors_wizard.flask_code.evaluation.bindings import argument, default_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, holds, names_in
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.frozen import dataclass

_LISTS = frozenset(("header-disallowed", "method-disallowed"))


@dataclass(frozen=True)
class Use:
    """A decorator of the view, and the function of the project that makes it."""

    module: Module
    call: ast.Call
    maker: FunctionNode
    maker_module: Module

    def given(self, name: str) -> Place | None:
        """What it gives for a parameter."""
        found = argument(self.call, self.maker, name)
        return Place(self.module, found) if found is not None else None

    def default(self, name: str) -> Place | None:
        """What the parameter is where nothing is given."""
        found = default_of(self.maker, name)
        return Place(self.maker_module, found) if found is not None else None


def extend_decorator(project: Project) -> bool:
    """Have the decorator list what the preflight was seen to lack; whether there was something to extend."""
    if project.facts.text("symptom") not in _LISTS:
        return False
    names = [each for each in (HEADERS, METHODS) if wanted_lists(project).get(each)]
    # After each change everything is read again.
    return any([_extend(project, name, wanted_lists(project)[name]) for name in names])


def _extend(project: Project, name: str, wanted: Sequence[str]) -> bool:
    for written in of_path(project):
        for use in uses(project, written) if written.name == name else ():
            parameter = parameter_of(use.maker, written.value)
            if parameter is not None:
                return _lengthen(project, use, parameter, name, wanted)
    return False


def uses(project: Project, written: Written) -> Iterator[Use]:
    """The decorators of the view that have a header written in this statement."""
    view = project.view
    for each in decorators_of(view) if view is not None else ():
        assert view is not None
        is_of_node = view.node is not None and holds(view.node, each)
        module = view.node_module if is_of_node else view.module
        place = resolved(Place(module, each), project.reading.evaluator)
        called = place.node
        name = dotted_name(called.func).rpartition(".")[2] if isinstance(called, ast.Call) else ""
        for node, _ in written.module.nodes if name else ():
            is_maker = isinstance(node, FunctionNode) and node.name == name
            if is_maker and holds(node, written.statement):
                assert isinstance(node, FunctionNode)
                assert isinstance(called, ast.Call)
                yield Use(place.module, called, node, written.module)


def parameter_of(maker: FunctionNode, value: ast.expr) -> str | None:
    """The one parameter that a value comes from: directly, by a name, or by a function in between."""
    parameters = {each.arg for each in (*maker.args.posonlyargs, *maker.args.args, *maker.args.kwonlyargs)}
    names, before = names_in(value), set[str]()
    while names != before:
        before = set(names)
        for node in ast.walk(maker):
            if isinstance(node, FunctionNode) and node is not maker and node.name in names:
                names |= names_in(node)
            elif isinstance(node, ast.Assign) and names & set(map(dotted_name, node.targets)):
                names |= names_in(node.value)
    found = names & parameters
    return found.pop() if len(found) == 1 else None


def _lengthen(project: Project, use: Use, parameter: str, name: str, wanted: Sequence[str]) -> bool:
    given = use.given(parameter)
    now = _listed(project, given or use.default(parameter))
    if now is None:
        return False
    lower = {each.lower() for each in now}
    missing = [each for each in wanted if each.lower() not in lower]
    if not missing or "*" in lower:
        return False
    if name == METHODS and not now:
        # Then the route's own methods are listed.
        return False
    path, source = use.module.path, project.workspace.source(use.module)
    if given is None:
        values = [*now, *missing]
        is_list = _is_joined(use.maker, parameter)
        text = list_literal(source, values) if is_list else text_literal(source, ", ".join(values))
        project.workspace.edit(path, *add_argument(source, use.call, f"{parameter}={text}"))
        return True
    project.workspace.keep(path, *(f"{name}: {each}" for each in now))
    if isinstance(given.node, (ast.List, ast.Tuple, ast.Set)):
        extend(project, given, [text_literal(source, each, given.node.elts) for each in missing])
    elif isinstance(given.node, ast.Constant) and given.node.value is None:
        project.workspace.edit(path, replaced(source, given.node, list_literal(source, missing)))
    elif isinstance(given.node, ast.Constant):
        return extend_text(project, given, name, wanted)
    elif isinstance(project.reading.evaluator.value(given), list):
        # Other views may be given the same list.
        spread_with(project, given, missing)
    else:
        more = text_literal(source, "".join(f", {each}" for each in missing))
        project.workspace.edit(path, replaced(source, given.node, f"{source.says(given.node)} + {more}"))
    return True


def _listed(project: Project, place: Place | None) -> list[str] | None:
    """What is listed; None where that isn't known."""
    value = project.reading.evaluator.value(place) if place is not None else None
    if isinstance(value, str):
        return [each.strip() for each in value.split(",") if each.strip()]
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return [str(each) for each in value]
    return [] if value is None else None


def _is_joined(maker: FunctionNode, parameter: str) -> bool:
    """Whether the names are joined with commas there."""
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr == "join"
        and any(parameter in names_in(given) for given in each.args)
        for each in ast.walk(maker)
    )
