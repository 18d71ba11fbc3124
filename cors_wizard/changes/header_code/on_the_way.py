"""Whether a function that writes headers is on the way of the page's request: hook, decorator or helper."""

from __future__ import annotations

import ast

from cors_wizard.changes.project import Project
from cors_wizard.changes.routing.views import View, decorators_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, called_name, holds
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.request_hooks.hooks import AFTER, Hook, hooks
from cors_wizard.flask_code.routing.owners import Owner

_DEEPEST = 5


def is_on_the_way(project: Project, module: Module, function: ast.AST) -> bool:
    """Whether the path's responses pass this function, as far as the code shows it."""
    view = project.view
    if view is None or not isinstance(function, FunctionNode):
        return True
    key = ("on-the-way", id(view), id(function))
    return project.reading.once(key, lambda: _is_passed(project, view, module, function))


def _is_passed(project: Project, view: View, module: Module, function: FunctionNode) -> bool:
    if registered := hooks_of(project, function):
        return any(_is_for(project, view, each) for each in registered)
    names = _names_around(module, function)
    if used := names & project.reading.once(("decorating",), lambda: _decorating(project)):
        own = {_last(each) for each in decorators_of(view)}
        return bool(used & own)
    return _is_called_for(project, view, module, function)


def after_hooks(project: Project) -> tuple[Hook, ...]:
    """The hooks that responses pass."""

    def find() -> tuple[Hook, ...]:
        sources = project.reading.code_evaluator.sources
        return tuple(hook for module in project.reading.modules for hook in hooks(module, sources, AFTER))

    return project.reading.once(("after-hooks",), find)


def hooks_of(project: Project, function: ast.AST | None) -> list[Hook]:
    """The hooks that a function is: one for each time that it is registered."""
    return [hook for hook in after_hooks(project) if hook.node is function]


def times_used(project: Project, function: ast.AST | None) -> int:
    """How often one response may pass a function: once for each hook that it is, and each call of it."""
    if not isinstance(function, FunctionNode):
        return 1
    calls = [
        call for other in project.reading.modules for call, _ in other.calls() if _last(call) == function.name
    ]
    return max(1, len(hooks_of(project, function)) + len(calls))


def owner_of(project: Project, hook: Hook) -> Owner:
    """The app or blueprint that a hook is registered on."""
    return project.reading.owners.find(hook.registrar, hook.on, hook.around)


def _is_for(project: Project, view: View, hook: Hook) -> bool:
    if hook.is_for_all:
        return True
    owners, found = project.reading.owners, owner_of(project, hook)
    kinds = {owners.kind(each) for each in view.owners}
    # Of an app that nothing more is known of, the view's may well be meant.
    return found in view.owners or owners.kind(found) not in kinds | {"flask.Blueprint"}


def _names_around(module: Module, function: FunctionNode) -> set[str]:
    """The function's name and those of the functions that it is defined in."""
    return {function.name} | {
        node.name for node, _ in module.nodes if isinstance(node, FunctionNode) and holds(node, function)
    }


def _decorating(project: Project) -> set[str]:
    """The names that are used as decorators of functions."""
    return {
        _last(each)
        for module in project.reading.modules
        for node, _ in module.nodes
        if isinstance(node, (FunctionNode, ast.ClassDef))
        for each in node.decorator_list
    } | {_last(each) for view in project.reading.views for each in decorators_of(view)}


def _last(node: ast.expr) -> str:
    return called_name(node).rpartition(".")[2]


def is_called_by_views_alone(project: Project, function: ast.AST | None, depth: int = 0) -> bool:
    """Whether a helper is called by views and error handlers, or by what they alone call; by no hook."""
    if not isinstance(function, FunctionNode) or depth > _DEEPEST:
        return False
    callers = _callers(project, function, function.name)
    inside = _parts_of_views(project)
    return bool(callers) and all(
        id(each) in inside or _handles_errors(each) or is_called_by_views_alone(project, each, depth + 1)
        for each in callers
    )


def _is_named(project: Project, name: str) -> bool:
    """Whether any file has the name of a function in an expression: it may be handed on."""
    nodes = (node for module in project.reading.modules for node, _ in module.nodes)
    return any(isinstance(node, (ast.Name, ast.Attribute)) and _last(node) == name for node in nodes)


def _handles_errors(function: FunctionNode) -> bool:
    return any(_last(each) in ("errorhandler", "app_errorhandler") for each in function.decorator_list)


def _parts_of_views(project: Project) -> set[int]:
    """Whatever is in a view: the functions of a class, and those that a view has inside."""

    def find() -> set[int]:
        nodes = {id(each.node): each.node for each in project.reading.views if each.node is not None}
        return {id(part) for node in nodes.values() for part in ast.walk(node)}

    return project.reading.once(("parts-of-views",), find)


def _callers(project: Project, function: FunctionNode, name: str) -> list[FunctionNode]:
    return [
        node
        for module in project.reading.modules
        for node, _ in module.nodes
        if isinstance(node, FunctionNode) and node is not function and _calls(node, name)
    ]


def _is_called_for(project: Project, view: View, module: Module, function: FunctionNode) -> bool:
    """False where views call the function, and this one is not among them."""
    # Who makes an object runs its class's `__init__`.
    classes = (node for node, _ in module.nodes if isinstance(node, ast.ClassDef) and function in node.body)
    name = next((each.name for each in classes if function.name == "__init__"), function.name)
    callers = _callers(project, function, name)
    inside = _parts_of_views(project)
    own = {id(part) for part in ast.walk(view.node)} if view.node is not None else set()
    if not callers:
        # Neither called nor handed on by its name: it never runs.
        return bool(function.decorator_list) or _is_named(project, name)
    if any(id(each) not in inside for each in callers):
        return True
    return any(id(each) in own for each in callers)


def _calls(node: FunctionNode, name: str) -> bool:
    return any(isinstance(each, ast.Call) and _last(each) == name for each in ast.walk(node))
