"""Lets preflights pass what asks for a login: hooks before the request, and decorators of the view."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.changes.flask_cors.decorators import move_cross_origin, put_below_route
from cors_wizard.changes.header_code.on_the_way import after_hooks
from cors_wizard.changes.header_code.where_written import own_decorator_below, takes_options
from cors_wizard.changes.preflights.early_exit import answer_first, has_decorators, insert_first
from cors_wizard.changes.preflights.wsgi_checks import free_wsgi_checks
from cors_wizard.changes.project import Project, aimed_at
from cors_wizard.changes.routing.views import View
from cors_wizard.changes.source_text.editing import (
    remove_argument,
    remove_element,
)
from cors_wizard.changes.source_text.imports import use_name
from cors_wizard.changes.workspace import CannotChange
from cors_wizard.flask_code.apps import is_route_decorator
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, called_name, keyword_value
from cors_wizard.flask_code.header_code.missing_names import missing_in, missing_names
from cors_wizard.flask_code.module import Module, dotted_name
from cors_wizard.flask_code.request_hooks.hook_conditions import PreflightRequest
from cors_wizard.flask_code.request_hooks.hook_run import HookRun
from cors_wizard.flask_code.request_hooks.hooks import OF_FLASK, Hook, hooks
from cors_wizard.flask_code.request_hooks.response_reads import unguarded_json

_BELOW_A_CHECK = ("below-another", "below-a-raiser")


def let_options_pass(project: Project) -> None:
    """Change every check that would refuse a preflight on the way to the view."""
    doing = project.workspace.doing
    with doing("Let Flask respond to OPTIONS"):
        changed = _answered_by_flask(project)
    # What they do is asked before the first is changed: a function that is registered twice changes once.
    refusing = {(hook.module.path, hook.node.lineno): hook for hook in _refusing_hooks(project)}
    with doing("Let preflights pass the check"):
        leave = _past_the_views(project) if refusing else ""
        for hook in refusing.values():
            _return_early(project, hook, leave)
            changed = True
    if _decorator_below_check(project):
        with doing("Put `@cross_origin` above the check"):
            move_cross_origin(project)
        changed = True
    elif _put_own_first(project):
        changed = True
    else:
        with doing("Let preflights pass the check"):
            changed = _free_the_view(project) or changed
    if not changed:
        with doing("Let preflights pass the check"):
            changed = free_wsgi_checks(project)
        if changed:
            leave_options_to_flask(project)
    view = project.view
    if not changed and view is not None and _runs_for_options(project, view):
        with doing("Let Flask respond to OPTIONS"):
            _unlist(project, view)
        changed = True
    if not changed and not _passes_already(project):
        with doing("Respond to preflights before any check"):
            answer_first(project)


def stops_preflights(project: Project) -> bool:
    """Whether a hook before the view keeps the preflight of this path from its response."""
    return any(_refusing_hooks(project))


def put_decorator_first(project: Project) -> None:
    """Put `@cross_origin` above what asks for a login, where nothing has shown that preflights pass it."""
    has_passed = (project.facts.number("preflight_status") or 500) < 300
    if has_passed or not project.sends_preflight:
        return
    if _decorator_below_check(project):
        with project.workspace.doing("Put `@cross_origin` above the check"):
            move_cross_origin(project)
    _put_own_first(project)


def _put_own_first(project: Project) -> bool:
    """The same for a decorator of the project's own that responds to OPTIONS; whether it was moved."""
    view, own = project.view, own_decorator_below(project)
    if view is None or own is None:
        return False
    with project.workspace.doing(f"Put `@{called_name(own)}` above the check"):
        put_below_route(project, view, own)
    return True


def leave_options_to_flask(project: Project) -> None:
    """Take OPTIONS from the methods of every view that isn't written for it."""
    with project.workspace.doing("Let Flask respond to OPTIONS"):
        # One after the other: each moves the lines of the next.
        while view := next(
            (each for each in project.reading.views if _runs_for_options(project, each)), None
        ):
            _unlist(project, view)


def import_missing_names(project: Project) -> None:
    """Import what a hook or the view uses: without it the request raises NameError."""
    found, modules = list(_hooks(project)), project.reading.modules
    named = [(module.path, name) for module in modules for name in missing_names(module, found)]
    view = project.view
    if view is not None and view.node is not None:
        named += [(view.node_module.path, name) for name in missing_in(view.node_module, view.node)]
    named = list(dict.fromkeys(named))
    if not named:
        raise CannotChange("the name that is not imported")
    for path, name in named:
        use_name(project.workspace, path, "flask", name)


def let_responses_pass(project: Project) -> None:
    """Have hooks after the request leave alone what has no JSON in it, such as a preflight's response."""
    changed = False
    for hook in after_hooks(project):
        if read := unguarded_json(hook):
            path, node = hook.module.path, hook.node
            project.workspace.blame(path, read.node.lineno)
            response = next(each.arg for each in node.args.args if each.arg != "self")
            again = _function(project, path, node.name, node.lineno)
            insert_first(project, path, again, f"not {read.of}.is_json", f"return {response}")
            changed = True
    if not changed:
        raise CannotChange("the hook that fails")


