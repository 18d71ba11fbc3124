"""The parts of a template as steps of a walk: what may follow each of them is known beforehand."""

from __future__ import annotations

from cors_wizard.console.template_parts import Literal, Optional, Part, Placeholder
from cors_wizard.frozen import dataclass


@dataclass(frozen=True)
class Hole:
    """A placeholder, and the literals of which the nearest ends it; none need come where its end is open."""

    part: Placeholder
    nexts: tuple[str, ...]
    open_end: bool


Step = str | Hole | tuple["Step", ...]
"""A literal, a placeholder, or steps that may be missing."""


def steps_of(parts: tuple[Part, ...], outer: tuple[Part, ...], *, forwards: bool) -> tuple[Step, ...]:
    """The parts as a walk takes them: what may follow each is known before."""
    walk: list[Step] = []
    for index, part in enumerate(parts):
        following = (*parts[index + 1 :], *outer)
        if isinstance(part, Literal):
            walk.append(part.text)
        elif isinstance(part, Placeholder):
            walk.append(Hole(part, *_what_may_follow(following, forwards)))
        else:
            inner = part.parts if forwards else part.parts[::-1]
            walk.append(steps_of(inner, following, forwards=forwards))
    return tuple(walk)


def _what_may_follow(following: tuple[Part, ...], forwards: bool) -> tuple[tuple[str, ...], bool]:
    texts: list[str] = []
    for part in following:
        if isinstance(part, Literal):
            return (*texts, part.text), False
        if isinstance(part, Optional):
            edge = part.parts[0 if forwards else -1]
            if isinstance(edge, Literal):
                texts.append(edge.text)
    return tuple(texts), True
