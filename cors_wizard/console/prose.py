"""The prose of a pasted text: its sentences without code, addresses and what other messages hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cors_wizard.console.reading import Span

LONGEST_SENTENCE = 800
_NO_BREAK = re.compile(r"[^\r\n]")
SENTENCE = re.compile(r"(?:[^.!?;\n]|[.!?;](?=[^\s\"')])|\n(?![^\S\n]*[\n*>#+\d-])){3,}")
_NOT_PROSE = re.compile(
    r"```[^`]{0,8000}(?:```|\Z)"
    r"|^[^\n]{0,400}(?:==|=>|\bdef |\bimport |[{};]\s*$|HTTP/[0-9.]{1,3}\"|^[ \t]{4,200}\S{1,400}\()"
    r"[^\n]{0,400}$"
    r"|^[ \t]{0,40}[A-Za-z_][\w.]{0,60}(?:\[[^\]\n]{1,80}\])? ?=[^=\n]{1,300}$"
    r"|^[<>*\t ]{0,4}(?:[A-Za-z]{1,20}-[\w-]{1,40}|Server|Host|Origin|Vary|Cookie|Date|Location|Allow)\s?: ?"
    r"[^\n]*$|^[<>*\t ]{0,4}HTTP/[0-9.]{1,3} [^\n]*$|\x1b\[[0-9;]{0,20}m"
    r"|https?://|(?<=[\w\]])(?::[0-9]{2,5})?/[^\s\"'`<>()]{0,2000}[^\s\"'`<>().,;:!?]",
    re.MULTILINE,
)

_ASKS = re.compile(
    r"\W*(?:so |and |but |ok |hi |hello |also )?(?:how(?! come)|what|which|where|who|should|will|would"
    r"|could|can|may|does|do|did|is|are"
    r"|has|have|any)\b",
    re.IGNORECASE,
)
_GIVES_REASON = re.compile(r"\b(?:why|reason|how come)\b", re.IGNORECASE)


def prose_of(text: str, spans: Iterable[Span]) -> str:
    """The text with blanks in place of code, addresses and these spans."""
    return filled(text, (*spans, *(found.span() for found in _NOT_PROSE.finditer(text))), " ")


def filled(text: str, spans: Iterable[Span], sign: str, *, keep_lines: bool = False) -> str:
    """The text with a sign for each character of these spans, so that all else keeps its place."""
    kept: list[str] = []
    position = 0
    for start, end in sorted(spans):
        taken = text[max(start, position) : end]
        kept += [text[position:start], _NO_BREAK.sub(sign, taken) if keep_lines else sign * len(taken)]
        position = max(end, position)
    return "".join((*kept, text[position:]))


def is_asked(prose: str, sentence: Span) -> bool:
    """Whether a sentence is a question that presupposes nothing; "why does it fail?" says that it fails."""
    text = prose[slice(*sentence)]
    is_question = prose[sentence[1] : sentence[1] + 1] == "?"
    return bool(is_question and _ASKS.match(text) and not _GIVES_REASON.search(text))
