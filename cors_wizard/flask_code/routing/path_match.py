"""Whether a pattern of flask-cors matches a path, an origin or a name; the pattern is not run.

A text with one of `* \\ ] ? $ ^ [ ( )` is taken for a regular
expression and matched from the path's beginning; every other text must be equal to the whole path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cors_wizard.frozen import dataclass

_MAKES_A_REGEX = frozenset("*\\]?$^[()")
_IN_COMPILED = frozenset("+|{}")
_REPEATS = frozenset("*+?{")
_LOOKS_AHEAD = re.compile(r"\?[=!](?:[^()\[\]\\]|\\.)*\)")
_LONGEST = 5_000
_MOST_WAYS = 50
"""Of alternatives; a pattern with more is not followed."""
_CLASSES: dict[str, Callable[[str], bool]] = {
    "d": str.isdigit,
    "w": lambda char: char.isalnum() or char == "_",
    "s": str.isspace,
    "D": lambda char: not char.isdigit(),
    "W": lambda char: not (char.isalnum() or char == "_"),
    "S": lambda char: not char.isspace(),
}


@dataclass(frozen=True)
class _Atom:
    """One character of the path, and how often."""

    fits: Callable[[str], bool]
    repeat: str = ""
    ahead: Callable[[str], bool] | None = None
    """For a look-ahead, which takes no character: whether the rest of the path fits."""

    @property
    def may_be_absent(self) -> bool:
        return self.repeat[:1] in ("*", "?")

    @property
    def may_repeat(self) -> bool:
        return self.repeat[:1] in ("*", "+")


class _Broken(Exception):
    """The pattern isn't a regular expression."""


class _TooRich(Exception):
    """The pattern has parts that are not read here: groups, alternatives, counts."""


def is_pattern(text: str) -> bool:
    """Whether flask-cors takes a text for a regular expression; a lone `+`, `|` or `{` does not make one."""
    return not _MAKES_A_REGEX.isdisjoint(text)


def may_be_pattern(text: str) -> bool:
    """Whether a text may be one, by flask-cors or since the code compiled it."""
    return is_pattern(text) or not _IN_COMPILED.isdisjoint(text)


def covers(pattern: str, path: str, *, ignore_case: bool = False, is_compiled: bool = False) -> bool | None:
    """Whether flask-cors applies the pattern to the path; None where that is unknown here.

    Args:
        pattern: an entry of `resources=`, `origins` or `allow_headers`.
        path: what it is compared with.
        ignore_case: whether letters in either case are the same.
        is_compiled: whether the code compiled it, so that it is a regular expression whatever it holds.
    """
    if ignore_case:
        pattern, path = _lower(pattern), path.lower()
    if not is_compiled and not is_pattern(pattern):
        return pattern == path
    try:
        ways = [_parse(each) for each in _ungrouped(".*" if pattern == "*" and not is_compiled else pattern)]
    except _Broken:
        return False
    except _TooRich:
        return None
    return any(_matches(atoms, path, is_whole) for atoms, is_whole in ways)


def _lower(pattern: str) -> str:
    """The pattern in small letters; classes such as `\\D` keep theirs, since `\\d` is another."""
    return re.sub(r"\\.|[^\\]+", lambda found: found[0] if found[0][0] == "\\" else found[0].lower(), pattern)


def _ungrouped(pattern: str) -> list[str]:
    """The patterns without groups and alternatives that together match the same."""
    found, end = _alternatives(pattern, 0)
    if end < len(pattern):
        raise _Broken
    return found


def _alternatives(pattern: str, at: int) -> tuple[list[str], int]:
    """The ways through a group, up to its bracket."""
    done: list[str] = []
    ways = [""]
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            done, ways, at = [*done, *ways], [""], at + 1
            continue
        if pattern[at] == "(":
            options, at = _group(pattern, at + 1)
        else:
            end = _end_of_one(pattern, at)
            options, at = [pattern[at:end]], end
        ways = [before + option for before in ways for option in options]
        if len(done) + len(ways) > _MOST_WAYS or sum(map(len, ways)) > _LONGEST:
            raise _TooRich
    return [*done, *ways], at


def _group(pattern: str, at: int) -> tuple[list[str], int]:
    if looks := _LOOKS_AHEAD.match(pattern, at):
        if pattern[looks.end() : looks.end() + 1] in _REPEATS:
            raise _TooRich
        return [f"({looks[0]}"], looks.end()
    if pattern.startswith("?", at):
        if not pattern.startswith("?:", at):
            raise _TooRich
        at += 2
    options, end = _alternatives(pattern, at)
    if any(option.startswith("{") for option in options):
        raise _TooRich
    if end >= len(pattern) or any(option[:1] and option[0] in "*+?" for option in options):
        raise _Broken
    after = pattern[end + 1 : end + 2]
    if after in _REPEATS - {"?"}:
        raise _TooRich
    if after == "?":
        if pattern[end + 2 : end + 3] in _REPEATS:
            raise _TooRich
        return [*options, ""], end + 2
    return options, end + 1


