"""Evaluates displays, operators and comprehensions whose parts are known."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from cors_wizard.flask_code.evaluation.evaluate import Evaluator, Place, Reader
from cors_wizard.flask_code.evaluation.scopes import dotted_name
from cors_wizard.flask_code.evaluation.values import (
    MOST_ITEMS,
    as_text,
    entries_of,
    joined,
    list_value,
    merged,
    percent_formatted,
    same,
    switch,
    table_value,
    text_value,
    unknown_from,
    with_parts,
)
from cors_wizard.flask_code.findings import Value

_Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def _constant(evaluator: Evaluator, node: ast.Constant, place: Place) -> Value | None:
    given, span = node.value, place.module.span(node)
    if isinstance(given, str):
        return Value("text", text=given, span=span)
    if isinstance(given, bool):
        return Value("switch", number=int(given), span=span)
    if isinstance(given, (int, float)):
        is_small = abs(given) < 10**15
        return Value("number", number=given, span=span) if is_small else None
    return Value("none", span=span) if given is None else None


def _items(evaluator: Evaluator, nodes: Sequence[ast.expr], place: Place) -> Iterator[Value]:
    """The items of a display; an unknown list that is spread in it is one unknown item."""
    for each in nodes:
        value = evaluator.value(each.value if isinstance(each, ast.Starred) else each, place)
        if not isinstance(each, ast.Starred):
            yield value
        elif value.kind == "list":
            yield from value.items
        else:
            yield value if value.kind == "unknown" else evaluator.unknown(each, place)


def _display(evaluator: Evaluator, node: ast.List | ast.Tuple | ast.Set, place: Place) -> Value:
    return replace(list_value(list(_items(evaluator, node.elts, place))), span=place.module.span(node))


def _table(evaluator: Evaluator, node: ast.Dict, place: Place) -> Value:
    entries: list[tuple[Value, Value]] = []
    for key, given in zip(node.keys, node.values, strict=True):
        value = evaluator.value(given, place)
        if key is not None:
            entries.append((evaluator.value(key, place), value))
        else:
            entries += entries_of(value)
    return replace(table_value(entries), span=place.module.span(node))


def _chain(node: ast.BinOp) -> Iterator[ast.expr]:
    """The parts of `a + b + c`, from left to right, without recursion."""
    kind, parts = type(node.op), []
    inner: ast.expr = node
    while isinstance(inner, ast.BinOp) and type(inner.op) is kind:
        parts.append(inner.right)
        inner = inner.left
    yield inner
    yield from reversed(parts)


def _operation(evaluator: Evaluator, node: ast.BinOp, place: Place) -> Value | None:
    if isinstance(node.op, (ast.Add, ast.BitOr)):
        join = joined if isinstance(node.op, ast.Add) else merged
        first, *others = [evaluator.value(part, place) for part in _chain(node)]
        if len(others) > 50 and all(one.kind == first.kind == "list" for one in others):
            return list_value([item for one in (first, *others) for item in one.items])
        for other in others[:1000]:
            first = join(first, other)
        return first if len(others) <= 1000 else None
    left, right = evaluator.value(node.left, place), evaluator.value(node.right, place)
    if isinstance(node.op, ast.Mod) and left.kind == "text":
        return percent_formatted(left, right)
    if isinstance(node.op, ast.Mult) and left.kind == right.kind == "number":
        return Value("number", number=left.number * right.number)
    return unknown_from(left, right)


def _f_string(evaluator: Evaluator, node: ast.JoinedStr, place: Place) -> Value:
    parts: list[Value] = []
    texts: list[str] = []
    for each in node.values:
        if isinstance(each, ast.FormattedValue):
            value = evaluator.value(each.value, place)
            text = as_text(value)
            if text is None or each.conversion != -1 or each.format_spec is not None:
                return unknown_from(value)
            parts.append(value)
            texts.append(text)
        elif isinstance(each, ast.Constant):
            texts.append(str(each.value))
    return text_value("".join(texts), *parts)


def _choice(evaluator: Evaluator, node: ast.IfExp, place: Place) -> Value:
    test = evaluator.value(node.test, place)
    if test.is_true is not None and not test.variables:
        return evaluator.value(node.body if test.is_true else node.orelse, place)
    return either(evaluator.value(node.body, place), evaluator.value(node.orelse, place), test)


def either(one: Value, other: Value, *parts: Value) -> Value:
    """One value or another, where it is unknown which."""
    if same(one, other):
        return with_parts(one, *parts)
    unknown = unknown_from(one, other, *parts)
    ways = (*(one.alternatives or (one,)), *(other.alternatives or (other,)))
    return replace(unknown, alternatives=ways[:20])


def _and_or(evaluator: Evaluator, node: ast.BoolOp, place: Place) -> Value:
    """`os.environ.get("X") or default`: a variable that no file sets is taken for absent."""
    stops = isinstance(node.op, ast.Or)
    seen: list[Value] = []
    for each in node.values:
        value = evaluator.value(each, place)
        is_absent = value.kind == "unknown" and value.variables and not value.alternatives
        is_true = False if is_absent and stops else value.is_true
        if is_true is None:
            return unknown_from(*seen, value)
        if is_true is stops:
            return with_parts(value, *seen)
        seen.append(replace(value, unresolved=()) if is_absent else value)
    return with_parts(value, *seen)


def _not(evaluator: Evaluator, node: ast.UnaryOp, place: Place) -> Value | None:
    value = evaluator.value(node.operand, place)
    if isinstance(node.op, ast.USub) and value.kind == "number":
        return Value("number", number=-value.number)
    if isinstance(node.op, ast.Not) and value.is_true is not None:
        return with_parts(switch(not value.is_true), value)
    return unknown_from(value)


_ORDERS: Mapping[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def _comparison(evaluator: Evaluator, node: ast.Compare, place: Place) -> Value:
    left, right = evaluator.value(node.left, place), evaluator.value(node.comparators[0], place)
    if len(node.ops) > 1 or not left.is_whole or not right.is_whole:
        return unknown_from(left, right)
    kind = type(node.ops[0])
    if kind in (ast.Eq, ast.Is, ast.NotEq, ast.IsNot):
        return with_parts(switch(same(left, right) is (kind in (ast.Eq, ast.Is))), left, right)
    if kind in _ORDERS and left.kind == right.kind == "number":
        return with_parts(switch(_ORDERS[kind](left.number, right.number)), left, right)
    if kind not in (ast.In, ast.NotIn):
        return unknown_from(left, right)
    if right.kind == "text":
        is_in = left.text in right.text
    else:
        keys = right.items or tuple(key for key, _ in right.entries)
        is_in = any(same(left, one) for one in keys)
    return with_parts(switch(is_in is (kind is ast.In)), left, right)


def _comprehension(evaluator: Evaluator, node: _Comprehension, place: Place) -> Value:
    """`[o.strip() for o in LISTED if o]`, over known lists."""
    found: list[tuple[Value, Value]] = []
    unknown = _run(evaluator, node, node.generators, place, found)
    if unknown is not None:
        return unknown
    if isinstance(node, ast.DictComp):
        return table_value(found)
    return list_value([one for _, one in found], *_sources(evaluator, node, place))


def _sources(evaluator: Evaluator, node: _Comprehension, place: Place) -> tuple[Value, ...]:
    """What the first loop runs over: where it depends on a variable, the result does."""
    value = evaluator.value(node.generators[0].iter, place)
    return (value,) if value.is_whole else ()


def _run(
    evaluator: Evaluator,
    node: _Comprehension,
    loops: Sequence[ast.comprehension],
    place: Place,
    found: list[tuple[Value, Value]],
) -> Value | None:
    """Runs the loops and adds what they make to `found`; hands back what is not known, if anything is not."""
    if not loops:
        key = evaluator.value(node.key, place) if isinstance(node, ast.DictComp) else Value("none")
        made = node.value if isinstance(node, ast.DictComp) else node.elt
        found.append((key, evaluator.value(made, place)))
        return None
    source = evaluator.value(loops[0].iter, place)
    items = [key for key, _ in source.entries] if source.kind == "table" else source.items
    if source.kind not in ("list", "table") or not source.is_whole or len(found) > MOST_ITEMS:
        return unknown_from(source)
    for item in items:
        inner = place.knowing(_unpacked(loops[0].target, item))
        tests = [evaluator.value(test, inner) for test in loops[0].ifs]
        if any(test.is_true is None for test in tests):
            return unknown_from(source, *tests)
        if all(test.is_true for test in tests):
            unknown = _run(evaluator, node, loops[1:], inner, found)
            if unknown is not None:
                return unknown
    return None


def _unpacked(target: ast.expr, item: Value) -> dict[str, Value]:
    if (
        isinstance(target, (ast.Tuple, ast.List))
        and item.kind == "list"
        and len(item.items) == len(target.elts)
    ):
        return {dotted_name(name): one for name, one in zip(target.elts, item.items, strict=True)}
    return {dotted_name(target): item}


def _named(evaluator: Evaluator, node: ast.NamedExpr, place: Place) -> Value:
    return evaluator.value(node.value, place)


OPERATORS: Mapping[type, Reader] = {
    ast.Constant: _constant,
    ast.List: _display,
    ast.Tuple: _display,
    ast.Set: _display,
    ast.Dict: _table,
    ast.BinOp: _operation,
    ast.JoinedStr: _f_string,
    ast.IfExp: _choice,
    ast.BoolOp: _and_or,
    ast.UnaryOp: _not,
    ast.Compare: _comparison,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.NamedExpr: _named,
}
"""How each kind of expression is read that needs no names."""
