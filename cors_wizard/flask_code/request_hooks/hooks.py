"""The functions that run before or after a request, as the code registers them: one reader for all."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from cors_wizard.flask_code.evaluation.scopes import FunctionNode, Scope, dotted_name
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.sources import Sources
from cors_wizard.frozen import dataclass

BEFORE = frozenset({"before_request", "before_app_request"})
AFTER = frozenset({"after_request", "after_app_request"})
_FOR_ALL = frozenset({"before_app_request", "after_app_request"})
OF_FLASK = {"preprocess_request": "before_request", "process_response": "after_request"}
"""Methods of Flask's that a class made from it may have in its own way, by the hooks that they call."""


@dataclass(frozen=True)
class Hook:
    """One function that runs before or after the view."""

    on: str
    """What it is registered on, as it is written."""
    is_for_all: bool
    """Whether it runs for the whole app: `before_app_request`, or a method of a class with the app."""
    module: Module
    node: FunctionNode
    scope: Scope
    """Where the function is defined."""
    registrar: Module
    """The file that registers it."""
    verb: str
    """`before_request` or another of the methods."""
    registered: ast.AST
    """What registers it: the call, or the function with its decorator."""
    around: Scope
    """Where that is."""

    @property
    def owner(self) -> str:
        """The variable that it is registered on, without what is in front of it."""
        return self.on.rpartition(".")[2]

    @property
    def within(self) -> ast.AST | None:
        """The function or class that registers it; None at the top of the file."""
        return self.around.node

    @property
    def applies_to(self) -> str:
        """Whose routes it runs for: the app's are `*`, a blueprint's its file and name."""
        is_of_app = self.is_for_all or self.owner in ("app", "application", "self")
        return "*" if is_of_app else f"{self.registrar.path}:{self.owner}"


def hooks(module: Module, sources: Sources, verbs: frozenset[str] = BEFORE) -> Iterator[Hook]:
    """The hooks that a file registers, by a decorator or by a call.

    Args:
        module: the file.
        sources: the other files, of which it may import a function.
        verbs: `BEFORE` or `AFTER`.
    """
    every = (each for node, scope in module.nodes for each in _registered(node, scope, module, sources))
    return (each for each in every if each.verb in verbs)


def _registered(node: ast.AST, scope: Scope, module: Module, sources: Sources) -> Iterator[Hook]:
    """`@app.before_request`, and `app.before_request(check)` with a function from anywhere."""
    if isinstance(node, FunctionNode):
        for each in node.decorator_list:
            called = each.func if isinstance(each, ast.Call) else each
            yield from _hook(called, node, scope, module, (module, node, scope))
        if node.name in OF_FLASK and scope.in_class and module.kinds.get(getattr(scope.node, "name", "")):
            yield Hook("self", True, module, node, scope, module, OF_FLASK[node.name], node, scope)
    elif isinstance(node, ast.Call) and node.args and _verb(node.func) in (*BEFORE, *AFTER):
        name = dotted_name(node.args[0])
        if (method := _method(module, name, scope, sources)) is not None:
            is_for_all = _owner(node) in scope.parameters
            for hook in _hook(node.func, node, scope, module, (*method, scope)):
                yield replace(hook, is_for_all=hook.is_for_all or is_for_all)
            return
        bound, home = module.bindings.of(scope.node).get(name), module
        if not bound:
            home, last = sources.definition(module, name)
            bound = home.bindings.of(None).get(last)
        if bound and isinstance(bound[-1].value, FunctionNode):
            yield from _hook(node.func, node, scope, module, (home, bound[-1].value, bound[-1].scope))


def _verb(called: ast.expr) -> str:
    return dotted_name(called).rpartition(".")[2]


def _owner(call: ast.Call) -> str:
    return dotted_name(call.func).rpartition(".")[0]


def _method(module: Module, name: str, scope: Scope, sources: Sources) -> tuple[Module, FunctionNode] | None:
    """`self.check` in the class around the call; `guard.check`, where one class of the files alone has it."""
    owner, _, last = name.rpartition(".")
    first = owner.partition(".")[0]
    if not owner or (first in module.names and sources.definition(module, first)[0] is module):
        return None  # Nothing of the project's.
    for files in ((module,), sources.parsed()):
        found = [
            (file, each)
            for file in files
            for node, _ in file.nodes
            if isinstance(node, ast.ClassDef) and (owner != "self" or scope.node in node.body)
            for each in node.body
            if isinstance(each, FunctionNode) and each.name == last
        ]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _hook(
    called: ast.expr,
    registered: ast.AST,
    around: Scope,
    module: Module,
    function: tuple[Module, FunctionNode, Scope],
) -> Iterator[Hook]:
    owner, verb = dotted_name(called).rpartition(".")[0], _verb(called)
    if verb in (*BEFORE, *AFTER):
        yield Hook(owner, verb in _FOR_ALL, *function, module, verb, registered, around)
