"""What an attribute of an object is given where the object is made: by a class, a helper, `parse_args()`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cors_wizard.flask_code.configuration.environment_reads import nested_variable, of_variable
from cors_wizard.flask_code.evaluation.bindings import argument, fields_of, option_name
from cors_wizard.flask_code.evaluation.bound_values import bindings_of, calls_to
from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place
from cors_wizard.flask_code.evaluation.names import class_of, function_of
from cors_wizard.flask_code.evaluation.scopes import FunctionNode, Scope, dotted_name, keyword_value
from cors_wizard.flask_code.findings import Value

_MOST_CALLS, _MOST_SEEN = 12, 100
Making = tuple[Place, ast.Call]
"""A call that makes an object, and where it is."""
Seen = set[int]
"""Expressions, by identity: each leads to the same, however it was come to."""


def given_at_making(
    evaluator: Evaluator, owner: ast.expr, attribute: str, place: Place, seen: Seen | None = None
) -> Iterator[tuple[Place, ast.expr]]:
    """What the calls that may have made an object give for one of its attributes.

    Args:
        evaluator: knows the files.
        owner: the object.
        attribute: its name.
        place: where the object is named.
        seen: the expressions that were looked at already.
    """
    for here, call in made_by(evaluator, owner, place, seen):
        given = _given(evaluator, call, attribute, here)
        if given is not None:
            yield here, given


def made_by(evaluator: Evaluator, node: ast.expr, place: Place, seen: Seen | None = None) -> Iterator[Making]:
    """The calls that may make the object that an expression is."""
    # A function that passes on parts of its argument calls itself with them; nested calls would be many.
    seen = set() if seen is None else seen
    if id(node) in seen or len(seen) > _MOST_SEEN:
        return
    seen.add(id(node))
    if isinstance(node, ast.Call):
        found = function_of(evaluator, node.func, place)
        if found is None:
            yield place, node
            return
        module, function, _ = found
        for each, at in module.bindings.returns.get(id(function), []):
            if each.value is not None:
                yield from made_by(evaluator, each.value, place.at(module, at), seen)
    elif isinstance(node, ast.IfExp):
        for branch in (node.body, node.orelse):
            yield from made_by(evaluator, branch, place, seen)
    elif dotted := dotted_name(node):
        yield from _named(evaluator, node, dotted, place, seen)


def _named(evaluator: Evaluator, node: ast.expr, dotted: str, place: Place, seen: Seen) -> Iterator[Making]:
    """Through the name's one assignment, or where the object around it was made."""
    module, name = evaluator.sources.definition(place.module, dotted)
    here = place if module is place.module else place.at(module, Scope())
    for scope, bound in bindings_of(name, here):
        if bound:
            one = bound[-1]
            if one.kind == "set" and isinstance(one.value, ast.expr):
                yield from made_by(evaluator, one.value, here.at(module, scope), seen)
            elif one.kind == "parameter" and isinstance(one.function, FunctionNode):
                for home, call, outer in calls_to(evaluator, module, one.function)[:_MOST_CALLS]:
                    passed = argument(call, one.function, name)
                    if passed is not None:
                        yield from made_by(evaluator, passed, here.at(home, outer), seen)
            return
    if not isinstance(node, ast.Attribute):
        return
    given = list(given_at_making(evaluator, node.value, node.attr, place, seen))
    owner = class_of(evaluator, node.value, place) if not given else None
    if owner is not None:
        home, made, scope = owner
        default = next((one.value for one in home.bindings.of(made).get(node.attr, [])), None)
        given = [(place.at(home, scope), default)] if isinstance(default, ast.expr) else []
    for at, value in given:
        yield from made_by(evaluator, value, at, seen)


def _given(evaluator: Evaluator, call: ast.Call, attribute: str, place: Place) -> ast.expr | None:
    if dotted_name(call.func).endswith((".parse_args", ".parse_known_args")):
        return _default_of_option(call, attribute, place)
    found = class_of(evaluator, call.func, place)
    if found is None or "__init__" in found[0].bindings.of(found[1]):
        return None
    named = keyword_value(call, attribute)
    names = fields_of(found[1])
    if named is None and attribute in names[: len(call.args)]:
        return call.args[names.index(attribute)]
    return named


def _default_of_option(call: ast.Call, name: str, place: Place) -> ast.expr | None:
    """`parser.add_argument("--allow-origin", default=...)`."""
    for each, _ in place.module.calls():
        if dotted_name(each.func).rpartition(".")[2] == "add_argument" and option_name(each) == name:
            return keyword_value(each, "default")
    return None


def nested_setting(evaluator: Evaluator, owner: ast.expr, attribute: str, place: Place) -> Value | None:
    """`settings.cors.origins`, which pydantic takes from CORS__ORIGINS where that is set."""
    if not isinstance(owner, ast.Attribute):
        return None
    found = class_of(evaluator, owner.value, place)
    name = nested_variable(found[1], owner.attr, attribute) if found else ""
    return of_variable(evaluator, name, place.module.path, owner.lineno) if name else None
