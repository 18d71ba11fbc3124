"""What hooks that write headers do for the page's request, and which check of the browser that fails.

Only what is written out is followed. Anything else that may decide a header leaves the outcome unknown.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from cors_wizard.changes.header_code.hand_written import TableWriter, Written, find_written, table_writers
from cors_wizard.changes.header_code.header_tables import tables_of_path
from cors_wizard.changes.header_code.hook_expressions import NotReadError
from cors_wizard.changes.header_code.hook_statements import DEEPEST, LiteralRun
from cors_wizard.changes.header_code.on_the_way import hooks_of, is_on_the_way
from cors_wizard.changes.project import Project
from cors_wizard.fetch_standard import judge
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, dotted_name
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.request_hooks.hooks import hooks
from cors_wizard.frozen import dataclass
from cors_wizard.http_exchange import Exchange, Headers, Request, Response

_ELSEWHERE = "api.invalid"


@dataclass(frozen=True)
class HookResponse:
    """What the hooks do for one request."""

    headers: Mapping[str, str]
    """Those of the response, by lower-cased names."""
    ran: frozenset[int]
    """The statements that were carried out, by `id`."""
    wrote: Mapping[str, int]
    """By a header's name, the statement that wrote it."""


@dataclass(frozen=True)
class HookResponses:
    """What the hooks do for a page's request, and for the preflight before it."""

    preflight: HookResponse
    actual: HookResponse


def allows(project: Project) -> bool | None:
    """Whether the hooks allow the page's request; None if something else may write headers too."""
    refused = refusals(project)
    return None if refused is None else not refused


def refusals(project: Project) -> tuple[str, ...] | None:
    """Which check of the browser the hooks' headers would fail; None as for `allows`."""
    both, goal = responses_of(project), project.goal
    if both is None:
        return None
    # Which server it is doesn't matter, as long as it is another one.
    url = f"{goal.origin.partition(':')[0]}://{_ELSEWHERE}{goal.path}"
    headers = Headers.of((name, "application/json") for name in goal.headers)
    request = Request(url, goal.method or "GET", headers, "include" if goal.with_credentials else "omit")
    preflight, actual = (
        Response(200, Headers.of(dict(each.headers))) for each in (both.preflight, both.actual)
    )
    verdict = judge(Exchange(goal.origin, request, preflight, actual))
    return tuple(dict.fromkeys(violation.symptom for violation in verdict.violations))


def responses_of(project: Project, origin: str = "") -> HookResponses | None:
    """What the hooks do for the page's request, or for the same of another page; None if unknown."""
    functions = project.reading.once(("hooks", id(project.view)), lambda: hooks_of_path(project))
    if functions is None:
        return None
    goal, origin = project.goal, origin or project.goal.origin
    try:
        preflight = _response(project, functions, origin, "OPTIONS", goal.method, ",".join(goal.headers))
        return HookResponses(preflight, _response(project, functions, origin, goal.method or "GET"))
    except NotReadError:
        return None


def hooks_of_path(project: Project) -> list[tuple[Module, FunctionNode]] | None:
    """The hooks that write headers for the path, in their order; None if something else may decide too."""
    modules = project.reading.modules
    tables = list(table_writers(project))
    writes: list[Written | TableWriter] = [*find_written(project), *tables]
    ways = [
        each
        for each in writes
        if not isinstance(each.function, FunctionNode) or is_on_the_way(project, each.module, each.function)
    ]
    stops = [each for module in modules for each in hooks(module, project.reading.code_evaluator.sources)]
    if any("access-control" in each.module.source(each.node).lower() for each in stops):
        return None
    passed = [_on_the_way_to(project, each.module, each.function) for each in ways]
    if not ways or None in passed:
        return None
    inside = {id(part) for each in ways if each.function for part in ast.walk(each.function)}
    inside |= {id(each.table) for each in tables if _uses(project, each.table) == 1}
    if any(id(each.node) not in inside for each in tables_of_path(project)):
        return None
    found = {id(node): (module, node) for each in passed for module, node in each or ()}
    return [*reversed(found.values())]


def _uses(project: Project, table: ast.expr) -> int:
    """How often the code names a table."""
    modules = project.reading.modules
    kept = [names for module in modules for names, value, _ in module.assignments() if value is table]
    named = {name for names in kept for name in names}
    nodes = (node for module in modules for node, _ in module.nodes)
    return sum(
        isinstance(each, ast.Name | ast.Attribute)
        and isinstance(each.ctx, ast.Load)
        and dotted_name(each).rpartition(".")[2] in named
        for each in nodes
    )


def _on_the_way_to(
    project: Project, module: Module, function: ast.AST | None, depth: int = 0
) -> list[tuple[Module, FunctionNode]] | None:
    """The hooks that a response passes before a function; None if it may come another way."""
    if not isinstance(function, FunctionNode) or depth > DEEPEST:
        return None
    if hooks_of(project, function):
        return [(module, function)]
    calls = project.reading.code_evaluator.calls_of(function.name)
    above = [_on_the_way_to(project, other, scope.node, depth + 1) for other, _, scope in calls]
    return None if not calls or None in above else [hook for each in above for hook in each or ()]


def _response(
    project: Project,
    functions: Sequence[tuple[Module, FunctionNode]],
    origin: str,
    method: str,
    asked_method: str = "",
    asked_headers: str = "",
) -> HookResponse:
    request = {
        "request.method": method,
        "request.path": project.app_path,
        "access-control-request-method": asked_method or None,
        "access-control-request-headers": asked_headers or None,
        **_endpoint(project),
    }
    headers: dict[str, str] = {}
    ran, wrote = set[int](), dict[str, int]()
    for module, node in functions:
        response = next((each.arg for each in node.args.args if each.arg != "self"), "")
        LiteralRun(project, module, request, origin, headers, response, ran=ran, wrote=wrote).run(node)
    return HookResponse(headers, frozenset(ran), wrote)


def _endpoint(project: Project) -> dict[str, str | None]:
    """Flask's name for the view if it is the app's own; empty if it isn't known."""
    view = project.view
    if view is None or view.node is None or len(view.owners) != 1:
        return {}
    is_of_app = project.reading.owners.kind(view.owners[0]) == "flask.Flask"
    given = [each.value for each in view.call.keywords if each.arg == "endpoint"]
    name = text_of(given[0]) if given else view.node.name
    if not is_of_app or name is None or not isinstance(view.node, FunctionNode):
        return {}
    return {"request.endpoint": name, "request.blueprint": None}
