"""Which comes first, a hook that writes the header or flask-cors: who finds it written adds nothing.

Flask runs a blueprint's `after_request` functions before the app's, and those first that were registered
last. flask-cors registers one when `CORS(...)` or `init_app` is called; it leaves a response alone that has
`Access-Control-Allow-Origin` (read in 3.0.7 to 6.0.5, `make_after_request_function`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.changes.flask_cors.sites import Site
from cors_wizard.changes.header_code.hand_written import ORIGIN
from cors_wizard.changes.header_code.hook_responses import hooks_of_path, responses_of
from cors_wizard.changes.header_code.on_the_way import hooks_of, owner_of
from cors_wizard.changes.project import Project
from cors_wizard.flask_code.evaluation.scopes import FunctionNode
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.request_hooks.hooks import Hook

_DEEPEST = 3
_Moment = tuple[str, int, int]
"""The file, the function by its `id`, and the line there."""


def decides_before_flask_cors(project: Project) -> bool:
    """Whether the page's own response gets the header from a hook, and flask-cors then adds nothing."""
    return _writes_origin(project) is True and runs_first(project) is True


def leaves_to_flask_cors(project: Project) -> bool:
    """Whether the hooks come first, and write nothing to this page's own response."""
    return _writes_origin(project) is False and runs_first(project) is True


def _writes_origin(project: Project) -> bool | None:
    """Whether the hooks write the header for the page's request; None where the code doesn't show it."""
    both = responses_of(project)
    return None if both is None else ORIGIN in {*both.preflight.headers, *both.actual.headers}


def is_star_with_credentials(project: Project) -> bool:
    """Whether the hooks send `*` where the page sends credentials: nobody loses what they take from it."""
    both = responses_of(project)
    return (
        project.goal.with_credentials
        and both is not None
        and {each.headers.get(ORIGIN, "*") for each in (both.preflight, both.actual)} == {"*"}
    )


def runs_first(project: Project) -> bool | None:
    """Whether the hooks that write headers for the path run before flask-cors; None if that isn't known."""
    sites = [each for each in project.sites_of_path() if project.rule_of(each) is not None]
    functions = hooks_of_path(project) or []
    if not sites or not functions or any(each.kind == "decorator" for each in sites):
        return None
    found = [hooks_of(project, node) for _, node in functions]
    if not all(len(each) == 1 for each in found):
        return None
    ways = {comes_before(project, hook, site) for (hook,) in found for site in sites}
    return ways.pop() if len(ways) == 1 else None


def comes_before(project: Project, hook: Hook, site: Site) -> bool | None:
    """Whether a hook runs before a setup of flask-cors; None where that isn't known."""
    if site.kind == "decorator":
        return False
    is_of_app = (
        hook.applies_to == "*" or project.reading.owners.kind(owner_of(project, hook)) == "flask.Flask"
    )
    if is_of_app is not (site.kind == "app"):
        return not is_of_app
    of_hook = list(_moments(project, hook.registrar, hook.within, hook.registered, 0))
    of_site = list(_moments(project, site.module, site.scope.node, site.node, 0))
    for path, function, line in of_hook:
        for other, around, at in of_site:
            if (path, function) == (other, around) and line != at:
                return line > at
    return None


def _moments(
    project: Project, module: Module, function: ast.AST | None, node: ast.AST, depth: int
) -> Iterator[_Moment]:
    """When a line runs, as a line of its own function, and of each that calls this function once."""
    yield module.path, id(function) if function is not None else 0, getattr(node, "lineno", 0)
    if not isinstance(function, FunctionNode) or depth == _DEEPEST:
        return
    calls = project.reading.code_evaluator.calls_of(function.name)
    if len(calls) == 1:
        other, call, scope = calls[0]
        yield from _moments(project, other, scope.node, call, depth + 1)
