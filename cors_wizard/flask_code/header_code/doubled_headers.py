"""Responses that get Access-Control-Allow-Origin twice: a hook adds it to what was written before.

Flask runs the functions of `after_request` in the reverse order in which they are registered, those of a
blueprint before the app's; flask-cors is one of them, and leaves alone a response that has the header.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.facts import Fact
from cors_wizard.facts.found import scanned
from cors_wizard.flask_code.apps import is_route_decorator
from cors_wizard.flask_code.evaluation.evaluate import Evaluator
from cors_wizard.flask_code.evaluation.scopes import FunctionNode
from cors_wizard.flask_code.flask_cors.cors_setups import Setup
from cors_wizard.flask_code.header_code.own_headers import OwnHeader
from cors_wizard.flask_code.request_hooks.hooks import AFTER, Hook, hooks

_ALLOW_ORIGIN = "access-control-allow-origin"
_ADDING = ("add", "add_header")
"""Methods of headers that keep a value that is there."""
_MOST = 20


def read_doubled_headers(
    own: Sequence[OwnHeader], setups: Sequence[Setup], evaluator: Evaluator
) -> Iterator[Fact]:
    """The fact `doubled_headers`, each as `path:line: sure path:line`, or `perhaps` under a condition."""
    written = [each for each in own if each.name == _ALLOW_ORIGIN]
    adding = [each for each in written if _adds(each) and not _asks_first(each)]
    modules = {each.module.path: each.module for each in written} if adding else {}
    after = {
        id(hook.node): hook for module in modules.values() for hook in hooks(module, evaluator.sources, AFTER)
    }
    lines: list[str] = []
    for each in adding:
        hook = after.get(id(each.scope.node))
        before = next(_before(each, hook, written, setups, after), None) if hook else None
        if before is not None:
            where, is_conditional = before
            sure = "perhaps" if is_conditional or each.scope.is_conditional else "sure"
            lines.append(f"{each.module.where(each.node)}: {sure} {where}")
    if lines:
        yield scanned("doubled_headers", tuple(lines[:_MOST]), lines[0].partition(": ")[0], adding[0].says)


def _adds(header: OwnHeader) -> bool:
    called = header.node.func if isinstance(header.node, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr in _ADDING


def _asks_first(header: OwnHeader) -> bool:
    """Whether a condition around it looks for the header."""
    condition = header.scope.condition
    while condition is not None:
        if condition.test is not None and "allow-origin" in ast.unparse(condition.test).lower():
            return True
        condition = condition.outer
    return False


def _before(
    added: OwnHeader,
    hook: Hook,
    written: Sequence[OwnHeader],
    setups: Sequence[Setup],
    after: dict[int, Hook],
) -> Iterator[tuple[str, bool]]:
    """What has written the header when this hook runs: its place, and whether that is under a condition."""
    for setup in setups:
        owner = hook.owner if setup.kind == "app" and _is_of_app(hook) else setup.target.rpartition(".")[2]
        is_of_view = setup.place is not None and setup.place.kind == "below-route"
        of_app = setup.kind in ("app", "blueprint") and _runs_after(
            hook, owner, setup.kind == "app", setup.node, setup.scope.node
        )
        if is_of_view or of_app:
            yield setup.where, setup.is_conditional
    for other in written:
        function = other.scope.node
        if not isinstance(function, FunctionNode) or function is added.scope.node:
            continue
        earlier = after.get(id(function))
        is_view = earlier is None and any(map(is_route_decorator, function.decorator_list))
        if is_view or (
            earlier
            and _runs_after(hook, earlier.owner, _is_of_app(earlier), earlier.registered, earlier.within)
        ):
            yield other.module.where(other.node), other.scope.is_conditional


def _is_of_app(hook: Hook) -> bool:
    return hook.applies_to == "*"


def _runs_after(hook: Hook, owner: str, is_of_app: bool, registered: ast.AST, within: ast.AST | None) -> bool:
    """Whether a hook runs after what is registered there, on the app or on the blueprint of that name."""
    if _is_of_app(hook) and not is_of_app:
        return True
    here, there = (getattr(each, "lineno", 0) for each in (hook.registered, registered))
    is_same = is_of_app is _is_of_app(hook) and owner == hook.owner
    return is_same and hook.within is within and 0 < here < there
