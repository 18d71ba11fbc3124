"""Arrays: how they are walked, filtered and filled."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.completion import NORMAL, Completion
from cors_wizard.page_code.evaluation.conditions import truth
from cors_wizard.page_code.evaluation.effects import fills
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.lists import (
    MOST_ITEMS,
    array,
    as_array,
    items_of,
    only_if,
    presence,
)
from cors_wizard.page_code.evaluation.members import METHODS
from cors_wizard.page_code.evaluation.texts import join
from cors_wizard.page_code.evaluation.values import (
    UNDEFINED,
    Array,
    Choice,
    Closure,
    Constant,
    Object,
    Text,
    Unknown,
    Value,
    text,
)
from cors_wizard.page_code.sources.syntax import Syntax


def _call(invocation: Invocation, *arguments: Value) -> Value:
    """Calls the function that was given; one that is written right here has no other place."""
    function, node = invocation.argument(0), invocation.node
    own = function.node if isinstance(function, Closure) else None
    is_inline = own is not None and own.file == node.file and _is_within(own, node)
    if isinstance(function, Closure):
        function.is_inline |= is_inline
    return invocation.run.call(function, arguments, UNDEFINED, None if is_inline else node)


def _is_within(inner: Syntax, outer: Syntax) -> bool:
    return outer.node.start_byte <= inner.node.start_byte and inner.node.end_byte <= outer.node.end_byte


def _map(invocation: Invocation) -> Value:
    """Calls the function with each known item; an unknown one is left for later."""
    this, function = as_array(invocation.this), invocation.argument(0)
    results = [_called(invocation, item, index) for index, item in enumerate(items_of(this))]
    if isinstance(this, Array) and this.is_open and fills(Unknown("map"), function):
        _call(invocation, Unknown(), Unknown())
    return array(results, not isinstance(this, Array) or this.is_open)


def _called(invocation: Invocation, item: Value, index: int) -> Value:
    """What the function makes of an item; of one that isn't there it makes nothing."""
    found = presence(item)
    if found is None:
        return _call(invocation, item, Constant(float(index)))
    condition, kept = found
    done = invocation.run.branch(
        condition, lambda: Completion(False, _called(invocation, kept, index)), lambda: NORMAL
    )
    return only_if(condition, done.value or UNDEFINED) or done.value or UNDEFINED


def _flat_map(invocation: Invocation) -> Value:
    return _flattened(_map(invocation))


def _flat(invocation: Invocation) -> Value:
    return _flattened(invocation.this)


def _flattened(value: Value) -> Value:
    made = array([], not isinstance(value, Array) or value.is_open)
    for item in items_of(value):
        if isinstance(item, Array):
            made.items += item.items
            made.is_open |= item.is_open
        else:
            made.items.append(item)
    return made


def _for_each(invocation: Invocation) -> Value:
    _map(invocation)
    return UNDEFINED


def _same(invocation: Invocation) -> Value:
    return invocation.this


def _copy(invocation: Invocation) -> Value:
    this = as_array(invocation.this)
    return array(list(this.items), this.is_open) if isinstance(this, Array) else Unknown()


def _reversed(invocation: Invocation) -> Value:
    this = invocation.this
    return array(this.items[::-1], this.is_open) if isinstance(this, Array) else Unknown()


def _filter(invocation: Invocation) -> Value:
    """Keeps what the function is true for; if that is unknown, the item is there only sometimes."""
    this, function = as_array(invocation.this), invocation.argument(0)
    made = array([], not isinstance(this, Array) or this.is_open)
    for index, item in enumerate(items_of(this)):
        known: bool | None = True
        if isinstance(function, Closure):
            known = truth(_call(invocation, item, Constant(float(index))))
        elif function == Unknown("Boolean"):
            known = truth(item)
        if known is None and isinstance(function, Closure):
            condition = (
                f"kept#{invocation.node.node.start_byte}.{index}.{invocation.run.activations}",
                False,
            )
            sometimes = only_if(condition, item)
            made.is_open |= sometimes is None and not isinstance(item, Choice | Text)
            item = sometimes or item
        if known is not False:
            made.items.append(item)
    return made


def _find(invocation: Invocation) -> Value:
    this = as_array(invocation.this)
    for item in items_of(this):
        known = truth(_call(invocation, item))
        if known is not False:
            return item if known else Unknown()
    return UNDEFINED if isinstance(this, Array) and not this.is_open else Unknown()