def _passes_already(project: Project) -> bool:
    """Whether the code lets preflights pass as it is: then an old process runs, or something else."""
    if any("OPTIONS" in hook.module.source(hook.node) for hook in _hooks(project)):
        return True
    sites = project.sites_of_path()
    if sites and sites[0].kind == "decorator" and sites[0].place == "below-route":
        return True
    view = project.view
    names = {_name_of(each) for each in getattr(view.node, "decorator_list", ())} if view else set()
    return any(
        isinstance(node, FunctionNode)
        and node.name in names
        and "OPTIONS" in project.workspace.source(module).says(node)
        for module in project.reading.modules
        for node, _ in module.nodes
    )


def _name_of(decorator: ast.expr) -> str:
    return called_name(decorator).rpartition(".")[2]


def _answered_by_flask(project: Project) -> bool:
    """Take out the argument that keeps Flask from answering OPTIONS itself."""
    view = project.view
    given = [each for each in view.call.keywords if each.arg == "provide_automatic_options"] if view else []
    if view is None or not given:
        return False
    source, path = project.workspace.source(view.module), view.module.path
    project.workspace.remove(path, source.says(given[0]), "Without it Flask itself responds to OPTIONS.")
    project.workspace.edit(path, remove_argument(source, view.call, given[0]))
    return True


def _decorator_below_check(project: Project) -> bool:
    """Whether `@cross_origin` is below the decorator that asks for a login."""
    sites = project.sites_of_path()
    return bool(sites) and sites[0].kind == "decorator" and sites[0].place in _BELOW_A_CHECK


def _refusing_hooks(project: Project) -> Iterator[Hook]:
    """The hooks before the request that stop a preflight, or may stop it."""
    view = project.view
    owners = {name for _, name in view.owners} if view else set()
    evaluator = project.reading.code_evaluator
    for hook in _hooks(project):
        if hook.is_for_all or view is None or hook.owner in owners or _is_app(project, hook.owner):
            run = HookRun.of(hook, PreflightRequest(None, None), evaluator)
            end = run.end()
            # One that fails for a name that is not imported fails ahead of any other line too.
            stops = end is not None and end.kind in ("refuses", "rejects", "redirects")
            if run.may_refuse or stops:
                at = end.node if end is not None and stops else hook.node
                project.workspace.blame(hook.module.path, getattr(at, "lineno", hook.node.lineno))
                yield hook


def _hooks(project: Project) -> Iterator[Hook]:
    sources = project.reading.code_evaluator.sources
    return (hook for module in project.reading.modules for hook in hooks(module, sources))


def _is_app(project: Project, owner: str) -> bool:
    app = project.workspace.around.app
    return app is not None and owner == app.variable.rpartition(".")[2]


def _return_early(project: Project, hook: Hook, app: str) -> None:
    path, node = hook.module.path, hook.node
    if app:
        owner = hook.owner if _is_app(project, hook.owner) and hook.module == _app_module(project) else ""
        app = owner or use_name(project.workspace, path, "flask", app)
    request = use_name(project.workspace, path, "flask", "request")
    again = _function(project, path, node.name, node.lineno)
    # A method of Flask's, in a class made from it, still does what Flask's own does.
    passes = f"return super().{node.name}()" if node.name in OF_FLASK else "return None"
    leave = f"return {app}.make_default_options_response()" if app else passes
    insert_first(project, path, again, f'{request}.method == "OPTIONS"', leave)


def _past_the_views(project: Project) -> str:
    """By which name the app has to respond itself, lest a view runs unchecked; empty where none would run.

    A view that lists OPTIONS and isn't written for it would hand out its data to an OPTIONS request. Where
    other views do respond to OPTIONS themselves, the app must not: then the list of that view is changed.
    """
    exposed = [view for view in project.reading.views if _runs_for_options(project, view)]
    if not exposed:
        return ""
    listing = [view for view in project.reading.views if _lists_options(view)]
    if not any(_is_for_options(project, view) for view in listing) and not has_decorators(project):
        return "current_app"
    leave_options_to_flask(project)
    return ""


def _runs_for_options(project: Project, view: View) -> bool:
    """Whether an OPTIONS request runs a view as any other request does."""
    return _lists_options(view) and isinstance(view.node, FunctionNode) and not _is_for_options(project, view)


def _is_for_options(project: Project, view: View) -> bool:
    """Whether the view responds to OPTIONS itself, or a decorator in front of it."""
    if not isinstance(view.node, FunctionNode):
        return True
    source = project.workspace.now[view.node_module.path]
    names = map(_name_of, view.node.decorator_list)
    is_decorated = any(each == "cross_origin" or takes_options(project, each) for each in names)
    return is_decorated or any("OPTIONS" in source.says(each) for each in view.node.body)


