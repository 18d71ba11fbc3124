"""Works out an expression over `origin` for one origin: what may come out of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice, product
from typing import Any

from cors_wizard.origin_patterns import sent_values
from cors_wizard.origin_patterns.sent_values import (
    EITHER,
    FAILED,
    MATCH,
    UNREAD,
    UnknownError,
    is_unknown,
    truth,
)

_MOST_STEPS = 20_000
_MOST_WAYS = 24


@lru_cache(maxsize=256)
def parsed(text: str) -> ast.expr | None:
    """The expression; None for what is none, or is nested too deeply."""
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(maxsize=4096)
def outcomes(text: str, origin: str, is_certain: bool) -> tuple[tuple[object, object], ...]:
    """The pairs that may come out; of one that isn't known, unknown parts."""
    tree = parsed(text)
    unknown = ((UNREAD, UNREAD),)
    if tree is None:
        return unknown
    try:
        ways = _Run(is_certain).ways(tree, {"origin": origin})
    except (UnknownError, RecursionError):
        return unknown
    pairs = (each if isinstance(each, tuple) and len(each) == 2 else (UNREAD, UNREAD) for each in ways)
    return tuple((one, other) for one, other in pairs)


def outcome(tree: ast.expr, origin: str | None) -> tuple[Any] | None:
    """The one value that comes out, in a tuple; None where it isn't known. A match is True."""
    try:
        ways = _Run(is_certain=False).ways(tree, {} if origin is None else {"origin": origin})
    except (UnknownError, RecursionError):
        return None
    values = [True if each is MATCH else each for each in ways]
    return None if len(values) != 1 or is_unknown(values[0]) else (values[0],)


class _Run:
    """Works out an expression for one origin."""

    def __init__(self, is_certain: bool) -> None:
        self._is_certain = is_certain
        """Whether only what is sure counts; else whatever nothing rules out."""
        self._steps = 0

    def ways(self, node: ast.expr, names: Mapping[str, Any]) -> list[Any]:
        """What may come out of it."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise UnknownError
        if isinstance(node, ast.BoolOp):
            return self._both(node, node.values, names)
        if isinstance(node, ast.IfExp):
            return self._choice(node, names)
        if isinstance(node, ast.Call) and any(isinstance(each, ast.GeneratorExp) for each in node.args):
            return [self._of_each(node, names)]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "attempt":
            return self._attempt(node, names)
        parts = sent_values.parts(node)
        found = [self.ways(each, names) for each in parts]
        made = [sent_values.made(node, given, names) for given in islice(product(*found), _MOST_WAYS)]
        return _distinct(made)

    def _both(self, node: ast.BoolOp, parts: list[ast.expr], names: Mapping[str, Any]) -> list[Any]:
        is_and = isinstance(node.op, ast.And)
        if self._is_certain:
            # What something else of the request says is left out: it may hold.
            parts = [each for each in parts if not (isinstance(each, ast.Name) and each.id == "either")]
        made: list[Any] = [] if parts else [EITHER]
        for at, part in enumerate(parts):
            found = self.ways(part, names)
            made += [each for each in found if each is FAILED]
            found = [each for each in found if each is not FAILED]
            if at == len(parts) - 1:
                return _distinct([*made, *found])
            truths = [truth(each) for each in found]
            made += [
                each
                for each, truth in zip(found, truths, strict=True)
                if truth is not None and truth is not is_and
            ]
            if None in truths:
                made.append(False if is_and and not self._is_certain else UNREAD)
            if is_and not in truths and None not in truths:
                return _distinct(made)
        return _distinct(made)

    def _choice(self, node: ast.IfExp, names: Mapping[str, Any]) -> list[Any]:
        found = self.ways(node.test, names)
        if self._is_certain and any(each is UNREAD for each in found):
            return [UNREAD]
        made: list[Any] = [each for each in found if each is FAILED]
        found = [each for each in found if each is not FAILED]
        truths = {truth(each) for each in found}
        if truths - {False}:
            made += self.ways(node.body, names)
        if truths - {True}:
            made += self.ways(node.orelse, names)
        return _distinct(made)

    def _attempt(self, call: ast.Call, names: Mapping[str, Any]) -> list[Any]:
        """`try` and `except`: the second for what raises in the first, or in what else is tried there."""
        found, other = self.ways(call.args[0], names), call.args[1]
        tried = [way for each in call.args[2:] for way in self.ways(each, names)]
        if all(each is not FAILED for each in found) and not {FAILED, UNREAD}.intersection(
            filter(is_unknown, tried)
        ):
            return found
        caught = self.ways(other, names)
        if any(each is FAILED for each in tried):
            return caught
        both = _distinct([*(each for each in found if each is not FAILED), *caught])
        return [UNREAD] if self._is_certain and UNREAD in tried and len(both) > 1 else both

    def _of_each(self, call: ast.Call, names: Mapping[str, Any]) -> Any:
        """`any(...)`, `all(...)`, `next(...)` over a loop."""
        loop = call.args[0]
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if not isinstance(loop, ast.GeneratorExp) or len(loop.generators) != 1:
            return UNREAD
        turns = [*self._turns(loop, names)]
        truths = [truth(each) for each in turns]
        if name in ("any", "all"):
            ends = name == "any"
            return ends if ends in truths else UNREAD if None in truths else not ends
        if any(map(is_unknown, turns)):
            return UNREAD
        if name == "next":
            rest = self.ways(call.args[1], names) if len(call.args) > 1 else [UNREAD]
            return turns[0] if turns else rest[0] if len(rest) == 1 else UNREAD
        return tuple(turns) if name in ("list", "tuple", "set", "sorted") else UNREAD

    def _turns(self, loop: ast.GeneratorExp, names: Mapping[str, Any]) -> Iterator[Any]:
        once = loop.generators[0]
        source = self._one(once.iter, names)
        for item in source if isinstance(source, tuple | dict | str) else (UNREAD,):
            inner = {**names, **_bound(once.target, item)}
            truths = [truth(self._one(each, inner)) for each in once.ifs]
            if False not in truths:
                yield UNREAD if None in truths else self._one(loop.elt, inner)

    def _one(self, node: ast.expr, names: Mapping[str, Any]) -> Any:
        found = self.ways(node, names)
        return found[0] if len(found) == 1 else UNREAD


def _bound(target: ast.expr, item: Any) -> dict[str, Any]:
    if isinstance(target, ast.Name):
        return {target.id: item}
    names = (
        [each.id for each in target.elts if isinstance(each, ast.Name)]
        if isinstance(target, ast.Tuple)
        else []
    )
    items = item if isinstance(item, tuple) and len(item) == len(names) else (UNREAD,) * len(names)
    return dict(zip(names, items, strict=True))


def _distinct(values: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for each in values:
        if not any(each is one or (type(each) is type(one) and each == one) for one in kept):
            kept.append(each)
    return kept if len(kept) <= _MOST_WAYS else [UNREAD]
