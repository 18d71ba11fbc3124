"""Works with values that are known in part: joins lists, merges tables, cuts texts. Nothing is executed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from cors_wizard.flask_code.findings import Unresolved, Value, Variable

MOST_ITEMS = 10_000
"""In one list or table; longer ones are not followed."""
_LONGEST = 100_000
_FIELD = re.compile(r"\{([A-Za-z0-9_]*)\}")
_PERCENT = re.compile(r"%[sd]")


def text_value(text: str, *parts: Value) -> Value:
    """A text that was made from these values."""
    if len(text) > _LONGEST:
        return replace(unknown_from(*parts), kind="unknown")
    return Value("text", text=text, variables=variables_of(parts))


def switch(is_on: bool) -> Value:
    """`True` or `False`."""
    return Value("switch", number=int(is_on))


def unknown_from(*parts: Value) -> Value:
    """What cannot be determined because these values cannot, or what is done with them is not followed."""
    return Value("unknown", unresolved=unresolved_of(parts), variables=variables_of(parts))


def variables_of(parts: Iterable[Value]) -> tuple[Variable, ...]:
    """The environment variables of all parts."""
    return tuple(dict.fromkeys(one for part in parts for one in part.variables))


def sources(value: Value) -> tuple[Variable, ...]:
    """The environment variables whose text is in a value: one that only chooses among values is not."""
    if value.alternatives:
        return tuple(dict.fromkeys(one for way in value.alternatives for one in sources(way)))
    return value.variables


def unresolved_of(parts: Iterable[Value]) -> tuple[Unresolved, ...]:
    """What is not known of all parts."""
    return tuple(dict.fromkeys(one for part in parts for one in part.unresolved))


def list_value(items: Sequence[Value], *parts: Value) -> Value:
    """A list of values; `parts` were looked at to make it."""
    every = (*items, *parts)
    if len(items) > MOST_ITEMS:
        return unknown_from(*every[:MOST_ITEMS])
    return Value("list", items=tuple(items), unresolved=unresolved_of(every), variables=variables_of(every))


def table_value(entries: Iterable[tuple[Value, Value]], *parts: Value) -> Value:
    """A table; of two equal keys the later one counts, at the earlier one's place."""
    known: dict[object, tuple[Value, Value]] = {}
    for key, value in entries:
        known[(key.kind, key.text, key.number) if key.kind != "unknown" else id(key)] = (key, value)
    pairs = tuple(known.values())
    every = (*(key for key, _ in pairs), *(value for _, value in pairs), *parts)
    if len(pairs) > MOST_ITEMS:
        return unknown_from(*every[:MOST_ITEMS])
    return Value("table", entries=pairs, unresolved=unresolved_of(every), variables=variables_of(every))


def joined(left: Value, right: Value) -> Value:
    """`left + right`, of two texts or two lists; an unknown list keeps what is known of the other."""
    if left.kind == right.kind == "text":
        return text_value(left.text + right.text, left, right)
    if left.kind == right.kind == "number":
        return replace(left, number=left.number + right.number, span=None)
    kinds = {left.kind, right.kind}
    if kinds <= {"list", "unknown"} and "list" in kinds:
        parts = (one.items if one.kind == "list" else (one,) for one in (left, right))
        return list_value([item for part in parts for item in part], left, right)
    return unknown_from(left, right)


def merged(left: Value, right: Value) -> Value:
    """`left | right` of two tables or sets."""
    kinds = {left.kind, right.kind}
    if kinds <= {"table", "unknown"} and "table" in kinds:
        return table_value((*entries_of(left), *entries_of(right)), left, right)
    return joined(left, right)


def entries_of(value: Value) -> tuple[tuple[Value, Value], ...]:
    """The entries of a table; what is no known table may have any, and is one unknown entry."""
    if value.kind == "table":
        return value.entries
    unknown = value if value.kind == "unknown" else replace(unknown_from(value), unresolved=())
    return ((unknown, unknown),)


def with_parts(value: Value, *parts: Value) -> Value:
    """The value, depending on what these depend on."""
    return replace(value, variables=variables_of((value, *parts)))


def same(one: Value, other: Value) -> bool:
    """Whether two values are equal, wherever they were read."""
    return plain(one) == plain(other)


def plain(value: Value) -> object:
    """A value as something that can be compared."""
    if value.kind == "list":
        return ("list", tuple(plain(one) for one in value.items))
    if value.kind == "table":
        return ("table", tuple((plain(key), plain(one)) for key, one in value.entries))
    if value.kind == "unknown":
        return ("unknown", value.unresolved)
    return (value.kind, value.text, value.number)


