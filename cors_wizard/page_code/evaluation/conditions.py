"""Whether something is true, and values that depend on what isn't known."""

from __future__ import annotations

import re

from cors_wizard.page_code.evaluation.values import DELETED, Choice, Constant, Object, Text, Unknown, Value

IS_GIVEN = " is given"
"""Ends the condition of a parameter with a default: where no code is seen to call, it isn't given."""
_MOST_ALTERNATIVES = 8
_EVERYWHERE_THE_SAME = re.compile(r"NODE_ENV|\benv\.|\blocation\b|\b(?:is)?(?:prod|dev)", re.IGNORECASE)


def truth(value: Value) -> bool | None:
    """Whether the value counts as true; None where that isn't settled."""
    match value:
        case Constant():
            return bool(value.value)
        case Text():
            if any(isinstance(part, str) and part for part in value.parts):
                return True
            return None if value.parts else False
        case Object():
            return True
        case Choice():
            yes = truth(value.yes)
            return yes if yes == truth(value.no) else None
    return None


def is_nullish(value: Value) -> bool | None:
    """Whether the value is null or undefined; None where that isn't settled."""
    if isinstance(value, Constant):
        return value.value is None
    return None if isinstance(value, Unknown | Choice) else False


def choose(condition: str, yes: Value, no: Value) -> Value:
    """The one or the other, as long as that is worth knowing."""
    if yes is no or (yes == no and not isinstance(yes, Object) and DELETED is not yes and DELETED is not no):
        return yes
    if _size(yes) + _size(no) > _MOST_ALTERNATIVES:
        return Unknown()
    return Choice(condition, yes, no)


def _size(value: Value) -> int:
    size, waiting = 0, [value]
    while waiting and size <= _MOST_ALTERNATIVES:
        each = waiting.pop()
        if isinstance(each, Choice):
            waiting += (each.yes, each.no)
        else:
            size += 1
    return size


def condition_of(value: Value, written: str, activation: int) -> tuple[str, bool]:
    """What a branch depends on: what its condition's value does, or else the condition as it is written."""
    if isinstance(value, Choice):
        yes, no = truth(value.yes), truth(value.no)
        if yes is not None and no is not None:
            return value.condition, not yes
    return named_condition(written, activation)


def named_condition(written: str, activation: int) -> tuple[str, bool]:
    """A condition's name, and whether it is negated: `!x` and `x` are one condition."""
    name, is_negated = "".join(written.split()), False
    while True:
        if name.startswith("!") and not name.startswith("!=") and _is_one_operand(name[1:]):
            name, is_negated = name[1:], not is_negated
        elif name.startswith("(") and name.endswith(")") and _is_one_operand(name):
            name = name[1:-1]
        else:
            break
    if "!==" in name and "&&" not in name and "||" not in name:
        name, is_negated = name.replace("!==", "===", 1), not is_negated
    suffix = "" if _EVERYWHERE_THE_SAME.search(name) else f"#{activation}"
    return name[:200] + suffix, is_negated


def _is_one_operand(written: str) -> bool:
    if re.fullmatch(r"[\w$.?]+", written):
        return True
    if not (written.startswith("(") and written.endswith(")")):
        return False
    depth = 0
    for index, char in enumerate(written):
        depth += (char == "(") - (char == ")")
        if not depth and index < len(written) - 1:
            return False
    return True


def on_condition(name: str, is_negated: bool, yes: Value, no: Value) -> Value:
    """`choose`, with a condition that may be negated."""
    return choose(name, no, yes) if is_negated else choose(name, yes, no)


def or_absent(value: Value | None) -> Value:
    """A property's value, where it isn't there what says so."""
    return DELETED if value is None else value


def over(value: Value, old: Value | None) -> Value:
    """What a property is that this one is laid over: where it isn't there, the old one is."""
    if value is DELETED:
        return or_absent(old)
    if isinstance(value, Choice):
        return choose(value.condition, over(value.yes, old), over(value.no, old))
    return value


def narrow(value: Value, condition: str, side: bool) -> Value:
    """What a value is where that condition is settled."""
    while isinstance(value, Choice) and value.condition == condition:
        value = value.yes if side else value.no
    return value
