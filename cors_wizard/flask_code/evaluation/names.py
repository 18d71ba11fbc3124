"""Follows names to the statements, classes and functions that they mean, through imports."""

from __future__ import annotations

import ast
from dataclasses import replace

from cors_wizard.flask_code.configuration.environment_reads import of_settings_class
from cors_wizard.flask_code.evaluation.bindings import Binding
from cors_wizard.flask_code.evaluation.bound_values import bindings_of, value_set
from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, Scope, dotted_name
from cors_wizard.flask_code.findings import Value
from cors_wizard.flask_code.module import Module

_TOP = Scope()


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
