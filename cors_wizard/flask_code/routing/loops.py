"""Reads a loop over a list that is written out as its rounds, one after the other."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from cors_wizard.flask_code.evaluation.scopes import Scope, dotted_name
from cors_wizard.flask_code.module import Module


def each_of_loop(node: ast.expr, module: Module, scope: Scope) -> Iterator[ast.expr]:
    """What a name means one after the other in a loop over what is written; else the expression itself."""
    rounds = rounds_around(node, module, scope) if isinstance(node, ast.Name) else []
    yield from [in_round(node, names) for names in rounds or [{}]]


def rounds_around(node: ast.expr, module: Module, scope: Scope) -> list[Mapping[str, ast.expr]]:
    """What the variables of the loop around it are in each round; empty without such a loop."""
    for loop, at in module.loops:
        if at.node is scope.node and any(each is node for each in ast.walk(loop)):
            return [_variables(loop.target, each) for each in _entries(loop.iter, module)[:200]]
    return []


def _entries(looped: ast.expr, module: Module) -> list[ast.expr]:
    """What a loop goes over: the elements of a list, the pairs of `table.items()`."""
    is_pairs = False
    if isinstance(looped, ast.Call) and isinstance(looped.func, ast.Attribute):
        is_pairs, looped = looped.func.attr == "items", looped.func.value
    bound = module.bindings.of(None).get(dotted_name(looped), [])
    written = bound[-1].value if bound else looped
    if isinstance(written, ast.Dict) and is_pairs:
        pairs = zip(written.keys, written.values, strict=True)
        return [ast.Tuple([key, value], ast.Load()) for key, value in pairs if key is not None]
    return written.elts if isinstance(written, (ast.List, ast.Tuple, ast.Set)) else []


def _variables(target: ast.expr, entry: ast.expr) -> Mapping[str, ast.expr]:
    if isinstance(target, ast.Name):
        return {target.id: entry}
    if isinstance(target, (ast.Tuple, ast.List)) and isinstance(entry, (ast.Tuple, ast.List)):
        both = zip(target.elts, entry.elts, strict=False)
        return {name.id: value for name, value in both if isinstance(name, ast.Name)}
    return {}


def in_round(node: ast.expr, names: Mapping[str, ast.expr]) -> ast.expr:
    """The expression with the values that its variables have in one round."""
    return names.get(node.id, node) if isinstance(node, ast.Name) else node


def list_of_loop(node: ast.expr, module: Module, scope: Scope) -> ast.List | ast.Tuple | ast.Set | None:
    """The written list that a loop goes over whose variable this is."""
    for loop, at in module.loops if isinstance(node, ast.Name) else ():
        if (
            at.node is scope.node
            and isinstance(loop.target, ast.Name)
            and loop.target.id == dotted_name(node)
        ):
            items = loop.iter
            bound = module.bindings.of(None).get(dotted_name(items), [])
            items = bound[-1].value if bound and isinstance(bound[-1].value, ast.expr) else items
            if isinstance(items, (ast.List, ast.Tuple, ast.Set)):
                return items
    return None
