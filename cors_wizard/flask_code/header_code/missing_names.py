"""Names of Flask's that hooks use without importing them: each request then raises NameError."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from cors_wizard.flask_code.evaluation.scopes import FunctionNode
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.request_hooks.hooks import Hook

_FLASK = frozenset(
    {"request", "session", "g", "abort", "jsonify", "redirect", "make_response", "current_app"}
)


def missing_names(module: Module, hooks: Iterable[Hook]) -> tuple[str, ...]:
    """The names of Flask's that hooks in the file use and that it neither imports nor sets."""
    own = [hook.node for hook in hooks if hook.module is module]
    return tuple(dict.fromkeys(name for node in own for name in missing_in(module, node)))


def missing_in(module: Module, function: FunctionNode) -> Iterator[str]:
    """The names of Flask's that one function uses so; what a `*` imports is not known."""
    imports = [node for node, _ in module.nodes if isinstance(node, (ast.Import, ast.ImportFrom))]
    if module.stars or not any(isinstance(one, ast.ImportFrom) and one.module == "flask" for one in imports):
        return
    bound = {alias.asname or alias.name for one in imports for alias in one.names}
    given = function.args
    bound |= {each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in _FLASK and node.id not in bound:
            is_set = module.bindings.of(None).get(node.id) or module.bindings.of(function).get(node.id)
            if not is_set:
                yield node.id
