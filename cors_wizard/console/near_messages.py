"""A text in which no message stands letter for letter: the message that it is nearest to, and how near.

Screenshots read by OCR, messages typed by hand, translations that no file lists. The share of a template's
five-letter pieces that the text has too says how sure this is; it is bounded by the text's first characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cors_wizard.console.folding import fold
from cors_wizard.console.pattern import MessagePattern
from cors_wizard.console.reading import ConsoleMessage
from cors_wizard.console.template_parts import Literal, parse_template
from cors_wizard.facts import Fact

_READ = 4000
_LENGTH = 5
"""With fewer letters, prose that speaks of CORS in the same words comes too near."""
_SHORTEST = 40
_NEAR_ENOUGH = 0.72
_URL = re.compile(r"(?:https?|file)://[^\s'\"`\u2018\u2019\u201c\u201d<>)]{1,2000}")
_BEFORE_ORIGIN = re.compile(r"or[il1]g[il1]n\W{0,3}$", re.IGNORECASE)


@dataclass(frozen=True)
class _Shape:
    pattern: MessagePattern
    pieces: frozenset[str]


class NearFinder:
    """Finds the nearest message among many patterns."""

    def __init__(self, patterns: Iterable[MessagePattern]) -> None:
        shapes = (_Shape(pattern, _pieces(_literals(pattern))) for pattern in patterns)
        self._shapes = tuple(shape for shape in shapes if len(shape.pieces) >= _SHORTEST)

    def nearest(self, text: str) -> ConsoleMessage | None:
        """The message that this text is probably meant to be, or None."""
        start = text[:_READ]
        pieces = _pieces(fold(start).flat)
        scored = [(len(shape.pieces & pieces) / len(shape.pieces), shape) for shape in self._shapes]
        best, shape = max(
            scored, key=lambda pair: (round(pair[0], 2), len(pair[1].pieces)), default=(0.0, None)
        )
        if shape is None or best < _NEAR_ENOUGH:
            return None
        pattern = shape.pattern
        return ConsoleMessage(
            pattern_id=pattern.id,
            engine=pattern.engine,
            symptom=pattern.symptom,
            role=pattern.role,
            text=start,
            line=1,
            span=(0, len(start)),
            facts=(*_urls(start), *_stated(pattern, len(start))),
            causes=pattern.causes,
            says=pattern.says,
            certainty=round(best, 2),
        )


def _literals(pattern: MessagePattern) -> str:
    return fold(
        " ".join(part.text for part in parse_template(pattern.template) if isinstance(part, Literal))
    ).flat


def _pieces(text: str) -> frozenset[str]:
    """The overlapping five-letter pieces of the words."""
    letters = re.sub(r"[^\w]+", " ", text)
    return frozenset(letters[index : index + _LENGTH] for index in range(len(letters) - _LENGTH + 1))


def _urls(text: str) -> Iterator[Fact]:
    seen: set[str] = set()
    for found in _URL.finditer(text):
        name = "origin" if _BEFORE_ORIGIN.search(text[: found.start()][-12:]) else "url"
        if name not in seen:
            seen.add(name)
            value = found.group().rstrip(".,;:'")
            yield Fact(name, value, "pasted", value, (found.start(), found.start() + len(value)))


def _stated(pattern: MessagePattern, length: int) -> Iterator[Fact]:
    for name, value in pattern.facts.items():
        yield Fact(name, value, "pasted", "read from a text that is nearly this message", (0, length))
