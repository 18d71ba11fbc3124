"""Names of Flask's that hooks and views use without importing them: the request then raises NameError."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.request_hooks.hooks import Hook

_FLASK = frozenset(
    {"request", "session", "g", "abort", "jsonify", "redirect", "make_response", "current_app"}
)


def missing_names(module: Module, hooks: Iterable[Hook]) -> tuple[str, ...]:
    """The names of Flask's that hooks in the file use and that it neither imports nor sets."""
    own = [hook.node for hook in hooks if hook.module is module]
    return tuple(dict.fromkeys(name for node in own for name in missing_in(module, node)))


def missing_in(module: Module, function: ast.AST) -> Iterator[str]:
    """The names of Flask's that one function or class uses so; what a `*` imports is not known."""
    is_flasks = any(meaning.startswith("flask.") for meaning in module.names.values())
    if module.stars or not module.has_imports or not is_flasks:
        return
    # Whatever scope sets one may be around the function.
    if lacking := _FLASK - module.known_names:
        used = (node.id for node in ast.walk(function) if isinstance(node, ast.Name))
        yield from (name for name in used if name in lacking)