def _end_of_one(pattern: str, at: int) -> int:
    """Where one character, escape or set ends."""
    if pattern[at] == "\\":
        return at + 2
    if pattern[at] != "[":
        return at + 1
    end = at + 2 if pattern.startswith("^", at + 1) else at + 1
    end += pattern.startswith("]", end)
    while end < len(pattern) and pattern[end] != "]":
        end += 2 if pattern[end] == "\\" else 1
    return end + 1


def _matches(atoms: list[_Atom], path: str, is_whole: bool) -> bool:
    """The set of places in the pattern that the path can have led to: linear in the path."""
    places = _skipping({0}, atoms, path)
    for at, char in enumerate(path, start=1):
        if len(atoms) in places and not is_whole:
            return True
        taken = {place for place in places if place < len(atoms) and atoms[place].fits(char)}
        reached = {place + 1 for place in taken} | {p for p in taken if atoms[p].may_repeat}
        places = _skipping(reached, atoms, path[at:])
    return len(atoms) in places


def _skipping(places: set[int], atoms: list[_Atom], rest: str) -> set[int]:
    reached = set(places)
    for place, atom in enumerate(atoms):
        if place in reached and (atom.ahead(rest) if atom.ahead else atom.may_be_absent):
            reached.add(place + 1)
    return reached


def _parse(pattern: str) -> tuple[list[_Atom], bool]:
    is_whole = pattern.endswith("$") and not pattern.endswith("\\$")
    rest = pattern.removeprefix("^")
    atoms: list[_Atom] = []
    chars = iter(rest[:-1] if is_whole else rest)
    for char in chars:
        if char == "{":
            _count(atoms, chars)
        elif char in _REPEATS:
            _repeat(atoms, char)
        elif char == "(":
            atoms.append(_look_ahead(chars))
        elif char in "){}|^$":
            raise _TooRich
        else:
            atoms.append(_Atom(_one(char, chars)))
    return atoms, is_whole


def _look_ahead(chars: Iterator[str]) -> _Atom:
    """`(?!public/)`, `(?=v1|v2)`: what must not follow, or must."""
    is_wanted = "".join((next(chars), next(chars))) == "?="
    text = ""
    while (char := next(chars)) != ")":
        text += char + (next(chars, "") if char == "\\" else "")
    ways = [_parse(each) for each in _ungrouped(text)]
    return _Atom(
        lambda _char: False,
        ahead=lambda rest: is_wanted is any(_matches(atoms, rest, is_whole) for atoms, is_whole in ways),
    )


def _repeat(atoms: list[_Atom], char: str) -> None:
    before = atoms[-1].repeat if atoms else ""
    if not atoms or (before and char == "*") or len(before) > 1:
        raise _Broken
    if before and char == "+":  # possessive, from Python 3.11 on
        raise _TooRich
    # A `?` behind a repetition makes it lazy, which changes nothing in whether it matches.
    atoms[-1] = _Atom(atoms[-1].fits, before + char)


def _count(atoms: list[_Atom], chars: Iterator[str]) -> None:
    """`{3}`: as often as that; other counts are not followed."""
    digits = ""
    while (char := next(chars, "")) != "}":
        if not char.isdecimal() or len(digits) > 1:
            raise _TooRich
        digits += char
    if not atoms or atoms[-1].repeat or int(digits or 0) < 1:
        raise _TooRich
    atom = atoms.pop()
    atoms.extend([*[atom] * (int(digits) - 1), _Atom(atom.fits, "{")])


def _one(char: str, chars: Iterator[str]) -> Callable[[str], bool]:
    if char == ".":
        return lambda _char: True
    if char == "[":
        return _set(chars)
    if char == "\\":
        escaped = next(chars, "")
        if not escaped:
            raise _Broken
        if escaped.isalnum() and escaped not in _CLASSES:
            raise _TooRich
        return _CLASSES.get(escaped, lambda char: char == escaped)
    return lambda given: given == char


def _set(chars: Iterator[str]) -> Callable[[str], bool]:
    """A set such as `[^a-z0-9_.-]`, with escapes and classes such as `\\w` in it."""
    ranges: list[tuple[str, str]] = []
    classes: list[Callable[[str], bool]] = []
    members = _members(chars)
    is_negated = members[0] == "^"
    members = members[is_negated:]
    while members:
        first, *rest = members
        if first[0] == "\\" and first[1:] in _CLASSES:
            if rest[:1] == ["-"] and len(rest) > 1:
                raise _Broken
            classes.append(_CLASSES[first[1:]])
        elif len(rest) > 1 and rest[0] == "-":
            ranges.append((_member(first), _member(rest[1])))
            rest = rest[2:]
        else:
            ranges.append((_member(first),) * 2)
        members = rest
    if any(first > last for first, last in ranges):
        raise _Broken
    return lambda char: (
        is_negated
        is not (any(first <= char <= last for first, last in ranges) or any(fits(char) for fits in classes))
    )


def _members(chars: Iterator[str]) -> list[str]:
    """What is in a set up to its bracket, each escape as one."""
    members: list[str] = []
    for char in chars:
        if char == "]" and members not in ([], ["^"]):
            return members
        members.append(char + next(chars, "") if char == "\\" else char)
    raise _Broken


def _member(member: str) -> str:
    """One character of a set; a letter or digit behind a backslash may mean anything."""
    if len(member) > 1 and member[1].isalnum():
        raise _TooRich
    return member[-1]
