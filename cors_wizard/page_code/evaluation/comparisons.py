"""What two values come to: sums, comparisons, and what kind a value is."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

from cors_wizard.page_code.evaluation.conditions import (
    choose,
    narrow,
    truth,
)
from cors_wizard.page_code.evaluation.texts import concatenate
from cors_wizard.page_code.evaluation.values import (
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

_EQUAL = ("===", "==", "!==", "!=")


def combine(sign: str, left: Value, right: Value) -> Value:
    """What an operator makes of both."""
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
    first, second = number_of(left), number_of(right)
    return Unknown() if first is None or second is None else Constant(_ARITHMETIC[sign](first, second))


def number_of(value: Value) -> float | None:
    """The number that a value is."""
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


_MEMBERS = re.compile(r"\{[^{}]*\}")
_MAY_BE_NOTHING = re.compile(r"\b(?:undefined|null|any|unknown|void|T|Partial|Maybe|Optional)\b|\?")


def _is_of_type(value: Value) -> bool:
    """Whether TypeScript says that something is there."""
    written = _MEMBERS.sub("{}", value.type) if isinstance(value, Unknown) else ""
    return bool(written) and not _MAY_BE_NOTHING.search(written)


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


def negated(value: Value) -> Value:
    """`!value`."""
    if isinstance(value, Choice):
        return choose(value.condition, negated(value.yes), negated(value.no))
    known = truth(value)
    return Unknown() if known is None else Constant(not known)


def type_of(value: Value) -> Value:
    """`typeof value`."""
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
