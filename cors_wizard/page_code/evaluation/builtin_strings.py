"""Strings' own functions, as far as URLs and methods are made with them."""

from __future__ import annotations

import re
from collections.abc import Callable

from cors_wizard.page_code.evaluation.invocation import Invocation
from cors_wizard.page_code.evaluation.members import METHODS, Method
from cors_wizard.page_code.evaluation.texts import concatenate, flat, map_text, to_text
from cors_wizard.page_code.evaluation.values import (
    Array,
    Constant,
    Hole,
    Object,
    Text,
    Unknown,
    Value,
    text,
)

_AT_THE_START = frozenset({"^/", "^/+", "^/*", "^/?"})
_AT_THE_END = frozenset({"/$", "/+$", "/*$", "/?$"})
_EVEN_WITHOUT = frozenset({"^/*", "^/?", "/*$", "/?$"})
"""These match where there is no slash, too."""
_DOUBLED = re.compile(r"\(?(?:\[\^:\]|\(\?<!:\)|\(\^\|\[\^:\]\))\)?\(?/?\)?\(?/(?:/|\+|\{2,\})\+?\)?")
"""What joins the slashes of a path and spares those behind the scheme."""
_DOUBLE_SLASH = re.compile(r"(?<![:/])/{2,}")
_PARAMETER = re.compile(r":\(?(?:\\w|\[[\w-]{1,20}\])\+\)?|\\?\{\(?(?:\\w|\[[^\]]{1,20}\])\+\)?\\?\}")
_PARAMETERS = {":": re.compile(r":([A-Za-z_]\w*)"), "{": re.compile(r"\{([A-Za-z_]\w*)\}")}


def _each(change: Callable[[str], str]) -> Method:
    """A function that changes the literal parts of a string."""

    def call(invocation: Invocation) -> Value:
        return map_text(invocation.this, lambda string: _each_part(string, change))

    return call


def _same(invocation: Invocation) -> Value:
    return invocation.this


def _concat(invocation: Invocation) -> Value:
    result = invocation.this
    for argument in invocation.arguments:
        result = concatenate(result, argument)
    return result


def _replace(invocation: Invocation) -> Value:
    pattern, replacement = invocation.argument(0), to_text(invocation.argument(1))
    by = flat(replacement)
    if isinstance(pattern, Object) and pattern.kind == "regex":
        source = flat(to_text(pattern.properties["source"])).constant or ""
        return map_text(invocation.this, lambda string: _replace_pattern(string, source, by))
    old = pattern.constant if isinstance(pattern, Text) else None
    if not old:
        return invocation.this
    return map_text(invocation.this, lambda string: _replace_text(string, old, by))


def _replace_pattern(string: Text, source: str, by: Text) -> Value:
    """The patterns that trim or join slashes, and those for parameters; others leave the string as it is."""
    pattern = source[1:].rpartition("/")[0].replace("\\/", "/")
    ways = set(pattern.split("|"))
    if _PARAMETER.fullmatch(pattern):
        return _with_holes(string, ":" if pattern.startswith(":") else "{")
    if ways <= _AT_THE_START | _AT_THE_END:
        return _trimmed(string, ways, by.constant or "")
    if _DOUBLED.fullmatch(pattern):
        return _each_part(string, lambda part: _DOUBLE_SLASH.sub("/", part))
    return string


def _trimmed(string: Text, ways: set[str], by: str) -> Text:
    """Without slashes at either end; what is put in their place is put there."""
    parts = list(string.parts)
    if at_end := ways & _AT_THE_END:
        last = parts[-1] if parts else ""
        if isinstance(last, str) and (last.endswith("/") or at_end & _EVEN_WITHOUT):
            parts = [*parts[:-1], last.rstrip("/") + by]
    if at_start := ways & _AT_THE_START:
        first = parts[0] if parts else ""
        if isinstance(first, str) and (first.startswith("/") or at_start & _EVEN_WITHOUT):
            parts = [by + first.lstrip("/"), *parts[1:]]
    return Text(tuple(part for part in parts if part), string.variable)


def _with_holes(string: Text, sign: str) -> Text:
    """`/users/:id` and `/users/{id}` with a hole for each parameter."""
    parts: list[str | Hole] = []
    for part in string.parts:
        if isinstance(part, Hole):
            parts.append(part)
            continue
        end = 0
        for match in _PARAMETERS[sign].finditer(part):
            parts += [part[end : match.start()], Hole(match[1])]
            end = match.end()
        parts.append(part[end:])
    return Text(tuple(part for part in parts if part), string.variable)


def _each_part(string: Text, change: Callable[[str], str]) -> Text:
    parts = (change(part) if isinstance(part, str) else part for part in string.parts)
    return Text(tuple(part for part in parts if part), string.variable)


def _replace_text(string: Text, old: str, by: Text) -> Value:
    for index, part in enumerate(string.parts):
        if isinstance(part, str) and old in part:
            before, _, after = part.partition(old)
            middle = tuple(each for each in (before, *by.parts, after) if each != "")
            return Text((*string.parts[:index], *middle, *string.parts[index + 1 :]), string.variable)
    return string