def _any(invocation: Invocation, wanted: bool = True) -> Value:
    """`some`; with False, `every`."""
    this = as_array(invocation.this)
    found: list[bool | None] = []
    for item in items_of(this):
        found.append(truth(_call(invocation, item)))
        if found[-1] is wanted:
            break
    if wanted in found:
        return Constant(wanted)
    is_known = isinstance(this, Array) and not this.is_open and None not in found
    return Constant(not wanted) if is_known else Unknown()


def _slice(invocation: Invocation) -> Value:
    this = invocation.this
    bounds = [_number(invocation.argument(index)) for index in (0, 1)]
    if not isinstance(this, Array) or "?" in bounds or this.is_open:
        return array(list(items_of(this)), is_open=True)
    start, end = (None if isinstance(bound, str) else bound for bound in bounds)
    return array(this.items[start:end])


def _number(value: Value) -> int | str | None:
    """A bound of `slice`: none given, a number, or `?`."""
    if isinstance(value, Constant) and value.is_undefined:
        return None
    if isinstance(value, Constant) and isinstance(value.value, int | float):
        return int(value.value)
    return "?"


def _join(invocation: Invocation) -> Value:
    this = invocation.this
    if not isinstance(this, Array) or this.is_open:
        return Unknown()
    return join(this.items, invocation.argument(0) if invocation.arguments else text(","))


def _concat(invocation: Invocation) -> Value:
    this = as_array(invocation.this)
    made = array(list(items_of(this)), isinstance(this, Array) and this.is_open)
    for argument in invocation.arguments:
        made.items += items_of(argument) if isinstance(argument, Array) else [argument]
        made.is_open |= isinstance(argument, Unknown) or (isinstance(argument, Array) and argument.is_open)
    return made


def add_items(invocation: Invocation) -> Value:
    """`push`: in a branch, the array has the item only sometimes."""
    this, condition = invocation.this, invocation.run.condition_of(invocation.this)
    if isinstance(this, Array) and len(this.items) < MOST_ITEMS:
        for item in invocation.arguments:
            sometimes = item if condition is None else only_if(condition, item)
            this.is_open |= sometimes is None
            this.items.append(sometimes or item)
    return Unknown()


def _removed(invocation: Invocation) -> Value:
    """`pop`, `shift`, `splice`: what is left isn't followed."""
    this = invocation.this
    if isinstance(this, Array):
        this.items, this.is_open = list(this.items), True
    return Unknown()


def _reduce(invocation: Invocation, step: int = 1) -> Value:
    """Without a value to begin with, the first item is that."""
    this = as_array(invocation.this)
    items = items_of(this)[::step]
    has_start = len(invocation.arguments) > 1
    result = invocation.argument(1) if has_start or not items else items[0]
    for item in items if has_start else items[1:]:
        result = _call(invocation, result, item)
    if isinstance(this, Array) and this.is_open:
        return _opened(result)
    return result if isinstance(this, Array) else _opened(invocation.argument(1) if has_start else UNDEFINED)


def _opened(result: Value) -> Value:
    """What other items may have added to."""
    if not isinstance(result, Object):
        return Unknown()
    made = result.copy() if type(result) is Object else Object()
    made.is_open = True
    made.settled.clear()
    return made


def includes(invocation: Invocation) -> Value:
    """Whether an item is among those of an array."""
    this, wanted = invocation.this, invocation.constant(0)
    if not isinstance(this, Array) or this.is_open or wanted is None:
        return Unknown()
    known = [item.constant for item in this.items if isinstance(item, Text)]
    if wanted in known:
        return Constant(True)
    return Constant(False) if None not in known and len(known) == len(this.items) else Unknown()


METHODS["array"] = {
    "map": _map,
    "flatMap": _flat_map,
    "flat": _flat,
    "forEach": _for_each,
    "filter": _filter,
    "find": _find,
    "some": _any,
    "every": lambda invocation: _any(invocation, False),
    "slice": _slice,
    "sort": _same,
    "toSorted": _copy,
    "reverse": _reversed,
    "toReversed": _reversed,
    "entries": lambda invocation: array(
        [array([Constant(float(index)), item]) for index, item in enumerate(items_of(invocation.this))],
        isinstance(invocation.this, Array) and invocation.this.is_open,
    ),
    "values": _copy,
    "join": _join,
    "concat": _concat,
    "push": add_items,
    "unshift": add_items,
    "pop": _removed,
    "shift": _removed,
    "splice": _removed,
    "reduce": _reduce,
    "reduceRight": lambda invocation: _reduce(invocation, -1),
    "includes": includes,
}
