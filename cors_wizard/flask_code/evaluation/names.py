"""Follows names to the statements, classes and functions that they mean, through imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cors_wizard.flask_code.configuration.environment_reads import of_settings_class
from cors_wizard.flask_code.evaluation.bindings import Binding, argument, click_default
from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.operators import either
from cors_wizard.flask_code.evaluation.scopes import Condition, FunctionNode, Scope, dotted_name
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
_TOP = Scope()


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


Found = tuple[Module, ast.ClassDef, Scope]


def class_of(evaluator: Evaluator, node: ast.expr, place: Place) -> Found | None:
    """The class that an expression is, or whose instance it is."""
    if place.depth > 40:
        return None
    here = place.deeper()
    if isinstance(node, ast.Call):
        function = function_of(evaluator, node.func, here)
        if function:
            module, found, scope = function
            returned = [one for one, _ in module.bindings.returns.get(id(found), []) if one.value]
            inner = Scope(found.name, node=found, outer=scope)
            only = returned[0].value if len(returned) == 1 else None
            return class_of(evaluator, only, here.at(module, inner)) if only is not None else None
        return class_of(evaluator, node.func, here)
    if isinstance(node, (ast.Subscript, ast.IfExp, ast.BoolOp)):
        return _chosen_class(evaluator, node, here)
    dotted = dotted_name(node)
    if dotted in ("self", "cls"):
        around = here.scope.outer
        owner = around.node if around is not None else None
        return (here.module, owner, _TOP) if isinstance(owner, ast.ClassDef) else None
    known = _named_class(evaluator, dotted, here) if dotted else None
    return known or (_class_of_field(evaluator, node, here) if isinstance(node, ast.Attribute) else None)


def _named_class(evaluator: Evaluator, dotted: str, place: Place) -> Found | None:
    for scope, bound in bindings_of(dotted, place):
        if bound:
            return _class_bound(evaluator, bound[-1], place.at(place.module, scope))
    module, name = evaluator.sources.definition(place.module, dotted)
    top = module.bindings.of(None)
    if name in top:
        return _class_bound(evaluator, top[name][-1], place.at(module, _TOP))
    return None


def _class_of_field(evaluator: Evaluator, node: ast.Attribute, place: Place) -> Found | None:
    """`settings.cors`, whose class sets or declares `cors: CorsSettings`."""
    owner = class_of(evaluator, node.value, place)
    if owner is None:
        return None
    module, made, scope = owner
    for each in made.body:
        if isinstance(each, ast.AnnAssign) and dotted_name(each.target) == node.attr:
            return class_of(evaluator, each.annotation, place.at(module, scope))
    bound = module.bindings.of(made).get(node.attr)
    return _class_bound(evaluator, bound[-1], place.at(module, scope)) if bound else None


def _class_bound(evaluator: Evaluator, one: Binding, place: Place) -> Found | None:
    if one.kind == "class" and isinstance(one.value, ast.ClassDef):
        return place.module, one.value, one.scope
    if one.kind == "set" and isinstance(one.value, ast.expr):
        return class_of(evaluator, one.value, Place(place.module, one.scope, {}, place.depth + 1))
    return None


def _chosen_class(
    evaluator: Evaluator, node: ast.Subscript | ast.IfExp | ast.BoolOp, place: Place
) -> Found | None:
    """`configs[name]`, `Prod if is_prod else Dev`."""
    if isinstance(node, ast.IfExp):
        test = evaluator.value(node.test, place)
        if test.is_true is None or test.variables:
            return None
        return class_of(evaluator, node.body if test.is_true else node.orelse, place)
    if isinstance(node, ast.BoolOp):
        return class_of(evaluator, node.values[-1], place)
    return entry_class(evaluator, node.value, node.slice, place)


def entry_class(evaluator: Evaluator, table: ast.expr, key: ast.expr, place: Place) -> Found | None:
    """The class under a key of a table of classes."""
    dotted = dotted_name(table)
    module, name = evaluator.sources.definition(place.module, dotted)
    bound = next((found for _, found in bindings_of(dotted, place) if found), None)
    bound = bound if bound and module is place.module else module.bindings.of(None).get(name)
    wanted = evaluator.value(key, place)
    if not bound or not isinstance(bound[-1].value, ast.Dict) or wanted.kind != "text":
        return None
    for each, value in zip(bound[-1].value.keys, bound[-1].value.values, strict=True):
        if isinstance(each, ast.Constant) and each.value == wanted.text:
            return class_of(evaluator, value, place.at(module, bound[-1].scope))
    return None


def class_attribute(
    evaluator: Evaluator, module: Module, node: ast.ClassDef, scope: Scope, name: str, place: Place
) -> Value | None:
    """What a class, or one that it is made from, sets a name to."""
    inner = Scope(scope.function, scope.parameters, in_class=True, node=node, outer=scope)
    bound = module.bindings.of(node).get(name)
    if bound and isinstance(bound[-1].value, ast.FunctionDef):
        return _of_property(evaluator, module, bound[-1].value, inner, place)
    if bound:
        found = value_set(evaluator, bound, name, place.at(module, inner))
        return of_settings_class(evaluator, node, name, found, module)
    if any(isinstance(each, ast.AnnAssign) and dotted_name(each.target) == name for each in node.body):
        return of_settings_class(evaluator, node, name, None, module)
    for base in node.bases:
        known = class_of(evaluator, base, place.at(module, scope)) if place.depth < 40 else None
        if known and known[1] is not node:
            value = class_attribute(evaluator, *known, name, place.deeper())
            if value is not None:
                return value
    return _set_on_self(evaluator, module, node, inner, name, place)


def _of_property(
    evaluator: Evaluator, module: Module, node: ast.FunctionDef, scope: Scope, place: Place
) -> Value | None:
    """What a property returns in its only `return`."""
    names = {dotted_name(each).rpartition(".")[2] for each in node.decorator_list}
    returns = module.bindings.returns.get(id(node), [])
    if len(returns) != 1 or not names & {"property", "cached_property", "computed_field"}:
        return None
    inner = Scope(node.name, node=node, outer=scope)
    return evaluator.value(returns[0][0].value, place.at(module, inner))


def _set_on_self(
    evaluator: Evaluator, module: Module, node: ast.ClassDef, scope: Scope, name: str, place: Place
) -> Value | None:
    """`self.NAME = ...` in `__init__`."""
    for each in node.body:
        if isinstance(each, FunctionNode) and each.name == "__init__":
            bound = module.bindings.of(each).get(f"self.{name}")
            inner = Scope(each.name, node=each, outer=scope)
            return value_set(evaluator, bound, f"self.{name}", place.at(module, inner)) if bound else None
    return None


def function_of(
    evaluator: Evaluator, node: ast.expr, place: Place
) -> tuple[Module, FunctionNode, Scope] | None:
    """The function of the project that a call means."""
    dotted = dotted_name(node)
    if not dotted:
        return None
    for _, bound in bindings_of(dotted, place):
        if bound:
            one = bound[-1]
            return (place.module, one.value, one.scope) if isinstance(one.value, FunctionNode) else None
    module, name = evaluator.sources.definition(place.module, dotted)
    found = module.bindings.of(None).get(name)
    if found and isinstance(found[-1].value, FunctionNode):
        return module, found[-1].value, found[-1].scope
    return _method_of(evaluator, node, place)


def _method_of(
    evaluator: Evaluator, node: ast.expr, place: Place
) -> tuple[Module, FunctionNode, Scope] | None:
    """A method of a class of the project."""
    known = class_of(evaluator, node.value, place) if isinstance(node, ast.Attribute) else None
    if not known or not isinstance(node, ast.Attribute):
        return None
    module, owner, scope = known
    bound = module.bindings.of(owner).get(node.attr)
    if bound and isinstance(bound[-1].value, FunctionNode):
        return module, bound[-1].value, replace(scope, node=owner, outer=scope, in_class=True)
    return None
