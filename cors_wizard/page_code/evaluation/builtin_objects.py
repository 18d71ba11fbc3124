"""Arrays, functions, promises and `Object`, as far as requests are put together with them."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.page_code.evaluation.conditions import choose
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.lists import array, as_array, entries_of, items_of
from cors_wizard.page_code.evaluation.members import METHODS, READ, Method, open_up, set_member, spread
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.values import (
    DELETED,
    UNDEFINED,
    Array,
    Choice,
    Closure,
    Constant,
    Object,
    Text,
    Unknown,
    Value,
    native,
    text,
)


def _same(invocation: Invocation) -> Value:
    return invocation.this


def _apply(invocation: Invocation) -> Value:
    items = items_of(invocation.argument(1))
    return invocation.run.call(invocation.this, items, invocation.argument(0), invocation.node)


def _call(invocation: Invocation) -> Value:
    return invocation.run.call(
        invocation.this, list(invocation.arguments[1:]), invocation.argument(0), invocation.node
    )


def _bind(invocation: Invocation) -> Value:
    """`fetch.bind(window)` is `fetch`; a method that is bound keeps its object."""
    function, this = invocation.this, invocation.argument(0)
    bound = tuple(invocation.arguments[1:])
    if not isinstance(function, Closure) and not bound:
        return function
    return native(
        lambda later: later.run.call(function, (*bound, *later.arguments), this, later.node),
        function.name if isinstance(function, Closure) else "",
    )


METHODS["function"] = {"apply": _apply, "call": _call, "bind": _bind}


def _prototype(run: Run, value: Object, name: str) -> Value | None:
    if name != "prototype" or not isinstance(value, Closure):
        return None
    made = value.properties[name] = Object()
    return made


READ["object"] = _prototype


def _then(invocation: Invocation) -> Value:
    """The function gets what the promise yields, where that is known."""
    function = invocation.argument(0)
    if isinstance(invocation.this, Unknown) or not isinstance(function, Closure):
        return Unknown()
    return invocation.run.call(function, (invocation.this,), UNDEFINED, invocation.node)


METHODS["any"] = {"then": _then, "catch": _same, "finally": _same}


def _into(add: Callable[[Run, Object, Value], None]) -> Callable[[Invocation], Value]:
    """`Object.assign`, `_.merge`: all further arguments go into the first."""

    def call(invocation: Invocation) -> Value:
        target = invocation.argument(0)
        if not isinstance(target, Object):
            return Unknown()
        for source in invocation.arguments[1:]:
            add(invocation.run, target, source)
        return target

    return call


def merge_into(run: Run, target: Object, source: Value, depth: int = 4) -> None:
    """What a deep merge does: the objects of the source are copied, so that it stays as it is."""
    inner = {}
    if isinstance(source, Object) and depth:
        for name, value in source.properties.items():
            old = target.properties.get(name)
            if type(value) is Object and value.kind == "object":
                inner[name] = old if isinstance(old, Object) else Object(place=value.place)
                merge_into(run, inner[name], value, depth - 1)
            elif isinstance(old, Object) and isinstance(value, Object):
                inner[name] = old
                merge_into(run, old, value, depth - 1)
    spread(run, target, source)
    for name, old in inner.items():
        set_member(run, target, name, old)


def copied(invocation: Invocation) -> Value:
    """`structuredClone(value)`, `cloneDeep(value)`: what is changed in the copy stays out of the original."""
    given = invocation.argument(0)
    if type(given) is not Object or given.kind != "object":
        return given
    made = Object(place=given.place)
    merge_into(invocation.run, made, given)
    return made


def _composed(step: int) -> Method:
    """`flow(f, g)`, `compose(g, f)`: each gets what the one before has given."""

    def made(invocation: Invocation) -> Value:
        functions = [each for given in invocation.arguments for each in (items_of(given) or [given])][::step]

        def call(later: Invocation) -> Value:
            result, *others = functions or [UNDEFINED]
            value = later.run.call(result, list(later.arguments), UNDEFINED, later.node)
            for function in others:
                value = later.run.call(function, (value,), UNDEFINED, later.node)
            return value

        return native(call)

    return made


def _first(invocation: Invocation) -> Value:
    return invocation.argument(0)


def _entries(invocation: Invocation) -> Value:
    return entries_of(invocation.argument(0))


def _keys(invocation: Invocation) -> Value:
    """The names; one that is there only sometimes depends on the same as its value."""
    return _of_entries(entries_of(invocation.argument(0)), 0)


def names_of(value: Object) -> list[Value]:
    """The names of an object's properties."""
    return items_of(_of_entries(entries_of(value), 0))


