"""The methods of a view: those that a class defines, and those that Flask adds."""

from __future__ import annotations

import ast

from cors_wizard.flask_code.evaluate import Evaluator, Place
from cors_wizard.flask_code.module import Module
from cors_wizard.flask_code.names import class_attribute, class_of
from cors_wizard.flask_code.scopes import FunctionNode, Scope

_METHODS = ("get", "post", "head", "options", "delete", "put", "trace", "patch")
_DEEPEST = 8


def with_automatic(methods: tuple[str, ...], *, options: bool = True) -> tuple[str, ...]:
    """With HEAD beside GET, and with OPTIONS, as Flask and Werkzeug add them."""
    head = ("HEAD",) if "GET" in methods else ()
    return tuple(dict.fromkeys((*methods, *head, *(("OPTIONS",) if options else ()))))


def methods_of_class(evaluator: Evaluator, found: tuple[Module, ast.AST, Scope]) -> tuple[str, ...]:
    """The methods of a class of views: its own `methods`, else those that it and its bases define."""
    module, node, scope = found
    if not isinstance(node, ast.ClassDef):
        return ("GET",)
    own = class_attribute(evaluator, module, node, scope, "methods", Place(module, scope))
    if own is not None and own.texts:
        return tuple(text.upper() for text in own.texts)
    defined = _defined(evaluator, module, node, scope, 0)
    return tuple(name.upper() for name in _METHODS if name in defined) or ("GET",)


def _defined(evaluator: Evaluator, module: Module, node: ast.ClassDef, scope: Scope, depth: int) -> set[str]:
    names = {each.name for each in node.body if isinstance(each, FunctionNode)}
    for base in node.bases if depth < _DEEPEST else ():
        known = class_of(evaluator, base, Place(module, scope))
        if known is not None and known[1] is not node:
            names |= _defined(evaluator, *known, depth + 1)
    return names
