"""What code sends for one origin: its whole decision is worked out, as it was written over `origin`.

Nothing of the code is run: only the operations below are known, patterns are followed by `matching`, and what
is unknown stays so (`flask_code.origin_sent` writes the expressions).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice, product
from typing import Any
from urllib.parse import SplitResult, urlsplit

from cors_wizard.origin_patterns.checks import CheckKind, OriginCheck
from cors_wizard.origin_patterns.matching import is_readable, takes

_LINE = re.compile(r"(?P<place>[^'\n]{1,300}?): sends '(?P<text>[^\n]{0,6000})'")
_MOST_STEPS = 20_000
_MOST_WAYS = 24
_LONGEST = 1_000
_OF_TEXT = frozenset(
    {
        *("startswith", "endswith", "lower", "casefold", "upper", "strip", "lstrip", "rstrip", "replace"),
        *("split", "rsplit", "partition", "rpartition", "removeprefix", "removesuffix", "find", "rfind"),
        *("index", "rindex", "count", "isalnum", "isalpha", "isdigit", "islower", "join"),
    }
)
_OF_URL = frozenset({"hostname", "netloc", "scheme", "port", "path", "username", "query", "fragment"})
_PATTERNS: Mapping[str, CheckKind] = {"match": "match", "search": "search", "fullmatch": "fullmatch"}


class _Sentinel:
    """A value of which something else is known than what it is."""


_UNREAD, _EITHER, _MATCH, _FAILED = _Sentinel(), _Sentinel(), _Sentinel(), _Sentinel()
"""It may be anything; either, as something else of the request says; a match; nothing, since it raises."""


class _Unknown(Exception):
    """What comes out is not known."""


@dataclass(frozen=True)
class SentOrigin:
    """What one function sends."""

    text: str
    """A pair over `origin`: the origin that is allowed, and the header about credentials."""
    place: str
    """`path:line`."""

    def may_allow(self, origin: str) -> bool:
        """Whether nothing rules out that this origin is allowed."""
        return any(
            _is_unknown(sent) or sent in ("*", origin) for sent, _ in self._ways(origin, is_certain=False)
        )

    def allows(self, origin: str) -> bool:
        """Whether it is allowed by name, whatever else the request has to have."""
        return any(sent == origin for sent, _ in self._ways(origin, is_certain=True))

    def allows_with_cookies(self, origin: str) -> bool:
        """The same with credentials, as far as this function decides on them."""
        ways = self._ways(origin, is_certain=True)
        return any(sent == origin and (said == "true" or not self._decides_on_cookies) for sent, said in ways)

    def keeps_out(self, origin: str) -> bool:
        """Whether it is sent no header for sure."""
        return all(sent is None for sent, _ in self._ways(origin, is_certain=False))

    @cached_property
    def _decides_on_cookies(self) -> bool:
        tree = _parsed(self.text)
        pairs = (each for each in ast.walk(tree) if isinstance(each, ast.Tuple)) if tree is not None else ()
        return any(
            isinstance(each, ast.Constant) and each.value == "true"
            for pair in pairs
            for each in pair.elts[1:2]
        )

    @property
    def looks_at_origin(self) -> bool:
        """Whether the origin that was sent has a part in it."""
        tree = _parsed(self.text)
        return tree is not None and any(
            isinstance(each, ast.Name) and each.id == "origin" for each in ast.walk(tree)
        )

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The texts that are compared with."""
        tree = _parsed(self.text)
        nodes = ast.walk(tree) if tree is not None else ()
        found = (each.value for each in nodes if isinstance(each, ast.Constant))
        return tuple(dict.fromkeys(each for each in found if isinstance(each, str)))

    def _ways(self, origin: str, *, is_certain: bool) -> tuple[tuple[object, object], ...]:
        return _outcomes(self.text, origin, is_certain)


def read_sent(line: str) -> SentOrigin | None:
    """A line of the fact `code_sends`; None for anything else."""
    found = _LINE.fullmatch(line)
    return SentOrigin(found["text"], found["place"]) if found else None


def _is_unknown(value: object) -> bool:
    return isinstance(value, _Sentinel)


