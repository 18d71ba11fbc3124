"""What nginx's settings choose for an origin: by `map`, by `set`, and by `if ($http_origin ...)`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from cors_wizard.project.proxies.nginx_directives import Directive, Word, read_directives

_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
_CONDITION = re.compile(r"\(\s*(\$\w+)\s*(!?~\*?|!?=)\s*(.+?)\s*\)", re.DOTALL)
_SPECIAL = frozenset({"default", "hostnames", "volatile", "include"})
_LONGEST = 300
_MOST_STEPS = 8
SENT = "$http_origin"


class Settings:
    """One file of nginx's settings, for one origin."""

    def __init__(self, text: str, origin: str) -> None:
        """Read the file; nothing is worked out yet."""
        self.text = text
        self.origin = origin
        self._top = read_directives(text)

    @cached_property
    def every(self) -> tuple[Directive, ...]:
        """Each directive, those in blocks too."""
        return tuple(each for one in self._top for each in one.everything())

    @cached_property
    def ifs(self) -> tuple[Directive, ...]:
        """Each `if`."""
        return tuple(each for each in self.every if each.name == "if")

    def map_of(self, variable: str) -> Directive | None:
        """The `map` that makes a variable."""
        maps = (each for each in self.every if each.name == "map" and len(each.words) == 3)
        return next((each for each in maps if each.words[2].text == f"${variable}"), None)

    def origin_maps(self, value: str, steps: int = 0) -> Iterator[Directive]:
        """The maps of origins from which a value comes, however many maps are between."""
        for name in variables(value):
            found = self.map_of(name)
            if found is None or steps > _MOST_STEPS:
                continue
            if found.words[1].text == SENT:
                yield found
            else:
                yield from self.origin_maps(found.words[1].text, steps + 1)

    def value(self, said: str, steps: int = 0) -> str | None:
        """What a word with variables becomes; None where that can't be read."""
        if steps > _MOST_STEPS:
            return None
        known = {name: self._variable(name, steps + 1) for name in variables(said)}
        if None in known.values():
            return None
        return _VARIABLE.sub(lambda found: str(known[found[1] or found[2]]), said)

    def _variable(self, name: str, steps: int) -> str | None:
        if name == SENT[1:]:
            return self.origin
        if found := self.map_of(name):
            key = self.value(found.words[1].text, steps)
            return None if key is None else self._looked_up(found, key, steps)
        now: str | None = None
        for each in self.every:
            if each.name == "set" and len(each.words) == 3 and each.words[1].text == f"${name}":
                met = self.is_met(each.start, steps)
                if met is not False:
                    now = self.value(each.words[2].text, steps) if met else None
        return now

    def _looked_up(self, found: Directive, key: str, steps: int) -> str | None:
        rows = [each for each in found.block if len(each.words) == 2]
        if any(each.name == "include" for each in rows):
            return None
        row = next((each for each in rows if _plain(each.name) == key.lower()), None)
        for each in rows if row is None else ():
            if each.words[0].text.startswith("~"):
                fits = searches(each.words[0].text[1:], key)
                if fits is None:
                    return None
                if fits:
                    row = each
                    break
        row = row or next((each for each in rows if each.words[0].said == "default"), None)
        return self.value(row.words[1].text, steps) if row else ""

    def is_met(self, position: int, steps: int = 0) -> bool | None:
        """Whether the `if`s around a place hold; None where one can't be read."""
        around = [each for each in self.ifs if each.start < position < each.end]
        met = [self.holds(each, steps) for each in around]
        return False if False in met else None if None in met else True

    def condition(self, one: Directive) -> tuple[str, str, str]:
        """What an `if` compares, how and with what; empty texts where it is another test."""
        found = (
            _CONDITION.fullmatch(self.text[one.words[1].start : one.words[-1].end]) if one.words[1:] else None
        )
        if found is None:
            return "", "", ""
        text = found[3]
        is_quoted = len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]
        return found[1], found[2], text[1:-1] if is_quoted else text

    def holds(self, one: Directive, steps: int = 0) -> bool | None:
        """Whether an `if` holds."""
        variable, how, text = self.condition(one)
        value = self.value(variable, steps + 1) if variable else None
        if value is None:
            return None
        if "~" in how:
            found = searches(text if "*" not in how else f"*{text}", value)
        else:
            other = self.value(text, steps + 1)
            found = None if other is None else value == other
        return None if found is None else found is not how.startswith("!")


def is_same_for_all(text: str, said: str) -> bool:
    """Whether a word with variables of a file becomes the same text for whichever origin."""
    if any(Settings(text, "").map_of(name) for name in variables(said)):
        return False
    values = {
        Settings(text, origin).value(said) for origin in ("https://one.invalid", "https://other.invalid")
    }
    return len(values) == 1 and values.isdisjoint({None, ""})


def rows_of(found: Directive) -> list[Directive]:
    """The rows of a map that name origins."""
    return [each for each in found.block if len(each.words) == 2 and each.name not in _SPECIAL]


def variables(value: str) -> list[str]:
    """The names of the variables in a value."""
    return [found[1] or found[2] for found in _VARIABLE.finditer(value)]


def _plain(key: str) -> str:
    return "" if key.startswith("~") else key.removeprefix("\\").lower()


def searches(pattern: str, text: str) -> bool | None:
    """Whether a pattern, behind a `*` if letters' case is ignored, is found; None where it can't be read."""
    flags = re.IGNORECASE if pattern.startswith("*") else 0
    said = pattern.removeprefix("*").replace("(?<", "(?P<").replace("(?P<=", "(?<=").replace("(?P<!", "(?<!")
    if len(said) > _LONGEST or re.search(r"[*+}]\)?[*+{]|\)[*+{]", said):
        return None
    try:
        return bool(re.search(said, text, flags))
    except re.error:
        return None


def words_of(directives: Sequence[Directive]) -> Iterator[Word]:
    """The words of these directives and of those in their blocks."""
    for one in directives:
        for each in one.everything():
            yield from each.words
