"""What a name was set to last, where several statements may have set it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from cors_wizard.flask_code.evaluation.bindings import Binding, argument, click_default
from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.operators import either
from cors_wizard.flask_code.evaluation.scopes import Condition, FunctionNode, Scope
from cors_wizard.flask_code.evaluation.values import (
    joined,
    list_value,
    merged,
    same,
    table_value,
    unknown_from,
)
from cors_wizard.flask_code.findings import Value
from cors_wizard.flask_code.module import Module

_MOST_CONDITIONS = 30
_MOST_CALLS = 8


def bindings_of(name: str, place: Place) -> Iterator[tuple[Scope, list[Binding]]]:
    """The statements that set a name, in each scope around, from the innermost."""
    scope: Scope | None = place.scope
    is_first = True
    while scope is not None:
        if is_first or not isinstance(scope.node, ast.ClassDef):
            yield scope, place.module.bindings.of(scope.node).get(name, [])
        scope, is_first = scope.outer, False


def set_before(name: str, place: Place, line: int) -> Iterator[tuple[Scope, list[Binding]]]:
    """The same, without what comes below the line; in each scope that sets it."""
    for scope, bound in bindings_of(name, place):
        if bound:
            before = [one for one in bound if one.line <= line] if scope.node is place.scope.node else []
            yield scope, before or bound


def last_set(evaluator: Evaluator, bound: Sequence[Binding], place: Place) -> Binding | None:
    """The last statement that sets the name and may run."""
    may_run = (one for one in reversed(bound) if holds(evaluator, one.condition, place) is not False)
    return next((one for one in may_run if one.kind in ("set", "parameter")), None)


def value_set(
    evaluator: Evaluator, bound: Sequence[Binding], name: str, place: Place, value: Value | None = None
) -> Value | None:
    """Runs through the statements in their order; where it is unknown which one counts, it is unknown.

    `value` is what the name has before the first of them.
    """
    for one in bound[-1000:]:
        if id(one) in evaluator.bindings_running:  # `name = name or ...`: what was set before counts
            break
        evaluator.bindings_running.add(id(one))
        runs = holds(evaluator, one.condition, place)
        if runs is not False:
            new = _applied(evaluator, one, value, name, place)
            if runs is None and value is not None and new is not None:
                new = either(value, new) if not _is_handler(one) else value
            value = new
        evaluator.bindings_running.discard(id(one))
    return value


def _is_handler(one: Binding) -> bool:
    """Whether it is in a handler or a loop, and so only in place of what was set before."""
    return one.condition is not None and one.condition.test is None and one.kind == "set"


def _applied(
    evaluator: Evaluator, one: Binding, value: Value | None, name: str, place: Place
) -> Value | None:
    # The names that are known in a call are known in its own function alone.
    here = place if one.scope.node is place.scope.node else place.at(place.module, one.scope)
    here = Place(here.module, one.scope, here.names, here.depth + 1)
    if one.kind == "parameter":
        return _given(evaluator, one, name, here)
    if one.value is None or one.kind in ("function", "class", "other"):
        return None if one.kind != "other" or value is None else unknown_from(value)
    new = evaluator.value(one.value, here)
    if one.kind == "set":
        return new
    if value is None:
        return None
    if one.kind == "append":
        return joined(value, list_value([new]))
    if one.kind == "entry":
        key = evaluator.value(one.key, here)
        return table_value((*value.entries, (key, new)), value) if value.kind == "table" else value
    return merged(value, new) if one.kind == "update" else joined(value, new)


def holds(evaluator: Evaluator, condition: Condition | None, place: Place) -> bool | None:
    """Whether a branch runs; what depends on the environment is unknown."""
    known: bool | None = True
    for _ in range(_MOST_CONDITIONS):
        if condition is None:
            return known
        value = evaluator.value(condition.test, place) if condition.test is not None else None
        is_true = value.is_true if value is not None and not value.variables else None
        if is_true is None:
            known = None
        elif is_true is not condition.branch:
            return False
        condition = condition.outer
    return None


def calls_to(
    evaluator: Evaluator, module: Module, function: FunctionNode
) -> list[tuple[Module, ast.Call, Scope]]:
    """The calls of a function (of `__init__`: of its class), of several those for the app that is meant."""
    name = function.name
    if name == "__init__":
        classes = (one for one, _ in module.nodes if isinstance(one, ast.ClassDef) and function in one.body)
        name = next((one.name for one in classes), "")
    calls = evaluator.calls_of(name)
    own = [each for each in calls if (each[0].path, each[2].function) == evaluator.factory]
    return own if len(calls) > 1 and own else calls


def _given(evaluator: Evaluator, one: Binding, name: str, place: Place) -> Value | None:
    """What a function is given for a parameter: the same in all of its calls, or its default."""
    function = one.function
    if not isinstance(function, FunctionNode):
        return None
    calls = calls_to(evaluator, place.module, function)[: _MOST_CALLS + 1]
    if len(calls) > _MOST_CALLS:
        return None
    written = one.value or click_default(function, name)
    default = evaluator.value(written, place) if written is not None else None
    # What makes an object of a class may be a subclass, or out of sight.
    found: Value | None = None if calls or function.name == "__init__" else default
    for module, call, scope in calls:
        given = argument(call, function, name)
        value = evaluator.value(given, place.at(module, scope)) if given is not None else default
        if value is None or (found is not None and not same(found, value)):
            return None
        found = value
    return found
