"""The functions that run before a request, as the code registers them: one reader for facts and changes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.scopes import FunctionNode, Scope, dotted_name
from cors_wizard.flask_code.sources import Sources

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
    path: str
    """The file that registers it."""

    @property
    def applies_to(self) -> str:
        """Whose routes it runs for: the app's are `*`, a blueprint's its file and name."""
        is_of_app = self.is_for_all or self.owner in ("app", "application", "self")
        return "*" if is_of_app else f"{self.path}:{self.owner}"


def hooks(module: Module, sources: Sources) -> Iterator[Hook]:
    """The hooks that a file registers, by a decorator or by a call."""
    for node, scope in module.nodes:
        if isinstance(node, FunctionNode):
            for each in node.decorator_list:
                yield from _hook(
                    each.func if isinstance(each, ast.Call) else each, module.path, module, node, scope
                )
        elif isinstance(node, ast.Call) and node.args:
            yield from _registered(node, module, scope, sources)


def _registered(node: ast.Call, module: Module, scope: Scope, sources: Sources) -> Iterator[Hook]:
    """`app.before_request(check)`: a function of the file, of the factory around the call, or imported."""
    if dotted_name(node.func).rpartition(".")[2] not in _VERBS:
        return
    name = dotted_name(node.args[0])
    if (method := _method(module, name, scope)) is not None:
        is_for_all = _owner(node) in scope.parameters
        yield from _hook(node.func, module.path, module, method, scope, is_for_all=is_for_all)
        return
    bound, home = module.bindings.of(scope.node).get(name), module
    if not bound:
        home, last = sources.definition(module, name)
        bound = home.bindings.of(None).get(last)
    if bound and isinstance(bound[-1].value, FunctionNode):
        yield from _hook(node.func, module.path, home, bound[-1].value, bound[-1].scope)


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
    called: ast.expr, path: str, module: Module, node: FunctionNode, scope: Scope, *, is_for_all: bool = False
) -> Iterator[Hook]:
    owner, _, verb = dotted_name(called).rpartition(".")
    if verb in _VERBS:
        is_for_all = is_for_all or verb == "before_app_request"
        yield Hook(owner.rpartition(".")[2], is_for_all, module, node, scope, path)