def _starts_with(invocation: Invocation) -> Value:
    start = invocation.constant(0)
    this = invocation.this
    if start is None or not isinstance(this, Text):
        return Unknown()
    known = this.constant
    if known is not None:
        return Constant(known.startswith(start))
    first = this.parts[0] if this.parts else ""
    if isinstance(first, str) and len(first) >= len(start):
        return Constant(first.startswith(start))
    return Constant(False) if isinstance(first, str) and first and not start.startswith(first) else Unknown()


def _ends_with(invocation: Invocation) -> Value:
    end = invocation.constant(0)
    this = invocation.this
    if end is None or not isinstance(this, Text):
        return Unknown()
    last = this.parts[-1] if this.parts else ""
    if isinstance(last, str) and (len(last) >= len(end) or len(this.parts) < 2):
        return Constant(last.endswith(end))
    return Unknown()


def _includes(invocation: Invocation) -> Value:
    wanted = invocation.constant(0)
    this = invocation.this
    if wanted is None or not isinstance(this, Text):
        return Unknown()
    if any(isinstance(part, str) and wanted in part for part in this.parts):
        return Constant(True)
    return Constant(False) if this.constant is not None else Unknown()


def _slice(invocation: Invocation) -> Value:
    """Only what cuts a slash off a base or a path: `.slice(0, -1)`, `.slice(1)`."""
    start, end = invocation.argument(0), invocation.argument(1)
    first = int(start.value) if isinstance(start, Constant) and isinstance(start.value, float) else None
    last = int(end.value) if isinstance(end, Constant) and isinstance(end.value, float) else None

    def cut(string: Text) -> Value:
        parts = list(string.parts)
        if first is None or not parts or (last is not None and last >= 0):
            return Text((Hole(""),)) if string.constant is None else text((string.constant or "")[first:last])
        if first and isinstance(parts[0], str):
            parts[0] = parts[0][first:]
        if last and isinstance(parts[-1], str):
            parts[-1] = parts[-1][:last]
        return Text(tuple(part for part in parts if part), string.variable)

    return map_text(invocation.this, cut)


def _split(invocation: Invocation) -> Value:
    separator, this = invocation.constant(0), invocation.this
    known = this.constant if isinstance(this, Text) else None
    if separator and known is not None:
        return Array(items=[text(part) for part in known.split(separator)[:50]], kind="array")
    return Unknown()


_MOST_OPTIONAL = 5
_WORDS = re.compile(r"/\^\(?((?:[A-Za-z]+\|)*[A-Za-z]+)\)?\$/(i?)")
_ABSOLUTE = re.compile(r"/\^(?:[()?:|\\/]|https?|\[[^\]]{1,20}\][*+]?){2,20}/i?")
"""What asks whether a URL is absolute: of schemes and slashes, and of no host."""
_STEP = r"(?:[^\\^$.*+?()\[\]{}|/]|\\[^\w\s]|[.]|\\[db])"
_PLAIN = re.compile(rf"/(\^?(?:{_STEP}\??){{1,100}}(?:[.][*+])?\$?)/(i?)")
"""What is compared letter by letter: such a pattern can't take long."""


def _test(invocation: Invocation) -> Value:
    """`/^(GET|HEAD)$/i.test(word)` and `/^https?:/.test(url)`: patterns of others are never run."""
    this, given = invocation.this, invocation.argument(0)
    source = flat(to_text(this.properties["source"])).constant if isinstance(this, Object) else None
    if source is None or not isinstance(given, Text):
        return Unknown()
    words = _WORDS.fullmatch(source)
    if words is not None and given.constant is not None:
        every, word = words.group(1).split("|"), given.constant
        if words.group(2):
            every, word = [each.upper() for each in every], word.upper()
        return Constant(word in every)
    first = given.parts[0] if given.parts else ""
    if _ABSOLUTE.fullmatch(source) and isinstance(first, str) and first:
        return Constant(first.startswith(("http://", "https://")))
    plain = _PLAIN.fullmatch(source)
    if plain is not None and given.constant is not None and plain[1].count("?") <= _MOST_OPTIONAL:
        flags = re.IGNORECASE if plain[2] else 0
        return Constant(re.search(plain[1], given.constant, flags | re.ASCII) is not None)
    return Unknown()


METHODS["regex"] = {"test": _test}
METHODS["string"] = {
    "toUpperCase": _each(str.upper),
    "toLowerCase": _each(str.lower),
    "toLocaleUpperCase": _each(str.upper),
    "toLocaleLowerCase": _each(str.lower),
    "trim": _each(str.strip),
    "toString": _same,
    "valueOf": _same,
    "concat": _concat,
    "replace": _replace,
    "replaceAll": _replace,
    "startsWith": _starts_with,
    "endsWith": _ends_with,
    "includes": _includes,
    "slice": _slice,
    "substring": _slice,
    "split": _split,
}
