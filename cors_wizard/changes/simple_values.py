"""Values as an expression comes to them: texts, lists, dictionaries, patterns, and what is unknown."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cors_wizard.flask_code.module import dotted_name

_LONGEST = 2000


class Unknown:
    """The value of what is unknown from the code."""

    def __repr__(self) -> str:
        """As it is shown in a test that fails."""
        return "UNKNOWN"


UNKNOWN = Unknown()


@dataclass(frozen=True)
class Pattern:
    """A compiled regular expression."""

    pattern: str


def added(left: object, right: object) -> object:
    """The sum of two texts, lists or dictionaries."""
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, list) and isinstance(right, list):
        return left + right
    if isinstance(left, dict) and isinstance(right, dict):
        return left | right
    return UNKNOWN


def joined(parts: Sequence[object]) -> object:
    """The text that parts make together."""
    return UNKNOWN if any(part is UNKNOWN for part in parts) else "".join(map(str, parts))


def built(name: str, node: ast.Call, inner: Callable[[ast.expr], object]) -> object:
    """What `list(...)`, `dict(...)`, `re.compile(...)` and the like give."""
    given = inner(node.args[0]) if node.args else None
    if name == "re.compile":
        return Pattern(given) if isinstance(given, str) else UNKNOWN
    if name == "bool":
        return UNKNOWN if given is UNKNOWN else bool(given)
    if name == "dict":
        named = {each.arg: inner(each.value) for each in node.keywords if each.arg}
        return {**given, **named} if isinstance(given, dict) else named if given is None else UNKNOWN
    return given if isinstance(given, list) else [] if given is None else UNKNOWN


def method(owner: object, name: str, given: Sequence[object]) -> object:
    """The usual methods of texts and dictionaries."""
    if isinstance(owner, dict) and name == "get" and given:
        return owner.get(given[0], given[1] if len(given) > 1 else None)
    if not isinstance(owner, str) or len(owner) > _LONGEST:
        return UNKNOWN
    texts = [each for each in given if isinstance(each, str)]
    if len(texts) != len(given):
        return UNKNOWN
    if name == "split":
        return owner.split(texts[0]) if texts and texts[0] else owner.split()
    if name in ("strip", "rstrip", "lstrip", "lower", "upper", "removesuffix", "removeprefix", "replace"):
        try:
            return getattr(owner, name)(*texts)
        except TypeError:
            return UNKNOWN
    return UNKNOWN


def comprehension(
    node: ast.ListComp | ast.GeneratorExp | ast.SetComp, inner: Callable[[ast.expr], object]
) -> object:
    """`[each.strip() for each in given if each]`: one loop, text methods, and a plain condition."""
    if len(node.generators) != 1 or not isinstance(node.generators[0].target, ast.Name):
        return UNKNOWN
    loop = node.generators[0]
    given = inner(loop.iter)
    if not isinstance(given, list) or not isinstance(loop.target, ast.Name):
        return UNKNOWN
    values = list(_each(node.elt, loop.target.id, given, loop.ifs))
    return UNKNOWN if any(value is UNKNOWN for value in values) else values


def _each(element: ast.expr, name: str, given: list[object], conditions: list[ast.expr]) -> Iterator[object]:
    for one in given:
        kept = [_with(condition, name, one) for condition in conditions]
        if all(value is UNKNOWN or value for value in kept):
            yield _with(element, name, one)


def _with(node: ast.expr, name: str, value: object) -> object:
    """An expression with one name bound."""
    if isinstance(node, ast.Name):
        return value if node.id == name else UNKNOWN
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return method(
            _with(node.func.value, name, value),
            node.func.attr,
            [_with(each, name, value) for each in node.args],
        )
    if isinstance(node, ast.Call) and dotted_name(node.func) == "re.compile" and node.args:
        text = _with(node.args[0], name, value)
        return Pattern(text) if isinstance(text, str) else UNKNOWN
    if isinstance(node, ast.JoinedStr):
        return joined([_with(part, name, value) for part in node.values])
    if isinstance(node, ast.FormattedValue):
        return _with(node.value, name, value)
    return UNKNOWN


def safely_compiled(text: str) -> re.Pattern[str] | None:
    """A regular expression that cannot run away, compiled; None for one that may, or that is broken."""
    if len(text) > 300 or re.search(r"\)[*+{?]|\\[1-9]|\{[0-9]*,?[0-9]{3,}|\(\?", text):
        return None
    if len(re.findall(r"[*+]", text)) > 4:
        return None
    try:
        return re.compile(text)
    except (re.error, OverflowError, RecursionError):
        return None
