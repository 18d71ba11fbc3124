"""The operations that are known when the origin that code sends is worked out, each on values."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

from cors_wizard.frozen import dataclass
from cors_wizard.origin_patterns.checks import CheckKind, OriginCheck
from cors_wizard.origin_patterns.matching import is_readable, takes

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


class Sentinel:
    """A value of which something else is known than what it is."""


UNREAD, EITHER, MATCH, FAILED = Sentinel(), Sentinel(), Sentinel(), Sentinel()
"""It may be anything; either, as something else of the request says; a match; nothing, since it raises."""


class UnknownError(Exception):
    """What comes out is not known."""


def is_unknown(value: object) -> bool:
    """Whether only something about the value is known."""
    return isinstance(value, Sentinel)


def truth(value: Any) -> bool | None:
    """Whether Python takes it for true; None where that isn't known."""
    if value is MATCH:
        return True
    return None if is_unknown(value) else bool(value)


def parts(node: ast.expr) -> list[ast.expr]:
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


def made(node: ast.expr, given: tuple[Any, ...], names: Mapping[str, Any]) -> Any:
    """What an expression makes of its parts."""
    if any(each is FAILED for each in given):
        return FAILED
    if isinstance(node, ast.Name):
        return names.get(node.id, EITHER if node.id == "either" else UNREAD)
    if isinstance(node, ast.Tuple):
        return given
    if isinstance(node, ast.Dict):
        keys = given[: len(node.values)]
        return (
            dict(zip(keys, given[len(node.values) :], strict=True))
            if not any(map(is_unknown, keys))
            else UNREAD
        )
    if any(map(is_unknown, given)) and not _is_about_none(node, given):
        return EITHER if all(not is_unknown(each) or each is EITHER for each in given) else UNREAD
    make = _MAKERS.get(type(node))
    try:
        return make(node, given) if make else UNREAD
    except (ValueError, IndexError, KeyError):
        return FAILED
    except (TypeError, AttributeError):
        return UNREAD


def _is_about_none(node: ast.expr, given: tuple[Any, ...]) -> bool:
    """Whether it only asks if there was a match."""
    return all(each is MATCH or not is_unknown(each) for each in given) and isinstance(
        node, ast.Compare | ast.UnaryOp
    )


def _compared(node: ast.Compare, given: tuple[Any, ...]) -> Any:
    pairs = [*zip(given, node.ops, given[1:], strict=False)]
    if not all(_is_comparable(*each) for each in pairs):
        return UNREAD
    return all(_COMPARISONS[type(operator)](left, right) for left, operator, right in pairs)


def _is_comparable(left: Any, operator: ast.cmpop, right: Any) -> bool:
    """A list and a set's display are tuples here, so that only what is contained in one is known."""
    if isinstance(left, tuple) and isinstance(operator, ast.In | ast.NotIn):
        return False
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
        return not truth(given[0])
    return -given[0] if isinstance(node.op, ast.USub) and isinstance(given[0], int) else UNREAD


def _binary(node: ast.BinOp, given: tuple[Any, ...]) -> Any:
    left, right = given
    is_plain = isinstance(left, str | tuple | int) and len(str(left)) + len(str(right)) < _LONGEST
    if isinstance(node.op, ast.Add) and type(left) is type(right) and is_plain:
        return left + right
    if not isinstance(left, int) or not isinstance(right, int):
        return UNREAD
    if isinstance(node.op, ast.Mod) and right:
        return left % right
    return left - right if isinstance(node.op, ast.Sub) else UNREAD


def _attribute(node: ast.Attribute, given: tuple[Any, ...]) -> Any:
    return (
        getattr(given[0], node.attr) if isinstance(given[0], SplitResult) and node.attr in _OF_URL else UNREAD
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
        return _BUILT_IN[node.func.id](*given) if node.func.id in _BUILT_IN else UNREAD
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
        return made if len(str(made)) < _LONGEST else UNREAD
    return (
        getattr(owner, name)(*arguments)
        if isinstance(owner, tuple) and name in ("count", "index")
        else UNREAD
    )


def _table(owner: dict[Any, Any], name: str, arguments: list[Any]) -> Any:
    if name == "get":
        return owner.get(*arguments)
    if name != "keys" and any(map(is_unknown, owner.values())):
        return UNREAD
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
        return UNREAD
    return MATCH if takes(check, text) else None


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
