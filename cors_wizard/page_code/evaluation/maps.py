"""`Map`: what is in one becomes headers and options, `Object.fromEntries(map)`."""

from __future__ import annotations

from cors_wizard.page_code.evaluation.builtin_objects import get_pair
from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.lists import as_array, items_of
from cors_wizard.page_code.evaluation.members import METHODS, get_member, open_up, set_member
from cors_wizard.page_code.evaluation.values import (
    DELETED,
    UNDEFINED,
    Array,
    Choice,
    Constant,
    Object,
    Unknown,
    Value,
    native,
)


def _map(invocation: Invocation) -> Value:
    """`new Map(pairs)`."""
    given, inner = as_array(invocation.argument(0)), Object()
    for pair in items_of(given):
        name, value = get_pair(pair)
        if name is None:
            open_up(inner)
        else:
            set_member(invocation.run, inner, name, value)
    is_empty = isinstance(given, Constant) and given.value is None
    if not is_empty and (not isinstance(given, Array) or given.is_open):
        open_up(inner)
    return Object({"#entries": inner}, kind="map")


def _inner(invocation: Invocation) -> Object:
    this = invocation.this
    inner = this.properties["#entries"] if isinstance(this, Object) else None
    return inner if isinstance(inner, Object) else Object(is_open=True)


def _set(invocation: Invocation) -> Value:
    name = invocation.constant(0)
    if name is None:
        open_up(_inner(invocation))
    else:
        set_member(invocation.run, _inner(invocation), name, invocation.argument(1), invocation.place(1))
    return invocation.this


def _get(invocation: Invocation) -> Value:
    name = invocation.constant(0)
    return Unknown("value") if name is None else get_member(invocation.run, _inner(invocation), name)


def _delete(invocation: Invocation) -> Value:
    name = invocation.constant(0)
    if name is None:
        open_up(_inner(invocation))
    else:
        set_member(invocation.run, _inner(invocation), name, DELETED)
    return Unknown()


def _has(invocation: Invocation) -> Value:
    name, inner = invocation.constant(0), _inner(invocation)
    found = inner.properties.get(name) if name is not None else None
    if name is None or not inner.is_settled(name) or isinstance(found, Choice):
        return Unknown()
    return Constant(found is not None and found is not DELETED)


def _clear(invocation: Invocation) -> Value:
    for name in _inner(invocation).properties:
        set_member(invocation.run, _inner(invocation), name, DELETED)
    return UNDEFINED


def _for_each(invocation: Invocation) -> Value:
    for pair in items_of(invocation.this):
        name, value = pair.items if isinstance(pair, Array) else (UNDEFINED, UNDEFINED)
        invocation.run.call(invocation.argument(0), (value, name), UNDEFINED, invocation.node)
    return UNDEFINED


def _pairs(invocation: Invocation) -> Value:
    return as_array(invocation.this)


METHODS["map"] = {
    "set": _set,
    "get": _get,
    "has": _has,
    "delete": _delete,
    "clear": _clear,
    "forEach": _for_each,
    "entries": _pairs,
}
WALKED = {"forEach": _for_each, "entries": _pairs}
"""What `Headers` has of it, too."""


def map_names() -> dict[str, Value]:
    """The name in a page."""
    return {"Map": native(_map, "Map")}
