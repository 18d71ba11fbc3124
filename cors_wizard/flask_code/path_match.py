"""Whether a pattern of `resources=` covers a path, without ever running somebody's regular expression.

Evidence: flask-cors-behaviour.md, section 2.5. A text with one of `* \\ ] ? $ ^ [ ( )` is taken for a regular
expression and matched from the path's beginning; every other text must be equal to the whole path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

_MAKES_A_REGEX = frozenset("*\\]?$^[()")
_REPEATS = frozenset("*+?")
_CLASSES: dict[str, Callable[[str], bool]] = {
    "d": str.isdigit,
    "w": lambda char: char.isalnum() or char == "_",
    "s": str.isspace,
}


@dataclass(frozen=True)
class _Atom:
    """One character of the path, and how often."""

    fits: Callable[[str], bool]
    repeat: str = ""

    @property
    def may_be_absent(self) -> bool:
        return self.repeat in ("*", "?")

    @property
    def may_repeat(self) -> bool:
        return self.repeat in ("*", "+")


class _Broken(Exception):
    """The pattern isn't a regular expression."""


class _TooRich(Exception):
    """The pattern has parts that are not read here: groups, alternatives, counts."""


def covers(pattern: str, path: str, *, ignore_case: bool = False) -> bool | None:
    """Whether flask-cors applies the pattern to the path; None where that is unknown here."""
    if ignore_case:
        pattern, path = pattern.lower(), path.lower()
    if _MAKES_A_REGEX.isdisjoint(pattern):
        return pattern == path
    try:
        atoms, is_whole = _parse(".*" if pattern == "*" else pattern)
    except _Broken:
        return False
    except _TooRich:
        return None
    return _matches(atoms, path, is_whole)


def _matches(atoms: list[_Atom], path: str, is_whole: bool) -> bool:
    """The set of places in the pattern that the path can have led to: linear in the path."""
    places = _skipping({0}, atoms)
    for char in path:
        if len(atoms) in places and not is_whole:
            return True
        taken = {place for place in places if place < len(atoms) and atoms[place].fits(char)}
        places = _skipping({place + 1 for place in taken} | {p for p in taken if atoms[p].may_repeat}, atoms)
    return len(atoms) in places


def _skipping(places: set[int], atoms: list[_Atom]) -> set[int]:
    reached = set(places)
    for place, atom in enumerate(atoms):
        if place in reached and atom.may_be_absent:
            reached.add(place + 1)
    return reached


def _parse(pattern: str) -> tuple[list[_Atom], bool]:
    is_whole = pattern.endswith("$") and not pattern.endswith("\\$")
    rest = pattern.removeprefix("^")
    atoms: list[_Atom] = []
    chars = iter(rest[:-1] if is_whole else rest)
    for char in chars:
        if char in _REPEATS:
            _repeat(atoms, char)
        elif char in "(){}|^$":
            raise _TooRich
        else:
            atoms.append(_Atom(_one(char, chars)))
    return atoms, is_whole


def _repeat(atoms: list[_Atom], char: str) -> None:
    if not atoms or (atoms[-1].repeat and char == "*"):
        raise _Broken
    if atoms[-1].repeat and char == "+":  # possessive, from Python 3.11 on
        raise _TooRich
    # A `?` behind a repetition makes it lazy, which changes nothing in whether it matches.
    if not atoms[-1].repeat:
        atoms[-1] = _Atom(atoms[-1].fits, char)


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
    """A set such as `[a-z0-9_-]`; one with escapes is not read here."""
    members: list[str] = []
    for char in chars:
        if char == "]" and members not in ([], ["^"]):
            break
        if char in "\\[":
            raise _TooRich
        members.append(char)
    else:
        raise _Broken
    negated = members[0] == "^"
    fits = _in_set("".join(members[1:] if negated else members))
    return (lambda char: not fits(char)) if negated else fits


def _in_set(members: str) -> Callable[[str], bool]:
    ranges: list[tuple[str, str]] = []
    while members:
        if len(members) >= 3 and members[1] == "-":
            ranges.append((members[0], members[2]))
            members = members[3:]
        else:
            ranges.append((members[0], members[0]))
            members = members[1:]
    return lambda char: any(first <= char <= last for first, last in ranges)
