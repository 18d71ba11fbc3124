"""One check of an origin, as code makes it, and how it is written down as a fact."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Literal, get_args

from cors_wizard.flask_code.routing.path_match import is_pattern
from cors_wizard.frozen import dataclass
from cors_wizard.origin_patterns.made import Made, read_made
from cors_wizard.origin_patterns.syntax import (
    ALPHABET,
    Choice,
    Literally,
    OneOf,
    Part,
    Repeated,
    parse_pattern,
)

CheckKind = Literal[
    "any",
    "startswith",
    "endswith",
    "contains",
    "within",
    "match",
    "search",
    "fullmatch",
    "glob",
    "is",
    "host",
    "made",
    "like",
    "guard",
]
"""`any`: every origin that is sent is sent back; `contains`: a text is somewhere in the origin, `within`:
the origin is somewhere in a text; `match`, `search`, `fullmatch` as in Python's `re`; `glob` as in `fnmatch`;
`is`: one origin that is listed; `host`: one host, whatever the scheme and the port; `made`: a listed text,
once the origin is cut or changed, as Python writes it (`origin.lstrip('https://') == 'shop.example'`);
`like`: something longer passes, whatever is compared with (`LIKE` in a database, `startswith`, `contains`);
`guard`: the line decides, and nobody can read how."""

_LINE = re.compile(r"(?P<place>[^'\n]{1,300}?): (?P<kind>[a-z]{2,10}) '(?P<text>[^\n]{0,500})'")


@dataclass(frozen=True)
class OriginCheck:
    """One check of an origin."""

    kind: CheckKind
    text: str
    """The text or pattern that is compared with."""
    place: str = ""
    """`path:line`; empty where it is not known."""

    def __str__(self) -> str:
        return f"{self.place or 'code'}: {self.kind} '{self.text}'"

    @property
    def starts_open(self) -> bool:
        """Whether anything may come before what the check looks for."""
        return self.kind in ("endswith", "contains", "search")

    @property
    def ends_open(self) -> bool:
        """Whether anything may come after it."""
        return self.kind in ("startswith", "contains", "match", "search")

    @cached_property
    def made(self) -> Made | None:
        """What is made of the origin and compared; None for another check, or where it cannot be read."""
        return read_made(self.text) if self.kind == "made" else None

    @property
    def is_followed(self) -> bool:
        """Whether it is known who passes."""
        return bool(self.pattern or self.made) or self.kind in ("within", "host")

    @cached_property
    def pattern(self) -> Choice | None:
        """What the check looks for, as parts; None where it cannot be read."""
        if self.kind in ("guard", "within", "host", "made", "like"):
            return None
        if self.kind == "any":
            return Choice(((Repeated(OneOf(ALPHABET), 1, None),),))
        if self.kind in ("match", "search", "fullmatch"):
            return parse_pattern(self.text)
        if self.kind == "glob":
            return Choice((tuple(map(_globbed, self.text)),))
        return Choice((tuple(map(Literally, self.text)),))


def _globbed(char: str) -> Part:
    if char == "*":
        return Repeated(OneOf(ALPHABET), 0, None)
    return OneOf(ALPHABET) if char == "?" else Literally(char)


def read_check(line: str) -> OriginCheck | None:
    """A check as `str` writes it; None for anything else."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    kind = next((each for each in get_args(CheckKind) if each == found["kind"]), None)
    return OriginCheck(kind, found["text"], found["place"]) if kind else None


def flask_cors_check(origin: str, place: str = "") -> OriginCheck | None:
    """How flask-cors reads an entry of `origins`; None for one that it compares as it is.

    flask-cors matches from the beginning and not up to the end.
    """
    return OriginCheck("match", origin, place) if is_pattern(origin) and origin != "*" else None