def _app_module(project: Project) -> Module | None:
    app = project.workspace.around.app
    return app.module if app else None


def _function(project: Project, path: str, name: str, line: int) -> FunctionNode:
    """The function again, after lines have moved."""
    parsed = project.workspace.parsed(path)
    assert isinstance(parsed, Module)
    alike = [n for n, _ in parsed.nodes if isinstance(n, FunctionNode) and n.name == name]
    return min(alike, key=lambda each: abs(each.lineno - line))


# Decorators of the view.


def _free_the_view(project: Project) -> bool:
    """A view that lists OPTIONS gets the preflight, and its login decorator refuses it."""
    view = project.view
    if view is not None and isinstance(view.node, ast.ClassDef):
        changed = _change_decorator(project, _around_options(view.node))
        if changed:
            leave_options_to_flask(project)
        return changed
    if view is None or not isinstance(view.node, FunctionNode) or not _lists_options(view):
        return False
    decorators = [
        each
        for each in view.node.decorator_list
        if not is_route_decorator(each) and _name_of(each) != "cross_origin"
    ]
    if not decorators:
        return False
    source = project.workspace.source(view.module)
    if "OPTIONS" not in "".join(source.says(each) for each in view.node.body):
        with project.workspace.doing("Let Flask respond to OPTIONS"):
            _unlist(project, view)
            _unlist_alike(project, {_name_of(each) for each in decorators})
        return True
    changed = _change_decorator(project, decorators)
    if changed:
        leave_options_to_flask(project)
    return changed


def _around_options(node: ast.ClassDef) -> list[ast.expr]:
    """The decorators of a class of views that its own `options` runs in."""
    if not any(isinstance(each, FunctionNode) and each.name == "options" for each in node.body):
        return []
    return [
        decorator
        for each in node.body
        if isinstance(each, ast.Assign) and isinstance(each.value, (ast.List, ast.Tuple))
        if {"decorators", "method_decorators"} & set(map(dotted_name, each.targets))
        for decorator in each.value.elts
        if _name_of(decorator) != "cross_origin"
    ]


def _unlist_alike(project: Project, checks: set[str]) -> None:
    """The same for the views of the page's other requests that one of these decorators guards."""
    for goal in project.others:
        with aimed_at(project, goal):
            view = project.view
            guards = {_name_of(each) for each in getattr(view.node, "decorator_list", ())} if view else set()
            if view is not None and guards & checks and _runs_for_options(project, view):
                _unlist(project, view)


def _lists_options(view: View) -> bool:
    return any(text_of(each) == "OPTIONS" for each in _methods(view))


def _methods(view: View) -> list[ast.expr]:
    given = keyword_value(view.call, "methods")
    return list(given.elts) if isinstance(given, (ast.List, ast.Tuple, ast.Set)) else []


def _unlist(project: Project, view: View) -> None:
    """Without OPTIONS in `methods`, Flask answers it itself, before any decorator."""
    source, path = project.workspace.source(view.module), view.module.path
    keyword = next(each for each in view.call.keywords if each.arg == "methods")
    elements = _methods(view)
    at = next(number for number, each in enumerate(elements) if text_of(each) == "OPTIONS")
    if len(elements) == 1:
        project.workspace.edit(path, remove_argument(source, view.call, keyword))
    else:
        close = source.span(keyword.value)[1] - 1
        project.workspace.edit(path, remove_element(source, elements, at, close))
    project.workspace.remove(path, '"OPTIONS" in methods', "Flask itself responds to OPTIONS.")


def _change_decorator(project: Project, decorators: list[ast.expr]) -> bool:
    """The wrapper of a decorator of the project calls the view for OPTIONS without asking for a login."""
    for decorator in decorators:
        name = called_name(decorator)
        for module in project.reading.modules:
            for node, _ in module.nodes:
                if isinstance(node, FunctionNode) and node.name == name.rpartition(".")[2]:
                    return _change_wrapper(project, module, node)
    return False


def _change_wrapper(project: Project, module: Module, decorator: FunctionNode) -> bool:
    inner = [each for each in decorator.body if isinstance(each, FunctionNode)]
    deeper = [each for outer in inner for each in outer.body if isinstance(each, FunctionNode)]
    wrapper = (deeper or inner)[-1:] or []
    holder = inner[0] if deeper else decorator
    if not wrapper or not holder.args.args or wrapper[0].args.vararg is None or wrapper[0].args.kwarg is None:
        return False
    called = holder.args.args[0].arg
    call = f"return {called}(*{wrapper[0].args.vararg.arg}, **{wrapper[0].args.kwarg.arg})"
    request = use_name(project.workspace, module.path, "flask", "request")
    again = _function(project, module.path, wrapper[0].name, wrapper[0].lineno)
    insert_first(project, module.path, again, f'{request}.method == "OPTIONS"', call)
    return True
