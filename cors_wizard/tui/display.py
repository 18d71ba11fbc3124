"""Outside text made fit for the screen.

Textual's `Content` drops some control characters, but a text area passes all of them on to the terminal, so
whatever comes from the clipboard, a file, the network or a knowledge file goes through `printable` first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.content import Content

from cors_wizard.printable import one_line, visible

__all__ = ["one_line", "printable", "prose"]

printable = visible
"""The text with its lines and tabs, and nothing in it that a terminal would obey."""

_LINE_WITHIN_PARAGRAPH = re.compile(r"(?<!\n)\n(?!\n|[-*] |[0-9]{1,2}\. )")
_EMPHASIS = re.compile(r"\*\*([^*\n]{1,200})\*\*|\*([^*\s](?:[^*\n]{0,200}[^*\s])?)\*")


def prose(text: str) -> Content:
    """Prose of a knowledge file: code spans in their own style, **bold** and *italic*, the rest as it is."""
    joined = _LINE_WITHIN_PARAGRAPH.sub(" ", printable(text).strip())
    parts: list[Content] = []
    at = 0
    for start, end, code in _code_spans(joined):
        parts.extend(_with_emphasis(joined[at:start]))
        parts.append(Content.styled(code, "$text-accent"))
        at = end
    return Content("").join([*parts, *_with_emphasis(joined[at:])])


def _code_spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and content of each code span (CommonMark 0.31, section 6.1), in one pass."""
    waiting: list[re.Match[str]] = list(re.finditer("`+", text))
    last_of_length = {len(run[0]): run.start() for run in waiting}
    opening: re.Match[str] | None = None
    for run in waiting:
        if opening is None:
            opening = run if last_of_length[len(run[0])] > run.start() else None
        elif len(run[0]) == len(opening[0]):
            code = text[opening.end() : run.start()]
            padded = code.startswith(" ") and code.endswith(" ") and code.strip()
            yield opening.start(), run.end(), code[1:-1] if padded else code
            opening = None


def _with_emphasis(text: str) -> Iterator[Content]:
    at = 0
    for found in _EMPHASIS.finditer(text):
        yield Content(text[at : found.start()])
        yield Content.styled(found[1] or found[2], "bold" if found[1] else "italic")
        at = found.end()
    yield Content(text[at:])