def _split(text: Value, arguments: Sequence[Value]) -> Value:
    separator = arguments[0].text if arguments and arguments[0].kind == "text" else None
    if len(arguments) > 1 or (arguments and arguments[0].kind not in ("text", "none")) or separator == "":
        return unknown_from(text, *arguments)
    return list_value([text_value(part, text) for part in text.text.split(separator)], text)


def _stripped(method: Callable[[str, str | None], str]) -> Callable[[Value, Sequence[Value]], Value]:
    def strip(text: Value, arguments: Sequence[Value]) -> Value:
        return text_value(method(text.text, arguments[0].text if arguments else None), text)

    return strip


def _replace(text: Value, arguments: Sequence[Value]) -> Value:
    old, new = (one.text for one in arguments) if len(arguments) == 2 else ("", "")
    if not old or text.text.count(old) * len(new) > _LONGEST:
        return unknown_from(text, *arguments)
    return text_value(text.text.replace(old, new), text, *arguments)


def _join(text: Value, arguments: Sequence[Value]) -> Value:
    parts = arguments[0].items if len(arguments) == 1 else ()
    if not arguments or arguments[0].kind != "list" or any(one.kind != "text" for one in parts):
        return unknown_from(text, *arguments)
    if len(text.text) * len(parts) > _LONGEST:
        return unknown_from(text, *arguments)
    return text_value(text.text.join(one.text for one in parts), text, *arguments)


_METHODS: dict[str, Callable[[Value, Sequence[Value]], Value]] = {
    "split": _split,
    "strip": _stripped(str.strip),
    "rstrip": _stripped(str.rstrip),
    "lstrip": _stripped(str.lstrip),
    "replace": _replace,
    "join": _join,
    "lower": lambda text, arguments: text_value(text.text.lower(), text),
    "upper": lambda text, arguments: text_value(text.text.upper(), text),
    "casefold": lambda text, arguments: text_value(text.text.casefold(), text),
    "splitlines": lambda text, arguments: list_value(
        [text_value(line, text) for line in text.text.splitlines()], text
    ),
    "removesuffix": lambda text, arguments: text_value(text.text.removesuffix(arguments[0].text), text),
    "removeprefix": lambda text, arguments: text_value(text.text.removeprefix(arguments[0].text), text),
    "startswith": lambda text, arguments: switch(text.text.startswith(arguments[0].text)),
    "endswith": lambda text, arguments: switch(text.text.endswith(arguments[0].text)),
}
_NEED_ONE = frozenset({"removesuffix", "removeprefix", "startswith", "endswith"})


def text_method(name: str, text: Value, arguments: Sequence[Value]) -> Value:
    """What a method of a known text returns; unknown for methods and arguments that are not followed."""
    known = all(one.is_whole for one in arguments) or name == "join"
    if (
        name not in _METHODS
        or not known
        or (name in _NEED_ONE and [one.kind for one in arguments] != ["text"])
    ):
        return unknown_from(text, *arguments)
    return with_parts(_METHODS[name](text, arguments), text, *arguments)


def formatted(template: Value, positional: Sequence[Value], named: dict[str, Value]) -> Value:
    """`"{}:{port}".format(...)` with plain fields; anything richer is not followed."""
    values = {**{str(index): one for index, one in enumerate(positional)}, **named}
    numbers = iter(range(len(positional)))
    parts: list[str] = []
    end = 0
    for found in _FIELD.finditer(template.text):
        parts.append(template.text[end : found.start()])
        end = found.end()
        text = as_text(values.get(found[1] or str(next(numbers, -1))))
        if text is None:
            return unknown_from(template, *positional, *named.values())
        parts.append(text)
    parts.append(template.text[end:])
    if any(set(part) & {"{", "}"} for part in parts[::2]):
        return unknown_from(template, *positional, *named.values())
    return text_value("".join(parts), template, *positional, *named.values())


def percent_formatted(template: Value, given: Value) -> Value:
    """`"http://%s:%d" % (host, port)`."""
    values = iter(given.items if given.kind == "list" else (given,))
    parts = _PERCENT.split(template.text)
    texts = [as_text(next(values, None)) for _ in parts[1:]]
    if None in texts or any("%" in part for part in parts):
        return unknown_from(template, given)
    filled = (f"{text}{part}" for text, part in zip(texts, parts[1:], strict=True))
    return text_value("".join((parts[0], *filled)), template, given)


def as_text(value: Value | None) -> str | None:
    """`str(value)`, where it is plain."""
    if value is None:
        return None
    if value.kind == "text":
        return value.text
    if value.kind == "number":
        return str(int(value.number)) if value.number == int(value.number) else str(value.number)
    if value.kind == "switch":
        return "True" if value.number else "False"
    return "None" if value.kind == "none" else None