@lru_cache(maxsize=256)
def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(maxsize=4096)
def _outcomes(text: str, origin: str, is_certain: bool) -> tuple[tuple[object, object], ...]:
    """The pairs that may come out; of one that isn't known, unknown parts."""
    tree = _parsed(text)
    unknown = ((_UNREAD, _UNREAD),)
    if tree is None:
        return unknown
    try:
        ways = _Run(is_certain).ways(tree, {"origin": origin})
    except (_Unknown, RecursionError):
        return unknown
    pairs = (each if isinstance(each, tuple) and len(each) == 2 else (_UNREAD, _UNREAD) for each in ways)
    return tuple((one, other) for one, other in pairs)


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
            raise _Unknown
        if isinstance(node, ast.BoolOp):
            return self._both(node, node.values, names)
        if isinstance(node, ast.IfExp):
            return self._choice(node, names)
        if isinstance(node, ast.Call) and any(isinstance(each, ast.GeneratorExp) for each in node.args):
            return [self._of_each(node, names)]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "attempt":
            return self._attempt(node, names)
        parts = _parts(node)
        found = [self.ways(each, names) for each in parts]
        made = [_made(node, given, names) for given in islice(product(*found), _MOST_WAYS)]
        return _distinct(made)

    def _both(self, node: ast.BoolOp, parts: list[ast.expr], names: Mapping[str, Any]) -> list[Any]:
        is_and = isinstance(node.op, ast.And)
        if self._is_certain:
            # What something else of the request says is left out: it may hold.
            parts = [each for each in parts if not (isinstance(each, ast.Name) and each.id == "either")]
        made: list[Any] = [] if parts else [_EITHER]
        for at, part in enumerate(parts):
            found = self.ways(part, names)
            made += [each for each in found if each is _FAILED]
            found = [each for each in found if each is not _FAILED]
            if at == len(parts) - 1:
                return _distinct([*made, *found])
            truths = [_truth(each) for each in found]
            made += [
                each
                for each, truth in zip(found, truths, strict=True)
                if truth is not None and truth is not is_and
            ]
            if None in truths:
                made.append(False if is_and and not self._is_certain else _UNREAD)
            if is_and not in truths and None not in truths:
                return _distinct(made)
        return _distinct(made)

    def _choice(self, node: ast.IfExp, names: Mapping[str, Any]) -> list[Any]:
        found = self.ways(node.test, names)
        if self._is_certain and any(each is _UNREAD for each in found):
            return [_UNREAD]
        made: list[Any] = [each for each in found if each is _FAILED]
        found = [each for each in found if each is not _FAILED]
        truths = {_truth(each) for each in found}
        if truths - {False}:
            made += self.ways(node.body, names)
        if truths - {True}:
            made += self.ways(node.orelse, names)
        return _distinct(made)

    def _attempt(self, call: ast.Call, names: Mapping[str, Any]) -> list[Any]:
        """`try` and `except`: the second for what raises in the first."""
        found, other = self.ways(call.args[0], names), call.args[1]
        if not any(each is _FAILED for each in found):
            return found
        return _distinct([*(each for each in found if each is not _FAILED), *self.ways(other, names)])

    def _of_each(self, call: ast.Call, names: Mapping[str, Any]) -> Any:
        """`any(...)`, `all(...)`, `next(...)` over a loop."""
        loop = call.args[0]
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if not isinstance(loop, ast.GeneratorExp) or len(loop.generators) != 1:
            return _UNREAD
        turns = [*self._turns(loop, names)]
        truths = [_truth(each) for each in turns]
        if name in ("any", "all"):
            ends = name == "any"
            return ends if ends in truths else _UNREAD if None in truths else not ends
        if any(map(_is_unknown, turns)):
            return _UNREAD
        if name == "next":
            rest = self.ways(call.args[1], names) if len(call.args) > 1 else [_UNREAD]
            return turns[0] if turns else rest[0] if len(rest) == 1 else _UNREAD
        return tuple(turns) if name in ("list", "tuple", "set", "sorted") else _UNREAD

    def _turns(self, loop: ast.GeneratorExp, names: Mapping[str, Any]) -> Iterator[Any]:
        once = loop.generators[0]
        source = self._one(once.iter, names)
        for item in source if isinstance(source, tuple | dict | str) else (_UNREAD,):
            inner = {**names, **_bound(once.target, item)}
            truths = [_truth(self._one(each, inner)) for each in once.ifs]
            if False not in truths:
                yield _UNREAD if None in truths else self._one(loop.elt, inner)

    def _one(self, node: ast.expr, names: Mapping[str, Any]) -> Any:
        found = self.ways(node, names)
        return found[0] if len(found) == 1 else _UNREAD


