"""What is walked: the items of arrays, the entries of objects, and whether an item is there."""

from __future__ import annotations

from collections.abc import Callable

from cors_wizard.page_code.evaluation.completion import NORMAL, Completion
from cors_wizard.page_code.evaluation.conditions import choose, narrow
from cors_wizard.page_code.evaluation.run import Run
from cors_wizard.page_code.evaluation.values import (
    DELETED,
    Array,
    Choice,
    Object,
    Unknown,
    Value,
    text,
)

MOST_ITEMS = 20


def array(items: list[Value], is_open: bool = False) -> Array:
    """An array; an open one may have other items besides."""
    return Array(items=items, is_open=is_open, kind="array")


def items_of(value: Value) -> list[Value]:
    """The items that are known."""
    value = as_array(value)
    return value.items[:MOST_ITEMS] if isinstance(value, Array) else []


def as_array(value: Value) -> Value:
    """What is walked, as an array: a `Map` is one of pairs."""
    if isinstance(value, Object) and value.kind == "map":
        return entries_of(value.properties["#entries"])
    if isinstance(value, Object) and value.kind in ("headers", "axios-headers"):
        return entries_of(value)
    return value


def entries_of(value: Value) -> Value:
    """The names and values of an object, as pairs."""
    if isinstance(value, Choice):
        return choose(value.condition, entries_of(value.yes), entries_of(value.no))
    if not isinstance(value, Object) or isinstance(value, Array):
        return Unknown()
    pairs = [
        array([text(name), each])
        for name, each in value.properties.items()
        if name[:1] != "#" and each is not DELETED
    ]
    return array(list[Value](pairs), value.is_open)


def only_if(condition: tuple[str, bool], item: Value) -> Value | None:
    """An item that is there on a condition: of a pair, the value depends on it; others are unknown."""
    if not isinstance(item, Array) or len(item.items) != 2:
        return None
    name, is_negated = condition
    value = narrow(item.items[1], name, not is_negated)
    chosen = choose(name, DELETED, value) if is_negated else choose(name, value, DELETED)
    return array([item.items[0], chosen])


def presence(item: Value) -> tuple[tuple[str, bool], Value] | None:
    """What it depends on that an item is there, and the item where it is; None for what is always there."""
    value = item.items[1] if isinstance(item, Array) and len(item.items) == 2 else item
    if not isinstance(value, Choice) or (value.yes is DELETED) == (value.no is DELETED):
        return None
    is_negated = value.yes is DELETED
    there = value.no if is_negated else value.yes
    kept = array([item.items[0], there]) if isinstance(item, Array) else there
    return (value.condition, is_negated), kept


def each_item(run: Run, item: Value, follow: Callable[[Value], Completion]) -> Completion:
    """Does something with an item, under the condition that it is there."""
    found = presence(item)
    if found is None:
        return follow(item)
    condition, kept = found
    return run.branch(condition, lambda: each_item(run, kept, follow), lambda: NORMAL)
