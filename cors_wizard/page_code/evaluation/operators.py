"""Operators and assignments."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

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
from cors_wizard.page_code.evaluation.texts import concatenate
from cors_wizard.page_code.evaluation.values import (
    DELETED,
    UNDEFINED,
    Choice,
    Class,
    Closure,
    Constant,
    Native,
    Object,
    Text,
    Unknown,
    Value,
    text,
)
from cors_wizard.page_code.sources.syntax import Place, Syntax

_LOGICAL = ("&&", "||", "??")
_EQUAL = ("===", "==", "!==", "!=")


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
    return _combine(sign, left, run.eval(right, scope))


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
        return _with_variable(right(), left.variable)
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


def _with_variable(value: Value, variable: str) -> Value:
    return Text(value.parts, variable) if isinstance(value, Text) else value


def _combine(sign: str, left: Value, right: Value) -> Value:
    if sign == "+":
        return _sum(left, right)
    if sign in _EQUAL:
        return compare(left, right, is_negated=sign.startswith("!"))
    if sign in _ARITHMETIC:
        return _calculate(sign, left, right)
    if sign == "instanceof":
        return _is_instance(left, right)
    if sign == "in" and isinstance(left, Text) and isinstance(right, Object) and left.constant is not None:
        is_there = left.constant in right.properties
        return Constant(is_there) if right.is_settled(left.constant) else Unknown()
    return Unknown()


_ARITHMETIC: dict[str, Callable[[float, float], float | bool]] = {
    "-": operator.sub,
    "*": operator.mul,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _calculate(sign: str, left: Value, right: Value) -> Value:
    first, second = _number(left), _number(right)
    return Unknown() if first is None or second is None else Constant(_ARITHMETIC[sign](first, second))


def _number(value: Value) -> float | None:
    if not isinstance(value, Constant) or isinstance(value.value, bool):
        return None
    return value.value


def _sum(left: Value, right: Value) -> Value:
    if isinstance(left, Constant) and isinstance(right, Constant):
        numbers = [each.value for each in (left, right) if isinstance(each.value, int | float)]
        return Constant(float(sum(numbers))) if len(numbers) == 2 else Unknown()
    return concatenate(left, right)


def compare(left: Value, right: Value, *, is_negated: bool = False) -> Value:
    """Whether two values are equal, as far as they are settled."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Choice):
            yes = compare(one.yes, narrow(other, one.condition, True), is_negated=is_negated)
            no = compare(one.no, narrow(other, one.condition, False), is_negated=is_negated)
            return choose(one.condition, yes, no)
    known = _plain(left), _plain(right)
    if None in known:
        if UNDEFINED in (left, right) and any(isinstance(each, Object | Text) for each in (left, right)):
            return Constant(is_negated)
        if UNDEFINED in (left, right) and any(_is_of_type(each) for each in (left, right)):
            return Constant(is_negated)
        return Unknown()
    return Constant((known[0] == known[1]) != is_negated)


_MAY_BE_NOTHING = re.compile(r"\b(?:undefined|null|any|unknown|void|T|Partial|Maybe|Optional)\b|\?")


def _is_of_type(value: Value) -> bool:
    """Whether TypeScript says that something is there."""
    return isinstance(value, Unknown) and bool(value.type) and not _MAY_BE_NOTHING.search(value.type)


def _plain(value: Value) -> tuple[str, object] | None:
    if isinstance(value, Constant):
        return (type(value.value).__name__, value.value)
    if isinstance(value, Text) and value.constant is not None:
        return ("str", value.constant)
    return None


_CONSTRUCTED = {
    "FormData": "form-data",
    "URLSearchParams": "search-params",
    "Blob": "blob",
    "File": "blob",
    "Headers": "headers",
    "Request": "request",
    "URL": "url",
    "Array": "array",
    "ArrayBuffer": "buffer",
}


def _is_instance(left: Value, right: Value) -> Value:
    if isinstance(left, Text | Constant):
        return Constant(False)
    if not isinstance(left, Object) or not isinstance(right, Native | Class):
        return Unknown()
    if isinstance(right, Native):
        return Constant(left.kind == _CONSTRUCTED.get(right.name, right.name))
    return Unknown() if left.parent else Constant(False)


@expression("unary_expression")
def _unary(run: Run, node: Syntax, scope: Scope) -> Value:
    sign = _sign(node)
    argument = node.field("argument")
    if sign == "delete" and argument is not None:
        _delete(run, argument, scope)
        return UNDEFINED
    value = run.eval(argument, scope)
    if sign == "!":
        return _negated(value)
    if sign == "typeof":
        return _type_of(value)
    if sign == "-" and isinstance(value, Constant) and isinstance(value.value, int | float):
        return Constant(-value.value)
    return UNDEFINED if sign == "void" else Unknown()


def _negated(value: Value) -> Value:
    if isinstance(value, Choice):
        return choose(value.condition, _negated(value.yes), _negated(value.no))
    known = truth(value)
    return Unknown() if known is None else Constant(not known)


def _delete(run: Run, argument: Syntax, scope: Scope) -> None:
    target, name = _target(run, argument, scope)
    if target is not None and name is not None:
        set_member(run, target, name, DELETED)


def _type_of(value: Value) -> Value:
    match value:
        case Text():
            return text("string")
        case Closure() | Native() | Class():
            return text("function")
        case Object():
            return text("string" if value.kind == "json" else "object")
        case Constant() if value.is_undefined:
            return text("undefined")
        case Constant() if isinstance(value.value, bool):
            return text("boolean")
        case Constant():
            return text("object" if value.value is None else "number")
    return Unknown()


@expression("update_expression")
def _update(run: Run, node: Syntax, scope: Scope) -> Value:
    argument = node.field("argument")
    if argument is None:
        return Unknown()
    old = _number(run.eval(argument, scope))
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
        value = _combine(sign, old, run.eval(right, scope))
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
