"""Code of a view's own for OPTIONS, and whether it or the rest sends the header that lets a page in."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.evaluation.literals import text_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, called_name, dotted_name
from cors_wizard.flask_code.findings import Route
from cors_wizard.flask_code.header_code.own_headers import find_own_headers
from cors_wizard.flask_code.module import Module

_HEADER = "access-control-allow-origin"
_MOST = 200
_BESIDE = frozenset({"OPTIONS", "HEAD"})
"""Methods that Flask itself gives a route."""
_DEEPEST = 4


def preflight_parts(view: ast.AST) -> Iterator[ast.stmt]:
    """The statements that run for OPTIONS alone: those of a method of that name, or below a test for it."""
    for node in ast.walk(view):
        is_method = isinstance(view, ast.ClassDef) and isinstance(node, FunctionNode)
        is_branch = isinstance(node, ast.If) and _asks_for_options(node.test)
        if (is_method and getattr(node, "name", "") == "options") or is_branch:
            yield from getattr(node, "body", [])


def preflight_returns(view: ast.AST) -> Iterator[ast.Return]:
    """What a view returns for OPTIONS."""
    for each in preflight_parts(view):
        yield from (part for part in ast.walk(each) if isinstance(part, ast.Return))


def _asks_for_options(test: ast.expr) -> bool:
    """`request.method == "OPTIONS"`."""
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.ops[0], ast.Eq)
        and dotted_name(test.left).endswith(".method")
        and text_of(test.comparators[0]) == "OPTIONS"
    )


def silent_views(modules: Sequence[Module], routes: Sequence[Route]) -> Iterator[Fact]:
    """The facts `silent_preflights` and `silent_responses`: for which rules which part sends no such header.

    Only where code of the project writes it to single responses, and no hook to every one.
    """
    written = [each for module in modules for each in find_own_headers(module) if each.name == _HEADER]
    writers = header_writers(modules)
    if not written or not writers or _are_hooks(modules, writers):
        return
    inside = {id(each.node) for each in written}
    views = {
        node.name: (module, node)
        for module in modules
        for node, _ in module.nodes
        if isinstance(node, (FunctionNode, ast.ClassDef))
    }
    preflights: dict[str, tuple[Module, ast.AST]] = {}
    responses: dict[str, tuple[Module, ast.AST]] = {}
    for route in routes[:_MOST]:
        module, view = views.get(route.view, (None, None))
        if module is None or view is None or route.cross_origin or _is_decorated(view):
            continue
        returns = [each for each in preflight_returns(view) if each.value is not None]
        writes = any(id(part) in inside for part in ast.walk(view)) and route.view in writers
        if returns and not writes and not any(calls_any(each, writers) for each in returns):
            preflights[route.rule] = module, returns[0]
        for_options = {id(part) for each in preflight_parts(view) for part in ast.walk(each)}
        rest = [part for part in ast.walk(view) if id(part) not in for_options]
        if not any(id(part) in inside or _is_call_of(part, writers) for part in rest):
            silent: dict[str, ast.AST] = {"": view}
        else:
            silent = dict(_silent_errors(view, rest, inside, writers))
        for method in (each for each in route.methods if each not in _BESIDE):
            responses.update({f"{method} {route.rule}{end}": (module, at) for end, at in silent.items()})
    for name, found in (("silent_preflights", preflights), ("silent_responses", responses)):
        if found:
            where, first = next(iter(found.values()))
            yield scanned(name, tuple(found), where.where(first), where.says(first))


def _silent_errors(
    view: ast.AST, rest: Sequence[ast.AST], inside: set[int], writers: set[str]
) -> Iterator[tuple[str, ast.AST]]:
    """The errors, by status, that a view returns without the header that its other returns add."""
    returns = [each for each in rest if isinstance(each, ast.Return)]
    by_return = {id(part) for each in returns for part in ast.walk(each)}
    if any(id(part) in inside or (id(part) not in by_return and _is_call_of(part, writers)) for part in rest):
        return
    for each in returns:
        parts = each.value.elts if isinstance(each.value, ast.Tuple) else []
        status = parts[1].value if len(parts) > 1 and isinstance(parts[1], ast.Constant) else None
        if isinstance(status, int) and status >= 400 and not calls_any(each, writers):
            yield f" {status}", each


def header_writers(modules: Sequence[Module]) -> set[str]:
    """The functions that write the header, and helpers that call one of them."""
    written = (each for module in modules for each in find_own_headers(module) if each.name == _HEADER)
    functions = [node for module in modules for node, _ in module.nodes if isinstance(node, FunctionNode)]
    helpers = [each for each in functions if not each.args.args or each.args.args[0].arg != "self"]
    found = {each.scope.function for each in written} - {""}
    called = [(each.name, _called(each)) for each in helpers] if found else []
    for _ in range(_DEEPEST):
        found |= {name for name, all_called in called if not found.isdisjoint(all_called)}
    return found


def calls_any(node: ast.AST, names: set[str]) -> bool:
    """Whether one of these functions is called somewhere in it."""
    return any(_is_call_of(each, names) for each in ast.walk(node))


def _is_call_of(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Call) and called_name(node).rpartition(".")[2] in names


def _called(node: ast.AST) -> set[str]:
    calls = (each for each in ast.walk(node) if isinstance(each, ast.Call))
    return {called_name(each).rpartition(".")[2] for each in calls}


def _are_hooks(modules: Sequence[Module], names: set[str]) -> bool:
    """Whether one of these functions is registered for every response, or wraps the whole app."""
    for module in modules:
        for node, _ in module.nodes:
            decorators = node.decorator_list if isinstance(node, FunctionNode) and node.name in names else []
            if any("after" in called_name(each) for each in decorators):
                return True
            if isinstance(node, ast.Call) and "after" in called_name(node).rpartition(".")[2]:
                return True
            if isinstance(node, ast.Attribute) and node.attr == "wsgi_app":
                return True
    return False


def _is_decorated(view: ast.AST) -> bool:
    """Whether something around a view may add the header."""
    if isinstance(view, ast.ClassDef):
        return any(
            isinstance(each, ast.Assign) and "decorators" in map(dotted_name, each.targets)
            for each in view.body
        )
    return isinstance(view, FunctionNode) and len(view.decorator_list) > 1