def _values(invocation: Invocation) -> Value:
    return _of_entries(entries_of(invocation.argument(0)), 1)


def _of_entries(entries: Value, index: int) -> Value:
    """The names, or the values, of what has these entries."""
    if isinstance(entries, Choice):
        yes, no = _of_entries(entries.yes, index), _of_entries(entries.no, index)
        return choose(entries.condition, yes, no)
    if not isinstance(entries, Array):
        return entries
    pairs = [each.items for each in entries.items if isinstance(each, Array)]
    return array([_at(pair[0], pair[1], index) for pair in pairs], entries.is_open)


def _at(name: Value, value: Value, index: int) -> Value:
    if index or not isinstance(value, Choice):
        return value if index else name
    sides = [DELETED if side is DELETED else name for side in (value.yes, value.no)]
    return choose(value.condition, *sides)


def _from_entries(invocation: Invocation) -> Value:
    return _object_of(invocation.run, as_array(invocation.argument(0)))


def _object_of(run: Run, entries: Value) -> Value:
    if isinstance(entries, Choice):
        return choose(entries.condition, _object_of(run, entries.yes), _object_of(run, entries.no))
    made = Object()
    for entry in items_of(entries):
        key, value = get_pair(entry)
        if key is not None:
            set_member(run, made, key, value)
        else:
            open_up(made)
    if not isinstance(entries, Array) or entries.is_open:
        open_up(made)
    return made


def get_pair(entry: Value) -> tuple[str | None, Value]:
    """The name and the value of `[name, value]`."""
    if not isinstance(entry, Array) or len(entry.items) < 2:
        return None, UNDEFINED
    key = entry.items[0]
    return (key.constant if isinstance(key, Text) else None), entry.items[1]


def _all(invocation: Invocation) -> Value:
    return invocation.argument(0)


def _is_array(invocation: Invocation) -> Value:
    given = invocation.argument(0)
    return Unknown() if isinstance(given, Unknown | Choice) else Constant(isinstance(given, Array))


def _constructed(invocation: Invocation) -> Value:
    return Unknown("promise") if invocation.is_new else Unknown()


def _symbol(invocation: Invocation) -> Value:
    """A key that no other is equal to."""
    place = invocation.node.place
    return text(f"@@{invocation.constant(0) or ''} {place.file}:{place.start}")


def object_names() -> dict[str, Value]:
    """`Object`, `Promise` and what is like them."""
    static: dict[str, Method] = {
        "assign": _into(spread),
        "entries": _entries,
        "keys": _keys,
        "values": _values,
        "fromEntries": _from_entries,
        "freeze": _first,
        "seal": _first,
    }
    return {
        "Object": native(_first, "Object", **{name: native(call, name) for name, call in static.items()}),
        "Promise": native(
            _constructed,
            "Promise",
            resolve=native(_first, "resolve"),
            all=native(_all, "all"),
            allSettled=native(_all, "allSettled"),
        ),
        "Symbol": native(_symbol, "Symbol", **{"for": native(lambda call: text(f"@@{call.constant(0)}"))}),
        "structuredClone": native(copied, "structuredClone"),
        "Array": native(_first, "Array", isArray=native(_is_array, "isArray")),
    }


def merging() -> Object:
    """What `lodash`, `deepmerge` and their relatives export."""
    into, copy = _into(merge_into), native(copied, "cloneDeep")
    merge = native(into, "merge")
    made = native(into, "merge", merge=merge, cloneDeep=copy, assign=native(_into(spread), "assign"))
    made.is_open = True
    made.properties |= {name: native(_composed(1), name) for name in ("flow", "pipe")}
    made.properties |= {name: native(_composed(-1), name) for name in ("flowRight", "compose")}
    made.properties["default"] = made
    return made