def _bound(target: ast.expr, item: Any) -> dict[str, Any]:
    if isinstance(target, ast.Name):
        return {target.id: item}
    names = (
        [each.id for each in target.elts if isinstance(each, ast.Name)]
        if isinstance(target, ast.Tuple)
        else []
    )
    items = item if isinstance(item, tuple) and len(item) == len(names) else (_UNREAD,) * len(names)
    return dict(zip(names, items, strict=True))


def _truth(value: Any) -> bool | None:
    if value is _MATCH:
        return True
    return None if _is_unknown(value) else bool(value)


def _distinct(values: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for each in values:
        if not any(each is one or (type(each) is type(one) and each == one) for one in kept):
            kept.append(each)
    return kept if len(kept) <= _MOST_WAYS else [_UNREAD]


def _parts(node: ast.expr) -> list[ast.expr]:
    """The expressions that one is made of."""
    if isinstance(node, ast.Call):
        owner = (
            [node.func.value] if isinstance(node.func, ast.Attribute) and not _is_of_module(node.func) else []
        )
        return [*owner, *node.args]
    if isinstance(node, ast.Compare):
        return [node.left, *node.comparators]
    if isinstance(node, ast.Subscript):
        at = node.slice
        ends = [each for each in (at.lower, at.upper) if each] if isinstance(at, ast.Slice) else [at]
        return [node.value, *ends]
    if isinstance(node, ast.Dict):
        return [*(each for each in node.keys if each), *node.values]
    if isinstance(node, ast.Tuple):
        return node.elts
    if isinstance(node, ast.BinOp):
        return [node.left, node.right]
    if isinstance(node, ast.UnaryOp):
        return [node.operand]
    return [node.value] if isinstance(node, ast.Attribute) else []


def _is_of_module(called: ast.Attribute) -> bool:
    return isinstance(called.value, ast.Name) and called.value.id in ("re", "fnmatch")


def _made(node: ast.expr, given: tuple[Any, ...], names: Mapping[str, Any]) -> Any:
    """What an expression makes of its parts."""
    if any(each is _FAILED for each in given):
        return _FAILED
    if isinstance(node, ast.Name):
        return names.get(node.id, _EITHER if node.id == "either" else _UNREAD)
    if isinstance(node, ast.Tuple):
        return given
    if isinstance(node, ast.Dict):
        keys = given[: len(node.values)]
        return (
            dict(zip(keys, given[len(node.values) :], strict=True))
            if not any(map(_is_unknown, keys))
            else _UNREAD
        )
    if any(map(_is_unknown, given)) and not _is_about_none(node, given):
        return _EITHER if all(not _is_unknown(each) or each is _EITHER for each in given) else _UNREAD
    make = _MAKERS.get(type(node))
    try:
        return make(node, given) if make else _UNREAD
    except (ValueError, IndexError, KeyError):
        return _FAILED
    except (TypeError, AttributeError):
        return _UNREAD


def _is_about_none(node: ast.expr, given: tuple[Any, ...]) -> bool:
    """Whether it only asks if there was a match."""
    return all(each is _MATCH or not _is_unknown(each) for each in given) and isinstance(
        node, ast.Compare | ast.UnaryOp
    )


def _compared(node: ast.Compare, given: tuple[Any, ...]) -> Any:
    pairs = [*zip(given, node.ops, given[1:], strict=False)]
    if not all(_is_comparable(*each) for each in pairs):
        return _UNREAD
    return all(_COMPARISONS[type(operator)](left, right) for left, operator, right in pairs)


def _is_comparable(left: Any, operator: ast.cmpop, right: Any) -> bool:
    """A set's display is a tuple here, so that only what is contained in one is known."""
    kinds = (int, float, str, frozenset)
    if isinstance(operator, ast.Lt | ast.LtE | ast.Gt | ast.GtE):
        return isinstance(left, kinds) and isinstance(right, kinds)
    is_set = isinstance(left, frozenset) or isinstance(right, frozenset)
    return type(left) is type(right) or not is_set or isinstance(operator, ast.In | ast.NotIn)


_COMPARISONS: Mapping[type, Callable[[Any, Any], bool]] = {
    ast.Eq: lambda left, right: left == right,
    ast.NotEq: lambda left, right: left != right,
    ast.Is: lambda left, right: left == right,
    ast.IsNot: lambda left, right: left != right,
    ast.In: lambda left, right: left in right,
    ast.NotIn: lambda left, right: left not in right,
    ast.Lt: lambda left, right: left < right,
    ast.LtE: lambda left, right: left <= right,
    ast.Gt: lambda left, right: left > right,
    ast.GtE: lambda left, right: left >= right,
}


def _unary(node: ast.UnaryOp, given: tuple[Any, ...]) -> Any:
    if isinstance(node.op, ast.Not):
        return not _truth(given[0])
    return -given[0] if isinstance(node.op, ast.USub) and isinstance(given[0], int) else _UNREAD


def _binary(node: ast.BinOp, given: tuple[Any, ...]) -> Any:
    left, right = given
    is_plain = isinstance(left, str | tuple | int) and len(str(left)) + len(str(right)) < _LONGEST
    if isinstance(node.op, ast.Add) and type(left) is type(right) and is_plain:
        return left + right
    if not isinstance(left, int) or not isinstance(right, int):
        return _UNREAD
    if isinstance(node.op, ast.Mod) and right:
        return left % right
    return left - right if isinstance(node.op, ast.Sub) else _UNREAD


def _attribute(node: ast.Attribute, given: tuple[Any, ...]) -> Any:
    return (
        getattr(given[0], node.attr)
        if isinstance(given[0], SplitResult) and node.attr in _OF_URL
        else _UNREAD
    )


def _subscript(node: ast.Subscript, given: tuple[Any, ...]) -> Any:
    owner, *at = given
    if not isinstance(node.slice, ast.Slice):
        return owner[int(at[0])] if isinstance(owner, str | tuple) else owner[at[0]]
    ends = iter(at)
    lower, upper = (int(next(ends)) if each else None for each in (node.slice.lower, node.slice.upper))
    return owner[lower:upper]


def _call(node: ast.Call, given: tuple[Any, ...]) -> Any:
    if isinstance(node.func, ast.Name):
        return _BUILT_IN[node.func.id](*given) if node.func.id in _BUILT_IN else _UNREAD
    assert isinstance(node.func, ast.Attribute)
    name = node.func.attr
    if _is_of_module(node.func):
        return _searched(name, *given[:2])
    owner, *arguments = given
    if isinstance(owner, _Pattern):
        return _searched(name, owner, arguments[0])
    if isinstance(owner, dict) and name in ("get", "keys", "values", "items"):
        return _table(owner, name, arguments)
    if isinstance(owner, str) and name in _OF_TEXT and len(owner) < _LONGEST:
        made = getattr(owner, name)(*(int(each) if type(each) is float else each for each in arguments))
        made = tuple(made) if isinstance(made, list) else made
        return made if len(str(made)) < _LONGEST else _UNREAD
    return (
        getattr(owner, name)(*arguments)
        if isinstance(owner, tuple) and name in ("count", "index")
        else _UNREAD
    )


def _table(owner: dict[Any, Any], name: str, arguments: list[Any]) -> Any:
    if name == "get":
        return owner.get(*arguments)
    return tuple(owner.items() if name == "items" else owner if name == "keys" else owner.values())


@dataclass(frozen=True)
class _Pattern:
    """A compiled pattern."""

    text: str


def _searched(name: str, pattern: Any, text: Any = None) -> Any:
    """What a pattern gives for a text; unknown where it isn't followed."""
    if name == "compile":
        return _Pattern(pattern)
    if name == "fnmatch":
        return takes(OriginCheck("glob", text), pattern)
    check = OriginCheck(_PATTERNS[name], pattern.text if isinstance(pattern, _Pattern) else pattern)
    if not is_readable(check) or not isinstance(text, str):
        return _UNREAD
    return _MATCH if takes(check, text) else None


_BUILT_IN: Mapping[str, Callable[..., Any]] = {
    "bool": bool,
    "len": len,
    "str": str,
    "list": tuple,
    "tuple": tuple,
    "set": frozenset,
    "backwards": lambda text: text[::-1],
    "urlsplit": urlsplit,
    "sorted": lambda items: tuple(sorted(items)),
    "compare_digest": lambda one, other: one == other,
}
_MAKERS: Mapping[type, Callable[[Any, tuple[Any, ...]], Any]] = {
    ast.Constant: lambda node, given: node.value,
    ast.Compare: _compared,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Call: _call,
}
