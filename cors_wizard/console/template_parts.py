"""A template of `knowledge/messages/` taken apart: literals, placeholders and optional parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal as Choice

from cors_wizard.facts import DECLARED
from cors_wizard.frozen import dataclass

Kind = Choice["word", "number", "free"]
"""A word holds no white space; a number is digits, or `(null)` for none; free text holds anything."""

_WORDS = frozenset(
    {
        *("url", "origin", "page_url", "redirect_url", "method", "refused_header", "refused_method"),
        *("forbidden_header", "refused_address"),
        *("_path", "_rest_of_path", "_version", "_ip", "_received", "_sent"),
    }
)
_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


class TemplateError(ValueError):
    """A template that cannot be matched, with the reason in words."""


@dataclass(frozen=True)
class Literal:
    """Text that must be there."""

    text: str


@dataclass(frozen=True)
class Placeholder:
    """A run of characters with a name."""

    name: str
    kind: Kind


@dataclass(frozen=True)
class Optional:
    """A part that may be missing."""

    parts: tuple[Literal | Placeholder, ...]


MOST_OPTIONAL = 30
"""Optional parts of one template; a matcher for thousands would take minutes to make."""

Part = Literal | Placeholder | Optional


@lru_cache(maxsize=2048)
def parse_template(template: str) -> tuple[Part, ...]:
    """The parts of a template, literals as they are written.

    Raises TemplateError for what no matcher could be made from.
    """
    if template.count("[[") > MOST_OPTIONAL:
        raise TemplateError(f"it has more than {MOST_OPTIONAL} optional parts")
    parts = tuple(_outer_parts(template))
    if not any(isinstance(part, Literal) for part in parts):
        raise TemplateError("it has no literal text outside its optional parts")
    for left, right in pairwise(parts):
        if isinstance(_edge(left, -1), Placeholder) and isinstance(_edge(right, 0), Placeholder):
            raise TemplateError("two placeholders are next to each other")
    return parts


def placeholder_names(template: str) -> tuple[str, ...]:
    """The names in a template, in order of first appearance."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(template)))


def _outer_parts(template: str) -> Iterator[Part]:
    position = 0
    while (opening := template.find("[[", position)) >= 0:
        closing = template.find("]]", opening + 2)
        if closing < 0:
            raise TemplateError("an optional part is not closed with ]]")
        yield from _inner_parts(template[position:opening])
        inner = tuple(_inner_parts(template[opening + 2 : closing]))
        if not inner:
            raise TemplateError("an optional part is empty")
        yield Optional(inner)
        position = closing + 2
    if "]]" in template[position:]:
        raise TemplateError("a ]] closes nothing")
    yield from _inner_parts(template[position:])


def _inner_parts(text: str) -> Iterator[Literal | Placeholder]:
    pieces = _PLACEHOLDER.split(text)
    for index, piece in enumerate(pieces):
        if index % 2:
            if index + 1 < len(pieces) - 1 and not pieces[index + 1]:
                raise TemplateError("two placeholders are next to each other")
            yield Placeholder(piece, _kind(piece))
        elif piece:
            yield Literal(piece)


def _kind(name: str) -> Kind:
    spec = DECLARED.get(name)
    if name in _WORDS:
        return "word"
    return "number" if spec is not None and spec.kind == "number" else "free"


def _edge(part: Part, index: int) -> Literal | Placeholder:
    return part.parts[index] if isinstance(part, Optional) else part
