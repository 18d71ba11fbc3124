"""Strings with holes: how they are made, joined and shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cors_wizard.page_code.evaluation.conditions import narrow
from cors_wizard.page_code.evaluation.values import (
    Array,
    Choice,
    Constant,
    Hole,
    Object,
    Text,
    Unknown,
    Value,
)
from cors_wizard.page_code.sources.template_code import HOLE

_MOST_PARTS = 60
_LONGEST = 4_000
_MOST_CHOICES = 4
_HOLES = re.compile(re.escape(HOLE) + r"_*")
_BEFORE_HOST = ("", "http://", "https://", "//")
_ESCAPE = re.compile(r"\\(u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r?\n|.)", re.DOTALL)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


def literal(string: str) -> Text:
    """A string as it is written, with the holes that a server's template leaves in it."""
    if HOLE not in string:
        return Text((string,) if string else ())
    parts: list[str | Hole] = []
    end = 0
    for match in _HOLES.finditer(string):
        parts += [string[end : match.start()], Hole("template")]
        end = match.end()
    return Text(tuple(part for part in (*parts, string[end:]) if part))


def is_hole(name: str) -> bool:
    """Whether a name is what a template's expression became: what it prints may be any name, or several."""
    return name.startswith(HOLE) and not name.strip("$_")


def unescape(string: str) -> str:
    """What an escape sequence of JavaScript stands for."""
    return _ESCAPE.sub(_unescaped, string)


def _unescaped(match: re.Match[str]) -> str:
    digits = match.group(2) or match.group(3) or match.group(4)
    if digits:
        code = int(digits, 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    escaped = match.group(1)
    return "" if escaped.endswith("\n") else _CONTROLS.get(escaped, escaped)


def to_text(value: Value) -> Value:
    """The value as a string: `Text`, or a choice between such."""
    match value:
        case Text():
            return value
        case Unknown():
            return Text((Hole(value.name, value.variable),), value.variable)
        case Constant():
            return Text((_shown(value),))
        case Choice():
            return Choice(value.condition, to_text(value.yes), to_text(value.no))
        case Array() if not value.is_open:
            return join(value.items, Text((",",)))
        case Object():
            inner = value.properties.get("href")
            return to_text(inner) if inner is not None and value.kind == "url" else Text((Hole(""),))
    return Text((Hole(""),))


def _shown(constant: Constant) -> str:
    value = constant.value
    if value is None:
        return "undefined" if constant.is_undefined else "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if value == value and abs(value) < 1e15 and value == int(value) else str(value)


def concatenate(left: Value, right: Value) -> Value:
    """Both as one string."""
    return _joined(to_text(left), to_text(right), _MOST_CHOICES)


def _joined(left: Value, right: Value, choices: int) -> Value:
    if isinstance(left, Choice) and choices:
        return Choice(
            left.condition,
            _joined(left.yes, narrow(right, left.condition, True), choices - 1),
            _joined(left.no, narrow(right, left.condition, False), choices - 1),
        )
    if isinstance(right, Choice) and choices:
        return Choice(
            right.condition, _joined(left, right.yes, choices - 1), _joined(left, right.no, choices - 1)
        )
    first, second = flat(left), flat(right)
    parts = _merged((*first.parts, *second.parts))
    is_before_host = "".join(part for part in first.parts if isinstance(part, str)) in _BEFORE_HOST
    return Text(parts, first.variable or (second.variable if is_before_host else ""))


def flat(value: Value) -> Text:
    """A string without a choice: the choice becomes a hole."""
    return value if isinstance(value, Text) else Text((Hole(""),))


def _merged(parts: tuple[str | Hole, ...]) -> tuple[str | Hole, ...]:
    if len(parts) > _MOST_PARTS or sum(len(part) for part in parts if isinstance(part, str)) > _LONGEST:
        return (Hole(""),)
    merged: list[str | Hole] = []
    for part in parts:
        if merged and isinstance(part, str) and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "":
            merged.append(part)
    return tuple(merged)


def join(items: list[Value], separator: Value) -> Value:
    """All of them as one string."""
    result: Value = Text()
    for number, each in enumerate(items[:_MOST_PARTS]):
        item = Unknown() if isinstance(each, Array) else each  # it may hold itself
        result = concatenate(result if not number else concatenate(result, separator), item)
    return result


def map_text(value: Value, change: Callable[[Text], Value]) -> Value:
    """The value as a string, changed in each of its choices."""
    string = to_text(value)
    if isinstance(string, Choice):
        return Choice(string.condition, map_text(string.yes, change), map_text(string.no, change))
    return change(flat(string))


_HOLE = re.compile(r"\{([^{}]*)\}")


def from_shown(written: str) -> Text:
    """A text as it is shown, with its holes: `{base}/orders`."""
    parts = _HOLE.split(written)
    return Text(tuple(Hole(part) if index % 2 else part for index, part in enumerate(parts) if part))


def alternatives(value: Value, most: int = 8) -> Iterator[Value]:
    """Every value that a choice can come to, without the conditions."""
    waiting = [value]
    while waiting and most:
        each = waiting.pop()
        if isinstance(each, Choice):
            waiting += [each.no, each.yes]
        else:
            most -= 1
            yield each


def shown(string: Text) -> str:
    """A text with its holes in braces."""
    return "".join(
        part if isinstance(part, str) else "{" + (part.name or "value") + "}" for part in string.parts
    )
