"""The functions that run before a request, as the code registers them: one reader for facts and changes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.scopes import FunctionNode, Scope, dotted_name

_VERBS = frozenset({"before_request", "before_app_request"})


@dataclass(frozen=True)
class Hook:
    """One function that runs before the view."""

    owner: str
    """The variable that it is registered on, without what is in front of it."""
    is_for_all: bool
    """Whether it runs for the whole app: `before_app_request`, or a method of a class with the app."""
    module: Module
    node: FunctionNode
    scope: Scope
    """Where the function is defined."""

    @property
    def applies_to(self) -> str:
        """Whose routes it runs for: the app's are `*`, a blueprint's its file and name."""
        is_of_app = self.is_for_all or self.owner in ("app", "application", "self")
        return "*" if is_of_app else f"{self.module.path}:{self.owner}"


def hooks(module: Module) -> Iterator[Hook]:
    """The hooks that a file registers, by a decorator or by a call."""
    for node, scope in module.nodes:
        if isinstance(node, FunctionNode):
            for each in node.decorator_list:
                yield from _hook(each.func if isinstance(each, ast.Call) else each, module, node, scope)
        elif isinstance(node, ast.Call) and node.args:
            yield from _registered(node, module, scope)


def _registered(node: ast.Call, module: Module, scope: Scope) -> Iterator[Hook]:
    """`app.before_request(check)`, with a function of the file or of the factory around the call."""
    if dotted_name(node.func).rpartition(".")[2] not in _VERBS:
        return
    name = dotted_name(node.args[0])
    if (method := _method(module, name, scope)) is not None:
        yield from _hook(node.func, module, method, scope, is_for_all=_owner(node) in scope.parameters)
        return
    bound = module.bindings.of(scope.node).get(name) or module.bindings.of(None).get(name)
    if bound and isinstance(bound[-1].value, FunctionNode):
        yield from _hook(node.func, module, bound[-1].value, bound[-1].scope)


def _owner(call: ast.Call) -> str:
    return dotted_name(call.func).rpartition(".")[0]


def _method(module: Module, name: str, scope: Scope) -> FunctionNode | None:
    """`self.check` in the class around the call; `guard.check`, where one class of the file alone has it."""
    owner, _, last = name.rpartition(".")
    classes = [node for node, _ in module.nodes if isinstance(node, ast.ClassDef)] if owner else []
    if owner == "self":
        classes = [each for each in classes if scope.node in each.body]
    found = [
        each for node in classes for each in node.body if isinstance(each, FunctionNode) and each.name == last
    ]
    return found[0] if len(found) == 1 else None


def _hook(
    called: ast.expr, module: Module, node: FunctionNode, scope: Scope, *, is_for_all: bool = False
) -> Iterator[Hook]:
    owner, _, verb = dotted_name(called).rpartition(".")
    if verb in _VERBS:
        is_for_all = is_for_all or verb == "before_app_request"
        yield Hook(owner.rpartition(".")[2], is_for_all, module, node, scope)
