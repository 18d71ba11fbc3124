"""What names and attributes stand for where they are used: variables, settings, attributes of objects."""

from __future__ import annotations

import ast

from cors_wizard.flask_code.evaluation.bound_values import set_before, value_set
from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.names import class_attribute, class_of
from cors_wizard.flask_code.evaluation.objects import given_at_making, nested_setting
from cors_wizard.flask_code.evaluation.operators import either
from cors_wizard.flask_code.evaluation.scopes import Scope, dotted_name
from cors_wizard.flask_code.findings import Value
from cors_wizard.flask_code.module import Module

_TOP = Scope()
_MOST_MADE, _DEEPEST = 10, 40


def read_name(evaluator: Evaluator, node: ast.Name, place: Place) -> Value | None:
    """What a name is set to where it is used."""
    if node.id in place.names:
        return place.names[node.id]
    return value_of(evaluator, node.id, place, node.lineno if hasattr(node, "lineno") else 0)


def value_of(evaluator: Evaluator, name: str, place: Place, line: int) -> Value | None:
    """The value of a (dotted) name in a scope, or of what it imports."""
    for _, bound in set_before(name, place, line):
        found = value_set(evaluator, bound, name, place)
        if found is not None:
            return found
    module, dotted = evaluator.sources.definition(place.module, name)
    if (module, dotted) == (place.module, name):
        return None
    return value_of_global(evaluator, dotted, module, place)


def value_of_global(evaluator: Evaluator, dotted: str, module: Module, place: Place) -> Value | None:
    """The value of a name at the top of a file, `Config.ORIGINS` included."""
    if place.depth > _DEEPEST:
        return None
    bound = module.bindings.of(None).get(dotted)
    if bound:
        before = None
        if bound[0].kind != "set" and (imported := evaluator.sources.imported(module, dotted)):
            # `from base import *`, and then `ORIGINS += [...]`
            before = value_of_global(evaluator, imported[1], imported[0], place.deeper())
        return value_set(evaluator, bound, dotted, place.at(module, _TOP), before)
    owner, _, attribute = dotted.rpartition(".")
    return attribute_of(evaluator, owner, attribute, place.at(module, _TOP)) if owner else None


def read_attribute(evaluator: Evaluator, node: ast.Attribute, place: Place) -> Value | None:
    """`config.ORIGINS`, `Config.ORIGINS`, `settings.origins`, `self.origins`."""
    dotted = dotted_name(node)
    if dotted:
        found = value_of(evaluator, dotted, place, node.lineno)
        if found is not None:
            return found
    owner = node.value
    return _of_owner(evaluator, owner, node.attr, place)


def attribute_of(evaluator: Evaluator, owner: str, attribute: str, place: Place) -> Value | None:
    """`OWNER.attribute` where the owner is a dotted name."""
    expression = ast.parse(owner, mode="eval").body if owner.replace(".", "_").isidentifier() else None
    return _of_owner(evaluator, expression, attribute, place) if expression is not None else None


def _of_owner(evaluator: Evaluator, owner: ast.expr, attribute: str, place: Place) -> Value | None:
    """What an object was given when it was made, else what its class sets."""
    if place.depth > _DEEPEST:
        return None
    if (found := nested_setting(evaluator, owner, attribute, place)) is not None:
        return found
    value: Value | None = None
    for at, given in list(given_at_making(evaluator, owner, attribute, place.deeper()))[:_MOST_MADE]:
        one = evaluator.value(given, at)
        value = one if value is None else either(value, one)
    if value is not None:
        return value
    known = class_of(evaluator, owner, place)
    return class_attribute(evaluator, *known, attribute, place) if known else None
