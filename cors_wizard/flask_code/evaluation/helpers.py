"""What a function of the project returns, as far as it is known without executing it."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from cors_wizard.flask_code.evaluation.bindings import argument
from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.names import function_of
from cors_wizard.flask_code.evaluation.operators import either
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, Scope, called_name
from cors_wizard.flask_code.findings import Value
from cors_wizard.flask_code.module import Module, dotted_name

_MOST_HELPER_DEPTH = 30


def returned_by(evaluator: Evaluator, node: ast.Call, place: Place) -> Value | None:
    """What a function of the project returns: its one return value, or the one of the branch that runs."""
    found = function_of(evaluator, node.func, place) if place.depth < _MOST_HELPER_DEPTH else None
    if found is None or isinstance(found[1], ast.AsyncFunctionDef):
        return None
    module, function, scope = found
    arguments = _arguments(evaluator, node, function, place)
    inner = Scope(function.name, node=function, outer=scope)
    here = Place(module, inner, arguments, place.depth + 2)
    returns = module.bindings.returns.get(id(function), [])
    values = [
        evaluator.value(one.value, Place(module, at, arguments, here.depth))
        for one, at in returns
        if _may_run(evaluator, at, here)
    ]
    if not values or len(values) > 10:
        return None
    first = values[0]
    for other in values[1:]:
        first = either(first, other)
    return first


def _may_run(evaluator: Evaluator, scope: Scope, place: Place) -> bool:
    """Whether a branch is not known to be left out."""
    condition = scope.condition
    if condition is None or condition.test is None:
        return True
    test = evaluator.value(condition.test, place)
    return test.is_true is None or bool(test.variables) or test.is_true is condition.branch


def _arguments(
    evaluator: Evaluator, node: ast.Call, function: FunctionNode, place: Place
) -> dict[str, Value]:
    every = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    if len(every) > 50:
        return {}
    given = ((one.arg, argument(node, function, one.arg)) for one in every)
    return {name: evaluator.value(value, place) for name, value in given if value is not None}


def is_used(modules: Iterable[Module], function: FunctionNode) -> bool:
    """Whether something in the files uses the function: an import alone doesn't, nor does it itself."""
    inside = {id(each) for each in ast.walk(function)}
    return any(
        dotted_name(node).rpartition(".")[2] == function.name
        for module in modules
        for node, _ in module.nodes
        if isinstance(node, (ast.Name, ast.Attribute)) and id(node) not in inside
    )


def is_in_unused(modules: Iterable[Module], scope: Scope) -> bool:
    """Whether code is in a function that nothing uses, or in one within such a function."""
    while isinstance(function := scope.node, FunctionNode):
        makes = (called_name(each) for each in ast.walk(function) if isinstance(each, ast.Call))
        if function.decorator_list or any(name.rpartition(".")[2] == "Flask" for name in makes):
            return False
        if scope.outer is None or scope.outer.node is None:
            return not is_used(modules, function)
        scope = scope.outer
    return False
