"""The values in a damaged message: what is between the literals when its template is aligned with it.

The literals that are still there tell where the placeholders between them begin and end; a few damaged
letters beside a placeholder are counted as if they were right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import chain

from cors_wizard.console.folding import Folded, fold, fold_literal
from cors_wizard.console.pattern import MessagePattern
from cors_wizard.console.reading import Span
from cors_wizard.console.template_parts import Kind, Literal, Optional, Part, Placeholder, parse_template
from cors_wizard.facts import DECLARED, FactValue
from cors_wizard.frozen import dataclass

_LONGEST = 1200
_HOLE = "\x00"
_MOST_DAMAGED = 4
"""So many letters beside a placeholder may be wrong; with more, nobody knows where the value begins."""
_PIECE = 4
_THERE = 0.4
"""An optional part is there if so much of it is."""
_EDGES = "'\"`\u2018\u2019\u201c\u201d()<>"
_ADDRESSES = ("url", "origin", "redirect_url", "page_url")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,20}://\S{1,2000}|null|\*", re.IGNORECASE)
_METHODS = ("method", "refused_method")
_METHOD = re.compile(r"[A-Z]{3,16}|(?i:get|head|post|put|patch|delete|options|trace|connect)")
"""A word in small letters that is not a known method is a word of the sentence around it."""
_DIGITS = str.maketrans("OoQDlI|SBZ", "0000111582")
"""What a screenshot's reader makes of digits."""

Value = tuple[str, FactValue, Span]


@dataclass(frozen=True)
class _Hole:
    name: str
    kind: Kind
    at: int
    """Its place in the skeleton."""


def damaged_values(pattern: MessagePattern, text: str) -> Iterator[Value]:
    """Name, value and place of each value that can be determined, each name once."""
    folded = fold(text[:_LONGEST])
    skeleton, holes = _skeleton(_present(parse_template(pattern.template), folded.flat))
    matcher = SequenceMatcher(None, skeleton, folded.flat, autojunk=False)
    blocks = [(block.a, block.b, block.size) for block in matcher.get_matching_blocks() if block.size > 1]
    seen: set[str] = set()
    for hole in holes:
        bounds = _bounds(hole, skeleton, folded, blocks)
        found = _value(hole, folded, *bounds) if bounds else None
        if found and hole.name not in seen and not hole.name.startswith("_"):
            seen.add(hole.name)
            yield hole.name, *found


def _present(parts: tuple[Part, ...], flat: str) -> Iterator[Part]:
    """The parts without optional ones that are not there, or that another fits better in their place."""
    there = {index: _share(part, flat) for index, part in enumerate(parts) if isinstance(part, Optional)}
    for index, part in enumerate(parts):
        if not isinstance(part, Optional) or (
            there[index] >= _THERE
            and not any(
                there[other] > there[index] and _names(part) & _names(parts[other]) for other in there
            )
        ):
            yield part


def _share(part: Optional, flat: str) -> float:
    """How much of a part's literals is in the text, in pieces of a few letters."""
    text = " ".join(fold_literal(piece.text) for piece in part.parts if isinstance(piece, Literal))
    pieces = {text[index : index + _PIECE] for index in range(max(len(text) - _PIECE + 1, 1))}
    return sum(piece in flat for piece in pieces) / len(pieces)


def _names(part: Part) -> set[str]:
    pieces = part.parts if isinstance(part, Optional) else (part,)
    return {piece.name for piece in pieces if isinstance(piece, Placeholder)}


def _skeleton(parts: Iterable[Part]) -> tuple[str, list[_Hole]]:
    """All literals in a row, a mark for each placeholder."""
    written, holes = "", list[_Hole]()
    for part in chain.from_iterable(part.parts if isinstance(part, Optional) else (part,) for part in parts):
        if isinstance(part, Literal):
            written += fold_literal(part.text)
        else:
            holes.append(_Hole(part.name, part.kind, len(written)))
            written += _HOLE
    return written, holes


def _bounds(
    hole: _Hole, skeleton: str, folded: Folded, blocks: list[tuple[int, int, int]]
) -> tuple[int, int] | None:
    """Where the value is in the folded text."""
    flat = folded.flat
    left = [(a + size, b + size) for a, b, size in blocks if a + size <= hole.at]
    right = [(a, b) for a, b, _ in blocks if a > hole.at]
    before, after = max(left, default=None), min(right, default=None)
    if before is None or hole.at - before[0] > _MOST_DAMAGED:
        return None
    start = before[1] + hole.at - before[0]
    if after is not None and after[0] - hole.at - 1 <= _MOST_DAMAGED and after[1] > start:
        return start, max(after[1] - (after[0] - hole.at - 1), start)
    if hole.at + 1 < len(skeleton) and skeleton[hole.at + 1] == "'":
        end = flat.find("'", start)
        return (start, end) if end >= 0 else None
    end = flat.find(" ", start + 1)
    return start, end if end >= 0 else len(flat)


def _whole_word(clean: str, start: int, end: int) -> tuple[int, int]:
    """The place widened to the ends of its word: where a quote is missing, it is a letter off."""
    while 0 < start <= len(clean) and not (clean[start - 1].isspace() or clean[start - 1] in _EDGES):
        start -= 1
    while start < end < len(clean) and not (clean[end].isspace() or clean[end] in _EDGES):
        end += 1
    return start, end


def _value(hole: _Hole, folded: Folded, start: int, end: int) -> tuple[FactValue, Span] | None:
    if hole.name in _ADDRESSES:
        start, end = _whole_word(folded.clean, start, end)
    raw = folded.clean[start:end]
    text = raw.strip(" \n.,;:'\"`‘’“”()")  # noqa: RUF001  curly quotes are what people paste
    start += raw.find(text)
    span = folded.span(start, start + len(text))
    if hole.kind == "number":
        digits = text.translate(_DIGITS)
        return (int(digits), span) if digits.isdecimal() and digits.isascii() and len(digits) <= 3 else None
    if hole.name in _ADDRESSES:
        # A screenshot's reader likes to put blanks into addresses.
        text = "".join(text.split())
        return (text, span) if _ADDRESS.fullmatch(text) else None
    if hole.name in _METHODS and not _METHOD.fullmatch(text):
        return None
    spec = DECLARED.get(hole.name)
    if not text or len(text) > 300 or (hole.kind == "word" and len(text.split()) > 1):
        return None
    return (" ".join(text.split()), span) if spec is None or spec.kind == "text" else None
