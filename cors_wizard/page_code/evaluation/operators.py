"""Operators and assignments."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.page_code.evaluation.comparisons import combine, negated, number_of, type_of
from cors_wizard.page_code.evaluation.completion import NORMAL, Completion
from cors_wizard.page_code.evaluation.conditions import (
    choose,
    condition_of,
    is_nullish,
    narrow,
    on_condition,
    truth,
)
from cors_wizard.page_code.evaluation.expressions import expression, is_for_all
from cors_wizard.page_code.evaluation.members import open_up, set_member
from cors_wizard.page_code.evaluation.patterns import bind
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.scope import Scope
from cors_wizard.page_code.evaluation.state import is_switch
from cors_wizard.page_code.evaluation.values import (
    DELETED,
    UNDEFINED,
    Constant,
    Object,
    Text,
    Unknown,
    Value,
)
from cors_wizard.page_code.sources.syntax import Place, Syntax

_LOGICAL = ("&&", "||", "??")


@expression("binary_expression")
def _binary(run: Run, node: Syntax, scope: Scope) -> Value:
    """A long sum leans to the left: its terms are collected, not recursed into."""
    spine = [node]
    while (left := spine[-1].field("left")) is not None and left.type == "binary_expression":
        spine.append(left)
    value: Value | None = None
    for each in reversed(spine):
        value = _operate(run, each, scope, value)
    return value or UNDEFINED


def _operate(run: Run, node: Syntax, scope: Scope, left: Value | None) -> Value:
    if left is None:
        left = run.eval(node.field("left"), scope)
    sign = _sign(node)
    right = node.field("right")
    if sign in _LOGICAL:
        return _logical(run, node, left, sign, lambda: run.eval(right, scope), scope)
    return combine(sign, left, run.eval(right, scope))


def _sign(node: Syntax) -> str:
    sign = node.field("operator")
    return sign.type if sign is not None else ""


def _logical(
    run: Run, node: Syntax, left: Value, sign: str, right: Callable[[], Value], scope: Scope
) -> Value:
    """`a && b`, `a || b`, `a ?? b`; a variable of the environment that isn't set gives way to its default."""
    stays = is_nullish(left) if sign == "??" else truth(left)
    if stays is not None and sign == "??":
        stays = not stays
    if stays is not None:
        return left if stays == (sign != "&&") else right()
    if isinstance(left, Unknown) and left.variable and sign != "&&":
        return _unless_in_environment(left, right())
    written = node.field("left")
    name, is_negated = condition_of(left, written.text if written else "", scope.activation)
    other = _only_if(run, (name, is_negated != (sign != "&&")), right)
    if sign != "&&" and isinstance(left, Unknown) and type(other) is Object and other.kind == "object":
        return _or_empty(other)
    if sign == "&&":
        return on_condition(name, is_negated, other, Constant(False))
    return on_condition(name, is_negated, narrow(left, name, not is_negated), other)


def _only_if(run: Run, condition: tuple[str, bool], right: Callable[[], Value]) -> Value:
    """The right side, whose effects depend on the left one: `token && headers.set(...)`."""
    values: list[Value] = []

    def follow() -> Completion:
        values.append(right())
        return NORMAL

    run.branch(condition, follow, lambda: NORMAL)
    return values[0]


def _or_empty(default: Object) -> Object:
    """`options || {}`: what is in the one, or what is in the other."""
    made = default.copy()
    open_up(made)
    return made


def _unless_in_environment(variable: Unknown, value: Value) -> Value:
    """A default; what decides about a request may be set another way where the page is built."""
    if isinstance(value, Text) and value.constant in ("true", "false", "1", "0"):
        return choose(f"{variable.variable} is set", variable, value)
    if is_switch(value) or (isinstance(value, Constant) and isinstance(value.value, bool)):
        return choose(f"{variable.variable} is set", variable, value)
    return Text(value.parts, variable.variable) if isinstance(value, Text) else value


@expression("unary_expression")
def _unary(run: Run, node: Syntax, scope: Scope) -> Value:
    sign = _sign(node)
    argument = node.field("argument")
    if sign == "delete" and argument is not None:
        _delete(run, argument, scope)
        return UNDEFINED
    value = run.eval(argument, scope)
    if sign == "!":
        return negated(value)
    if sign == "typeof":
        return type_of(value)
    if sign == "-" and isinstance(value, Constant) and isinstance(value.value, int | float):
        return Constant(-value.value)
    return UNDEFINED if sign == "void" else Unknown()


def _delete(run: Run, argument: Syntax, scope: Scope) -> None:
    target, name = _target(run, argument, scope)
    if target is not None and name is not None:
        set_member(run, target, name, DELETED)


@expression("update_expression")
def _update(run: Run, node: Syntax, scope: Scope) -> Value:
    argument = node.field("argument")
    if argument is None:
        return Unknown()
    old = number_of(run.eval(argument, scope))
    step = 1 if _sign(node) == "++" else -1
    new = Unknown(argument.text[:60]) if old is None else Constant(old + step)
    assign(run, argument, new, scope, None)
    if old is None:
        return Unknown()
    return Constant(old) if node.children and node.node.children[0].is_named else new


@expression("assignment_expression")
def _assignment(run: Run, node: Syntax, scope: Scope) -> Value:
    right = node.field("right")
    left = node.field("left")
    value = run.eval(right, scope)
    if left is not None:
        assign(run, left, value, scope, right.place if right else None)
    return value


@expression("augmented_assignment_expression")
def _augmented(run: Run, node: Syntax, scope: Scope) -> Value:
    left, right = node.field("left"), node.field("right")
    if left is None:
        return Unknown()
    sign = _sign(node)[:-1]
    old = run.eval(left, scope)
    if sign in _LOGICAL:
        value = _logical(run, node, old, sign, lambda: run.eval(right, scope), scope)
    else:
        value = combine(sign, old, run.eval(right, scope))
    assign(run, left, value, scope, right.place if right else None)
    return value


def assign(run: Run, left: Syntax, value: Value, scope: Scope, place: Place | None) -> None:
    """Sets what is on the left of `=`."""
    while left.type in ("parenthesized_expression", "non_null_expression", "as_expression") and left.children:
        left = left.children[0]
    if left.type == "identifier":
        holder = scope.holder(left.text)
        run.write((holder or scope.function()).names, left.text, value)
    elif left.type in ("member_expression", "subscript_expression"):
        target, name = _target(run, left, scope)
        if target is None:
            return
        of = left.field("object")
        if name is not None and of is not None and is_for_all(of):
            run.modules.names[f"this.{name}"] = value
        elif name is None:
            if isinstance(target, Object):
                open_up(target)
        else:
            set_member(run, target, name, value, place)
    else:
        bind(run, left, value, scope, is_declared=False)


def _target(run: Run, node: Syntax, scope: Scope) -> tuple[Value | None, str | None]:
    target = node.field("object")
    if target is None:
        return None, None
    value = run.eval(target, scope)
    if node.type == "member_expression":
        name = node.field("property")
        return value, name.text if name is not None else None
    index = run.eval(node.field("index"), scope)
    if isinstance(index, Text):
        return value, index.constant
    return value, None
